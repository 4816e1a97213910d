// Tests of the types of references.
//
// The type of a structure or an array is the first word of it, and that has the
// display: its supertypes from the topmost down, so that one comparison at the
// depth of the type that is asked for tells whether it is among them. Types of
// one module are equal when their descriptors are. Objects of other modules,
// and Python objects that have become an anyref, can only be where the module
// shows objects (Facts::shows_objects); there the runtime has the last word.
#include "codegen/translate/function.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::codegen {

using wasm::HeapType;
using wasm::Instruction;
using wasm::Opcode;
using wasm::ValType;

namespace {

uint32_t depth_of(const std::vector<wasm::SubType>& types, uint32_t type) {
  uint32_t depth = 0;
  for (; !types[type].supertypes.empty(); type = types[type].supertypes[0])
    ++depth;
  return depth;
}

}  // namespace

// What is decided in several blocks arrives here.
struct FunctionTranslator::Decision {
  explicit Decision(FunctionTranslator& translator)
      : code(translator), done(translator.new_block("")) {
    Builder builder(done);
    result = builder.CreatePHI(translator.context_.i1, 2);
  }

  // The outcome, if the condition holds; else goes on.
  void if_true(llvm::Value* condition, bool outcome) {
    Builder& builder = code.builder_;
    result->addIncoming(builder.getInt1(outcome), builder.GetInsertBlock());
    llvm::BasicBlock* next = code.new_block("");
    builder.CreateCondBr(condition, done, next);
    builder.SetInsertPoint(next);
  }
  llvm::Value* finish(llvm::Value* outcome) {
    result->addIncoming(outcome, code.builder_.GetInsertBlock());
    code.builder_.CreateBr(done);
    code.builder_.SetInsertPoint(done);
    return result;
  }

  FunctionTranslator& code;
  llvm::BasicBlock* done;
  llvm::PHINode* result;
};

// Whether the reference, which is of type `from`, is one of type `to`.
llvm::Value* FunctionTranslator::has_type(llvm::Value* reference, ValType from,
                                          ValType to) {
  const std::vector<wasm::SubType>& types = context_.module.types;
  bool takes_null = from.nullable() && to.nullable();
  if (wasm::is_subtype(types, from.heap(), to.heap())) {
    if (!from.nullable() || takes_null) return builder_.getTrue();
    return builder_.CreateIsNotNull(reference);
  }
  // Neither is a subtype of the other, or `to` has no values.
  if (!wasm::is_subtype(types, to.heap(), from.heap()) ||
      wasm::is_bottom(to.heap())) {
    if (!takes_null) return builder_.getFalse();
    return builder_.CreateIsNull(reference);
  }
  Decision decision(*this);
  if (from.nullable())
    decision.if_true(builder_.CreateIsNull(reference), to.nullable());
  return decision.finish(
      wasm::top_of(types, from.heap()) == HeapType::kFunc
          ? function_has_type(reference, to.heap())
          : object_has_type(reference, from.heap(), to.heap()));
}

llvm::Value* FunctionTranslator::function_has_type(llvm::Value* reference,
                                                   HeapType to) {
  llvm::Value* actual = load_from(
      context_.pointer, field_address(reference, context_.runtime.func_type),
      Region::kInstance, true);
  return is_true(call_runtime(RT_FUNCTION(rt_type_matches),
                              {actual, context_.heap_descriptor(to)}));
}

llvm::Value* FunctionTranslator::runtime_has_type(llvm::Value* reference,
                                                  HeapType to) {
  return is_true(
      call_runtime(RT_FUNCTION(rt_object_is),
                   {instance_, reference, context_.heap_descriptor(to)}));
}

// `to` is a proper subtype of `from`; the reference is not null.
llvm::Value* FunctionTranslator::object_has_type(llvm::Value* reference,
                                                 HeapType from, HeapType to) {
  if (from == HeapType::kAny && context_.facts.shows_objects)
    return runtime_has_type(reference, to);
  if (to == HeapType::kEq) return builder_.getTrue();
  Decision decision(*this);
  if (from == HeapType::kAny || from == HeapType::kEq) {
    llvm::Value* bits = builder_.CreatePtrToInt(reference, context_.word);
    llvm::Value* is_i31 = builder_.CreateTrunc(bits, context_.i1);
    if (to == HeapType::kI31) return decision.finish(is_i31);
    decision.if_true(is_i31, false);
  }
  llvm::Value* type =
      load_from(context_.pointer, reference, Region::kObjectHead);
  auto load = [&](llvm::Type* loaded, uint32_t offset) {
    return load_from(loaded, field_address(type, offset), Region::kObjectHead);
  };
  if (!to.is_index()) {
    uint8_t kind = to == HeapType::kArray ? RT_KIND_ARRAY : RT_KIND_STRUCT;
    return decision.finish(
        builder_.CreateICmpEQ(load(context_.i8, context_.runtime.object_kind),
                              builder_.getInt8(kind)));
  }
  uint32_t depth = depth_of(context_.module.types, to.type_index());
  if (depth >= RT_DISPLAY) {
    decision.if_true(
        builder_.CreateICmpULT(
            load(context_.word, context_.runtime.object_depth), word(depth)),
        false);
  }
  llvm::Value* is_same = builder_.CreateICmpEQ(
      load(context_.pointer,
           context_.runtime.object_display + depth * context_.target.word_size),
      context_.heap_descriptor(to));
  if (!context_.facts.shows_objects) return decision.finish(is_same);
  decision.if_true(is_same, true);
  return decision.finish(runtime_has_type(reference, to));
}

void FunctionTranslator::test_reference(const Instruction& instruction) {
  push(builder_.CreateZExt(
      has_type(pop_raw(), instruction.params[0], instruction.results[0]),
      context_.i32));
}

void FunctionTranslator::cast_reference(const Instruction& instruction) {
  llvm::Value* reference = pop_raw();
  llvm::Value* is_right =
      has_type(reference, instruction.params[0], instruction.results[0]);
  trap_if(builder_.CreateNot(is_right), Trap::kCastFailure);
  push(reference);
}

// Both ways take the reference along.
void FunctionTranslator::branch_on_cast(const Instruction& instruction) {
  llvm::Value* reference = pop_raw();
  llvm::Value* is_right =
      has_type(reference, instruction.params[0], instruction.results[0]);
  if (instruction.opcode == Opcode::kBrOnCastFail)
    is_right = builder_.CreateNot(is_right);
  push(reference);
  branch_if(is_right, instruction.index);
}

}  // namespace wasm2mpy::codegen
