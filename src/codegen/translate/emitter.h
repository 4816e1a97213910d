// Code of one LLVM function that has an instance as its first argument: what
// the translation of WebAssembly and the functions of memories share.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_EMITTER_H_
#define WASM2MPY_CODEGEN_TRANSLATE_EMITTER_H_

#include <cstdint>
#include <map>
#include <utility>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

class Emitter {
 public:
  // Emits into `function`, which has no blocks yet.
  Emitter(Context& context, llvm::Function& function);
  virtual ~Emitter() = default;
  Emitter(const Emitter&) = delete;
  Emitter& operator=(const Emitter&) = delete;

  Context& context() { return context_; }
  llvm::Function& function() { return function_; }
  Builder& builder() { return builder_; }
  llvm::Value* instance() { return instance_; }
  // Where that is not the first argument itself.
  void set_instance(llvm::Value* instance) { instance_ = instance; }

  llvm::BasicBlock* new_block(const char* name);
  // A builder for what stands before all else, such as an alloca.
  Builder at_entry();
  llvm::BasicBlock* trap_block(Trap trap);
  // Branches to the trap when `condition` holds and goes on otherwise.
  void trap_if(llvm::Value* condition, Trap trap);

  // Loads and stores with alias information.
  llvm::LoadInst* load_from(llvm::Type* type, llvm::Value* address,
                            Region region, bool invariant = false);
  llvm::StoreInst* store_to(llvm::Value* value, llvm::Value* address,
                            Region region);
  llvm::Value* field_address(llvm::Value* object, uint32_t offset);
  // Of the value with that index in an array of slots.
  llvm::Value* slot_address(llvm::Value* slots,
                            const std::vector<wasm::ValType>& types,
                            size_t index);
  // Of the instance.
  llvm::LoadInst* load_field(uint32_t offset, llvm::Type* type,
                             bool invariant = false);
  void store_field(uint32_t offset, llvm::Value* value);

  template <size_t kParams, size_t kArguments>
  llvm::Value* call_runtime(const RuntimeFunction<kParams>& function,
                            llvm::Value* const (&arguments)[kArguments]) {
    return context_.call_runtime(builder_, function, arguments);
  }

  // A number without sign as uintptr_t.
  llvm::Constant* word(uint64_t value) const;
  // An address, length or count as uintptr_t; one that does not fit traps.
  llvm::Value* to_word(llvm::Value* value, Trap trap);
  // Like to_word, but a value that does not fit becomes UINTPTR_MAX.
  llvm::Value* to_word_saturating(llvm::Value* value);
  // A result of a runtime function in uintptr_t as the memory's or table's
  // own address type.
  llvm::Value* from_word(llvm::Value* value, bool is_64);

 protected:
  // What tells where traps are raised now. Null: nothing, as in code that
  // several functions share.
  virtual llvm::Constant* site() { return nullptr; }

  Context& context_;
  llvm::Function& function_;
  Builder builder_;
  llvm::Value* instance_;

 private:
  std::map<std::pair<Trap, llvm::Constant*>, llvm::BasicBlock*> trap_blocks_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_EMITTER_H_
