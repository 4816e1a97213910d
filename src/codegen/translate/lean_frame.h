// The frame that a function has in the stack of a lean memory.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_LEAN_FRAME_H_
#define WASM2MPY_CODEGEN_TRANSLATE_LEAN_FRAME_H_

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "analysis/linear_frame.h"
#include "codegen/translate/emitter.h"

namespace wasm2mpy::codegen {

// A function that accesses its frame makes sure that it is there when it
// begins: one comparison in place of one for each access.
class LeanFrame {
 public:
  // The builder is where the function begins; it goes on in another block.
  LeanFrame(Emitter& code, const wasm::FunctionBody& body);

  void note(const wasm::Instruction& instruction, llvm::Value* value);
  // The native address of `size` bytes at index + offset; null if they are not
  // known to be in the frame.
  llvm::Value* find(llvm::Value* index, uint64_t offset, uint64_t size);

 private:
  std::optional<int64_t> distance_of(llvm::Value* index) const;
  void open();

  Emitter& code_;
  Context& context_;
  Builder& builder_;
  LinearFrame frame_;
  std::unordered_map<llvm::Value*, int64_t> pointers_;
  llvm::Value* top_ = nullptr;         // the stack pointer at first, as a word
  llvm::Value* bottom_ = nullptr;      // where the frame begins
  llvm::BranchInst* entry_ = nullptr;  // until it is opened
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_LEAN_FRAME_H_
