// A linear memory, as the code of one function sees it. How accesses are made
// is a matter of its form: flat_memory.h, lean_memory.h.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_LINEAR_MEMORY_H_
#define WASM2MPY_CODEGEN_TRANSLATE_LINEAR_MEMORY_H_

#include <cstdint>
#include <memory>

#include "codegen/translate/alignment.h"
#include "codegen/translate/emitter.h"
#include "wasm/function.h"

namespace wasm2mpy::codegen {

// What a load or a store does at its address.
struct AccessKind {
  Alignment alignment;
  llvm::Type* memory_type;
  llvm::Type* type;  // of the operand or result
  bool is_signed;    // of a load: how it becomes that type

  uint64_t size() const { return memory_type->getPrimitiveSizeInBits() / 8; }
};

class LinearMemory {
 public:
  LinearMemory(Emitter& code, uint32_t index);
  virtual ~LinearMemory() = default;

  // The rt_memory.
  llvm::Value* object();

  // At index + offset, a number without sign that does not wrap.
  virtual llvm::Value* load(const AccessKind& kind, llvm::Value* index,
                            uint64_t offset) = 0;
  virtual void store(const AccessKind& kind, llvm::Value* index,
                     uint64_t offset, llvm::Value* value) = 0;
  // The results of memory.size and memory.grow.
  virtual llvm::Value* size_in_pages();
  virtual llvm::Value* grow(llvm::Value* delta);

  // What the function comes to.
  virtual void begin_body(const wasm::FunctionBody&) {}
  // What a local.get or global.get has pushed.
  virtual void note_value(const wasm::Instruction&, llvm::Value*) {}
  // At the start of a function that may move memory, as its callers know.
  virtual void settle() {}
  // Before the branch to the head of the loop.
  virtual void begin_loop(const wasm::Instruction&) {}
  virtual void end_loop() {}

 protected:
  const wasm::MemoryType& type() const;
  // The type of its addresses.
  llvm::IntegerType* index_type() const;
  // In bytes, as uintptr_t.
  virtual llvm::Value* size();

  // Says that a base is aligned as blocks of MicroPython's heap are.
  llvm::LoadInst* aligned(llvm::LoadInst* base) const;

  bool is_halved(const AccessKind& kind) const;
  llvm::Value* half_address(llvm::Value* address, uint32_t half);
  // The access itself, at a native address that is good.
  llvm::Value* load_direct(const AccessKind& kind, llvm::Value* from);
  void store_direct(const AccessKind& kind, llvm::Value* to,
                    llvm::Value* value);

  Emitter& code_;
  Context& context_;
  Builder& builder_;
  uint32_t index_;
};

// The memory of an index in the form that it has.
std::unique_ptr<LinearMemory> make_linear_memory(Emitter& code, uint32_t index);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_LINEAR_MEMORY_H_
