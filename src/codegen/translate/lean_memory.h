// A memory of which is there what was touched (rt_view in runtime/rt.h).
#ifndef WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_
#define WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "codegen/translate/lean_frame.h"
#include "codegen/translate/linear_memory.h"

namespace wasm2mpy::codegen {

// Whether accesses that are calls of functions of the module become inline ones
// later (passes/inline_access.h).
bool looks_inline(const Context& context);

class LeanMemory : public LinearMemory {
 public:
  using LinearMemory::LinearMemory;

  llvm::Value* load(const AccessKind& kind, llvm::Value* index,
                    uint64_t offset) override;
  void store(const AccessKind& kind, llvm::Value* index, uint64_t offset,
             llvm::Value* value) override;

  // Finds the loops that are small, and the frame.
  void begin_body(const wasm::FunctionBody& body) override;
  void note_value(const wasm::Instruction& instruction,
                  llvm::Value* value) override;
  void settle() override;
  void begin_loop(const wasm::Instruction& loop) override;
  void end_loop() override;

 private:
  // An access that is at `index + offset`, both words, without wrapping if it
  // is in the window where it is looked for.
  struct Place {
    llvm::Value* index;
    uint64_t offset;
    uint64_t size;
    llvm::Value* given;  // as aligned as the address
    bool is_variable;    // or an element of one

    uint64_t end() const { return offset + size; }
  };
  llvm::Value* frame_address(const AccessKind& kind, llvm::Value* index,
                             uint64_t offset);
  Place place_of(const AccessKind& kind, llvm::Value* index, uint64_t offset);
  bool is_always_near(const Place& place) const;
  // In the main window for variables, else in the hot one.
  llvm::Value* is_near(const Place& place);
  // Whether it is in the place of the view with these fields.
  llvm::Value* is_in(llvm::Value* address, uint32_t low, uint32_t limit,
                     llvm::Value* instance);
  bool main_stays() const;
  llvm::LoadInst* view_base(uint32_t offset, llvm::Value* instance);
  uint32_t near_base(const Place& place) const;
  llvm::LoadInst* view_field(uint32_t offset, llvm::Type* type,
                             llvm::Value* instance);
  // Branches to a new block if the access is not in that window, and to `near`
  // if it is; the builder goes on in the new block.
  void branch_far(llvm::Value* is_near, llvm::BasicBlock* near);
  llvm::Constant* access_number(const Place& place) const;
  void keep_apart(llvm::CallInst& call) const;
  void keep_place(llvm::CallInst& call) const;

  // `value` is what is stored; null for a load, whose result is returned.
  llvm::Value* access(const AccessKind& kind, const Place& place,
                      llvm::Value* value);
  llvm::Value* access_at(const AccessKind& kind, const Place& place,
                         uint32_t base, llvm::Value* index, llvm::Value* value);
  llvm::Value* access_direct(const AccessKind& kind, llvm::Value* address,
                             llvm::Value* value);
  // Else a function is called: with constant bounds, outside of which hardly
  // anything is, one of the runtime.
  llvm::Value* access_or_call(const AccessKind& kind, const Place& place,
                              llvm::Value* value);
  // The same for loads with constant bounds.
  llvm::Value* load_or_call(const AccessKind& kind, const Place& place);
  llvm::Value* index_of_far(const Place& place);
  llvm::Value* load_far(const AccessKind& kind, const Place& place);
  void store_far(const AccessKind& kind, const Place& place,
                 llvm::Value* value);

  llvm::CallInst* look_after(const RuntimeFunction<1>& function);

  // Whether an access is a call of a function of the module.
  bool calls_functions() const;
  llvm::CallInst* call_access(const AccessKind& kind, const Place& place,
                              llvm::Value* value);
  llvm::Function* access_function(const AccessKind& kind, bool is_store,
                                  bool has_offset);
  void keep_look();
  void define_access(const AccessKind& kind, llvm::Value* offset,
                     llvm::Value* value);
  llvm::Function* store_function(const AccessKind& kind);
  llvm::Function* load_function(const AccessKind& kind);
  llvm::Function* new_function(const std::string& name, llvm::Type* result,
                               llvm::ArrayRef<llvm::Type*> params);

  std::optional<LeanFrame> frame_;
  bool settles_ = false;  // callers know that any window may move
  std::set<const wasm::Instruction*> small_loops_;
  std::vector<bool> loops_;  // that are open: whether they are small
  size_t open_small_ = 0;    // how many of them are
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_LEAN_MEMORY_H_
