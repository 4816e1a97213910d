// A memory of which is there what was touched (rt_view in runtime/rt.h).
#ifndef WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_
#define WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_

#include <set>
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
  void begin_loop(const wasm::Instruction& loop) override;
  void end_loop() override;
  void after_call() override;

 private:
  // Fields of the rt_view.
  enum ViewField : uint8_t { kLow, kLimit, kBlock, kViewFields };
  struct Seen;
  Seen look_at_view(llvm::Value* index, llvm::Value* offset, bool is_near,
                    bool may_wrap);
  uint32_t place_of(ViewField field) const;  // in the instance
  llvm::Value* view_field(ViewField field);
  void take_view();

  bool takes_inline(const wasm::Instruction& loop) const;
  bool is_inline() const { return inline_loops_ != 0; }

  // `value` is what is stored; null for a load, whose result is returned.
  llvm::Value* access(const AccessKind& kind, llvm::Value* index,
                      uint64_t offset, llvm::Value* value);
  llvm::Value* access_direct(const AccessKind& kind, llvm::Value* place,
                             llvm::Value* value);

  // Of the functions that make accesses.
  struct Form {
    bool is_store;
    bool has_offset;
    bool is_unseen = false;  // it is known not to be in the first view
  };
  llvm::Function* access_function(const AccessKind& kind, const Form& form);
  llvm::Value* offset_argument(const Form& form);
  void return_access(const AccessKind& kind, const Form& form,
                     llvm::Value* place);
  void define_seen(const AccessKind& kind, const Form& form);
  void define_unseen(const AccessKind& kind, const Form& form);

  std::set<const wasm::Instruction*> small_loops_;
  std::vector<bool> loops_;  // that are open: whether accesses are inline
  size_t inline_loops_ = 0;  // how many of them
  // Where such loops keep the view; null: none did.
  llvm::AllocaInst* view_[kViewFields] = {};
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_
