// A memory of which is there what was touched (rt_view in runtime/rt.h).
#ifndef WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_
#define WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_

#include <set>
#include <string>
#include <vector>

#include "codegen/translate/linear_memory.h"

namespace wasm2mpy::codegen {

class LeanMemory : public LinearMemory {
 public:
  using LinearMemory::LinearMemory;

  llvm::Value* load(const AccessKind& kind, llvm::Value* index,
                    uint64_t offset) override;
  void store(const AccessKind& kind, llvm::Value* index, uint64_t offset,
             llvm::Value* value) override;

  // Finds the loops that are small.
  void begin_body(const wasm::FunctionBody& body) override;
  void settle() override;
  void begin_loop(const wasm::Instruction& loop) override;
  void end_loop() override;

 private:
  // An access that is at `index + offset`, both words, without wrapping if it
  // is in the main window.
  struct Place {
    llvm::Value* index;
    uint64_t offset;
    uint64_t size;
    llvm::Value* given;  // as aligned as the address

    uint64_t end() const { return offset + size; }
  };
  Place place_of(const AccessKind& kind, llvm::Value* index, uint64_t offset);
  // Null: it always is.
  llvm::Value* is_in_main_window(const Place& place);
  llvm::Value* native_address(llvm::Value* index, uint64_t offset);
  llvm::LoadInst* view_field(uint32_t offset, llvm::Type* type);
  // Branches to a new block if the access is not in the main window, and to
  // `near` if it is; the builder goes on in the new block.
  void branch_far(llvm::Value* is_near, llvm::BasicBlock* near);
  llvm::Value* load_from(const AccessKind& kind, const Place& place,
                         llvm::Value* is_near);
  void store_to(const AccessKind& kind, const Place& place,
                llvm::Value* is_near, llvm::Value* value);
  void store_far(const AccessKind& kind, const Place& place,
                 llvm::Value* value);

  // Whether an access is a call of a function of the module.
  bool calls_functions() const;
  llvm::CallInst* call_access(const AccessKind& kind, const Place& place,
                              llvm::Value* value);
  llvm::Function* access_function(const AccessKind& kind, bool is_store);
  llvm::Function* store_function(const AccessKind& kind);
  llvm::Function* new_function(const std::string& name, llvm::Type* result,
                               llvm::ArrayRef<llvm::Type*> params);

  bool is_function_ = false;  // this is the code of such a function
  std::set<const wasm::Instruction*> small_loops_;
  std::vector<bool> loops_;  // that are open: whether they are small
  size_t open_small_ = 0;    // how many of them are
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_
