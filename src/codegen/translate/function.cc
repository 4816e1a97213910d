#include "codegen/translate/function.h"

#include "codegen/stack/check.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

FunctionTranslator::FunctionTranslator(Context& context,
                                       llvm::Function& function,
                                       const wasm::FuncType* type,
                                       std::optional<uint32_t> index)
    : context_(context),
      function_(function),
      type_(type),
      index_(index),
      builder_(llvm::BasicBlock::Create(context.llvm, "entry", &function)),
      instance_(function.getArg(0)) {
  if (type && Context::has_result_pointer(*type)) results_ = function.getArg(1);
}

void FunctionTranslator::translate_body(const wasm::FunctionBody& body,
                                        bool check_stack) {
  if (check_stack) emit_stack_check(context_, builder_, instance_, 0);

  local_types_ = body.locals;
  size_t first_param = results_ ? 2 : 1;
  for (size_t i = 0; i < body.locals.size(); ++i) {
    llvm::Type* type = context_.type_of(body.locals[i]);
    locals_.push_back(builder_.CreateAlloca(type));
    llvm::Value* initial =
        i < type_->params.size()
            ? static_cast<llvm::Value*>(
                  function_.getArg(unsigned(first_param + i)))
            : hide_constant(llvm::Constant::getNullValue(type));
    builder_.CreateStore(initial, locals_[i]);
  }

  Frame frame{.kind = FrameKind::kBody};
  frame.results = type_->results;
  frame.target = frame.end = new_block("return");
  frame.target_phis = frame.end_phis = make_phis(frame.target, frame.results);
  frames_.push_back(std::move(frame));

  if (context_.memory.is_lean) find_small_loops(body);
  for (const Instruction& instruction : body.code) translate(instruction);
}

void FunctionTranslator::translate(const Instruction& instruction) {
  if (translate_control(instruction) || !reachable_) return;
  switch (instruction.opcode) {
    case Opcode::kNop:
      break;
    case Opcode::kDrop:
      pop_raw();
      return;
    case Opcode::kSelect:
    case Opcode::kSelectT: {
      llvm::Value* condition = is_true(pop_raw());
      llvm::Value* otherwise = pop();
      llvm::Value* value = pop();
      push(builder_.CreateSelect(condition, value, otherwise));
      return;
    }
    case Opcode::kLocalGet:
      push(builder_.CreateLoad(locals_[instruction.index]->getAllocatedType(),
                               locals_[instruction.index]));
      return;
    case Opcode::kLocalSet:
      builder_.CreateStore(pop(), locals_[instruction.index]);
      return;
    case Opcode::kLocalTee: {
      llvm::Value* value = pop();
      builder_.CreateStore(value, locals_[instruction.index]);
      push(value);
      return;
    }
    case Opcode::kI32Const:
      push(builder_.getInt32(uint32_t(instruction.bits)));
      return;
    case Opcode::kI64Const:
      push(builder_.getInt64(instruction.bits));
      return;
    case Opcode::kF32Const:
      push(llvm::ConstantFP::get(
          context_.llvm,
          llvm::APFloat(llvm::APFloat::IEEEsingle(),
                        llvm::APInt(32, uint32_t(instruction.bits)))));
      return;
    case Opcode::kF64Const:
      push(llvm::ConstantFP::get(
          context_.llvm, llvm::APFloat(llvm::APFloat::IEEEdouble(),
                                       llvm::APInt(64, instruction.bits))));
      return;
    default:
      break;
  }
  bool known = translate_call(instruction) || translate_memory(instruction) ||
               translate_integer(instruction) || translate_float(instruction) ||
               translate_conversion(instruction) ||
               translate_reference(instruction) || translate_table(instruction);
  if (!known && instruction.opcode != Opcode::kNop)
    llvm_unreachable("the front end lets only supported instructions pass");
}

llvm::Value* FunctionTranslator::constant_expression(
    const wasm::ConstExpr& expression) {
  for (const Instruction& instruction : expression) translate(instruction);
  return pop_raw();
}

llvm::Value* FunctionTranslator::pop_raw() {
  llvm::Value* value = stack_.back();
  stack_.pop_back();
  return value;
}

llvm::Value* FunctionTranslator::pop() { return hide_constant(pop_raw()); }

std::vector<llvm::Value*> FunctionTranslator::pop_many(size_t count) {
  std::vector<llvm::Value*> values(count);
  for (size_t i = count; i-- > 0;) values[i] = pop();
  return values;
}

// LLVM holds x * 1.0, x / 1.0, x - 0.0, x + -0.0 and x * -1.0 for x or -x,
// which is wrong for signalling NaNs: WebAssembly wants a quiet one. It folds
// nothing through a fence, which costs no instruction.
llvm::Value* FunctionTranslator::hide_constant(llvm::Value* value) {
  auto* constant = llvm::dyn_cast<llvm::ConstantFP>(value);
  if (!constant) return value;
  const llvm::APFloat& number = constant->getValueAPF();
  bool is_one = llvm::abs(number).isExactlyValue(1.0);
  return number.isZero() || is_one ? fence(value) : value;
}

llvm::Value* FunctionTranslator::fence(llvm::Value* value) {
  if (value->getType() == context_.f32 && !has_float_unit(context_.f32) &&
      context_.target.word_size == 8) {
    // LLVM makes an integer of 32 bits of this one and cannot hold that in a
    // register of 64. Of a double it can. Not of zero, whose bits it knows
    // behind the fence, too.
    llvm::Value* bits = builder_.CreateZExt(
        builder_.CreateBitCast(value, context_.i32), context_.i64);
    if (llvm::isa<llvm::Constant>(bits))
      bits = builder_.CreateOr(bits, uint64_t{0x3ff00000} << 32);
    llvm::Value* fenced = fence(builder_.CreateBitCast(bits, context_.f64));
    bits = builder_.CreateTrunc(builder_.CreateBitCast(fenced, context_.i64),
                                context_.i32);
    return builder_.CreateBitCast(bits, context_.f32);
  }
  return builder_.CreateIntrinsic(llvm::Intrinsic::arithmetic_fence,
                                  {value->getType()}, {value});
}

llvm::LoadInst* FunctionTranslator::load_from(llvm::Type* type,
                                              llvm::Value* address,
                                              Region region, bool invariant) {
  llvm::LoadInst* load = builder_.CreateLoad(type, address);
  load->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(region));
  if (invariant) {
    load->setMetadata(llvm::LLVMContext::MD_invariant_load,
                      llvm::MDNode::get(context_.llvm, {}));
  }
  return load;
}

llvm::StoreInst* FunctionTranslator::store_to(llvm::Value* value,
                                              llvm::Value* address,
                                              Region region) {
  llvm::StoreInst* store = builder_.CreateStore(value, address);
  store->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(region));
  return store;
}

llvm::Value* FunctionTranslator::field_address(llvm::Value* object,
                                               uint32_t offset) {
  return builder_.CreateConstInBoundsGEP1_32(context_.i8, object, offset);
}

llvm::LoadInst* FunctionTranslator::load_field(uint32_t offset,
                                               llvm::Type* type,
                                               bool invariant) {
  return load_from(type, field_address(instance_, offset), Region::kInstance,
                   invariant);
}

void FunctionTranslator::store_field(uint32_t offset, llvm::Value* value) {
  store_to(value, field_address(instance_, offset), Region::kInstance);
}

llvm::Value* FunctionTranslator::call_runtime(
    llvm::StringRef name, llvm::StringRef signature,
    llvm::ArrayRef<llvm::Value*> arguments) {
  llvm::CallInst* call = builder_.CreateCall(
      context_.runtime_function(name, signature), arguments);
  // These have no instance to look into, and so cannot move windows.
  bool is_plain = !signature.drop_front().contains('p');
  if (!is_plain && is_inline_lean()) take_view();
  return call;
}

llvm::Value* FunctionTranslator::to_word(llvm::Value* value, Trap trap) {
  if (value->getType()->getIntegerBitWidth() > context_.word->getBitWidth()) {
    trap_if(builder_.CreateICmpUGT(value, builder_.getInt64(UINT32_MAX)), trap);
  }
  return builder_.CreateZExtOrTrunc(value, context_.word);
}

llvm::Value* FunctionTranslator::to_word_saturating(llvm::Value* value) {
  if (value->getType()->getIntegerBitWidth() > context_.word->getBitWidth()) {
    value = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, value,
                                           builder_.getInt64(UINT32_MAX));
  }
  return builder_.CreateZExtOrTrunc(value, context_.word);
}

llvm::Value* FunctionTranslator::from_word(llvm::Value* value, bool is_64) {
  return builder_.CreateSExtOrTrunc(value, is_64 ? context_.i64 : context_.i32);
}

}  // namespace wasm2mpy::codegen
