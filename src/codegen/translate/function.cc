#include "codegen/translate/function.h"

#include "codegen/stack/check.h"
#include "codegen/trap_sites.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;

FunctionTranslator::FunctionTranslator(Context& context,
                                       llvm::Function& function,
                                       const wasm::FuncType* type,
                                       std::optional<uint32_t> index)
    : Emitter(context, function), type_(type), index_(index) {
  if (type && Context::has_result_pointer(*type)) results_ = function.getArg(1);
  for (uint32_t i = 0; i < context.module.memories.size(); ++i)
    memories_.push_back(make_linear_memory(*this, i));
}

void FunctionTranslator::begin_instruction(const Instruction& instruction) {
  offset_ = instruction.offset;
  if (!index_ || !context_.locations) return;
  // What raises a trap for this instruction tells what it would tell itself.
  uint32_t place =
      context_.trap_codes ? context_.trap_codes->code_of(offset_) : offset_;
  builder_.SetCurrentDebugLocation(context_.locations->at(place));
}

llvm::Constant* FunctionTranslator::site() {
  return trap_site(context_, index_, offset_);
}

void FunctionTranslator::translate_body(const wasm::FunctionBody& body,
                                        bool check_stack) {
  if (context_.locations) {
    context_.locations->begin(
        function_, *index_,
        uint32_t(context_.module.functions[*index_].body_offset));
  }
  begin_instruction(body.code.front());
  if (check_stack) emit_stack_check(context_, builder_, instance_, 0);

  local_types_ = body.locals;
  unsigned first_param = results_ ? 2 : 1;
  bool in_slots = context_.passes_slots(*type_);
  for (size_t i = 0; i < body.locals.size(); ++i) {
    bool is_param = i < type_->params.size();
    if (is_param && in_slots) {
      locals_.push_back(
          slot_address(function_.getArg(first_param), type_->params, i));
      continue;
    }
    llvm::Type* type = context_.type_of(body.locals[i]);
    // With -O0 one behind the check is no part of the frame, whose size then
    // nobody knows.
    locals_.push_back(context_.locations ? at_entry().CreateAlloca(type)
                                         : builder_.CreateAlloca(type));
    llvm::Value* initial =
        is_param ? static_cast<llvm::Value*>(
                       function_.getArg(unsigned(first_param + i)))
                 : hide_constant(llvm::Constant::getNullValue(type));
    builder_.CreateStore(initial, locals_[i]);
  }

  Frame frame{.kind = FrameKind::kBody};
  frame.results = type_->results;
  frame.target = frame.end = new_block("return");
  frame.target_phis = frame.end_phis = make_phis(frame.target, frame.results);
  push_frame(std::move(frame));

  if (index_ && context_.facts.functions[*index_].moves_memory)
    for (const auto& memory : memories_) memory->settle();
  for (const auto& memory : memories_) memory->begin_body(body);
  if (context_.facts.fuel) {
    fuel_.emplace(body);
    take_fuel(*this, fuel_->call);
  }
  if (context_.polls) polls_.emplace(*this, *index_).begin_body();
  for (const Instruction& instruction : body.code) translate(instruction);
}

llvm::Value* FunctionTranslator::constant_expression(
    const wasm::ConstExpr& expression) {
  for (const Instruction& instruction : expression) translate(instruction);
  return pop_raw();
}

void FunctionTranslator::note_value(const Instruction& instruction) {
  if (!memories_.empty()) memories_[0]->note_value(instruction, stack_.back());
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
  if (value->getType() == context_.f32 &&
      context_.target.fences_floats_as_doubles) {
    // Not of zero, whose bits LLVM knows behind the fence, too.
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

}  // namespace wasm2mpy::codegen
