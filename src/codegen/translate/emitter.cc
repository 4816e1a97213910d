#include "codegen/translate/emitter.h"

namespace wasm2mpy::codegen {

Emitter::Emitter(Context& context, llvm::Function& function)
    : context_(context),
      function_(function),
      builder_(llvm::BasicBlock::Create(context.llvm, "entry", &function)),
      instance_(function.getArg(0)) {}

llvm::BasicBlock* Emitter::new_block(const char* name) {
  return llvm::BasicBlock::Create(context_.llvm, name, &function_);
}

Builder Emitter::at_entry() {
  return Builder(&function_.getEntryBlock(), function_.getEntryBlock().begin());
}

llvm::BasicBlock* Emitter::trap_block(Trap trap) {
  llvm::Constant* site = this->site();
  llvm::BasicBlock*& block = trap_blocks_[{trap, site}];
  if (!block) {
    block = new_block("trap");
    Builder builder(block);
    builder.SetCurrentDebugLocation(builder_.getCurrentDebugLocation());
    llvm::SmallVector<llvm::Value*, 2> arguments = {instance_};
    if (site) arguments.push_back(site);
    builder.CreateCall(context_.trap_function(trap, site), arguments)
        ->setDoesNotReturn();
    builder.CreateUnreachable();
  }
  return block;
}

void Emitter::trap_if(llvm::Value* condition, Trap trap) {
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(condition, trap_block(trap), next, context_.unlikely());
  builder_.SetInsertPoint(next);
}

llvm::LoadInst* Emitter::load_from(llvm::Type* type, llvm::Value* address,
                                   Region region, bool invariant) {
  llvm::LoadInst* load = context_.load_slot(builder_, type, address);
  load->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(region));
  if (invariant) {
    load->setMetadata(llvm::LLVMContext::MD_invariant_load,
                      llvm::MDNode::get(context_.llvm, {}));
  }
  return load;
}

llvm::StoreInst* Emitter::store_to(llvm::Value* value, llvm::Value* address,
                                   Region region) {
  llvm::StoreInst* store = context_.store_slot(builder_, value, address);
  store->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(region));
  return store;
}

llvm::Value* Emitter::field_address(llvm::Value* object, uint32_t offset) {
  return builder_.CreateConstInBoundsGEP1_32(context_.i8, object, offset);
}

llvm::Value* Emitter::slot_address(llvm::Value* slots,
                                   const std::vector<wasm::ValType>& types,
                                   size_t index) {
  return field_address(slots, uint32_t(RT_SLOT_BYTES * slot_of(types, index)));
}

llvm::LoadInst* Emitter::load_field(uint32_t offset, llvm::Type* type,
                                    bool invariant) {
  return load_from(type, field_address(instance_, offset), Region::kInstance,
                   invariant);
}

void Emitter::store_field(uint32_t offset, llvm::Value* value) {
  store_to(value, field_address(instance_, offset), Region::kInstance);
}

llvm::Constant* Emitter::word(uint64_t value) const {
  return llvm::ConstantInt::get(context_.word, value);
}

llvm::Value* Emitter::to_word(llvm::Value* value, Trap trap) {
  if (value->getType()->getIntegerBitWidth() > context_.word->getBitWidth()) {
    trap_if(builder_.CreateICmpUGT(value, builder_.getInt64(UINT32_MAX)), trap);
  }
  return builder_.CreateZExtOrTrunc(value, context_.word);
}

llvm::Value* Emitter::to_word_saturating(llvm::Value* value) {
  if (value->getType()->getIntegerBitWidth() > context_.word->getBitWidth()) {
    value = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, value,
                                           builder_.getInt64(UINT32_MAX));
  }
  return builder_.CreateZExtOrTrunc(value, context_.word);
}

llvm::Value* Emitter::from_word(llvm::Value* value, bool is_64) {
  return builder_.CreateSExtOrTrunc(value, is_64 ? context_.i64 : context_.i32);
}

}  // namespace wasm2mpy::codegen
