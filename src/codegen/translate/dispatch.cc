// What each instruction becomes: one flat switch without a default, so that the
// compiler names an instruction of opcodes.def that is missing here.
#include "codegen/translate/function.h"

#pragma GCC diagnostic error "-Wswitch"

namespace wasm2mpy::codegen {

using llvm::CmpInst;
using wasm::Instruction;
using wasm::Opcode;

void FunctionTranslator::translate(const Instruction& instruction) {
  if (!reachable_) return skip(instruction);
  begin_instruction(instruction);
  using Op = llvm::Instruction;
  llvm::IntegerType* i8 = context_.i8;
  llvm::IntegerType* i16 = context_.i16;
  llvm::IntegerType* i32 = context_.i32;
  llvm::IntegerType* i64 = context_.i64;
  llvm::Type* f32 = context_.f32;
  llvm::Type* f64 = context_.f64;
  switch (instruction.opcode) {
    // Control.
    case Opcode::kBlock:
    case Opcode::kLoop:
    case Opcode::kTry:
      begin_block(instruction);
      return;
    case Opcode::kIf:
      begin_if(instruction);
      return;
    case Opcode::kElse:
      translate_else();
      return;
    case Opcode::kEnd:
      translate_end();
      return;
    case Opcode::kUnreachable:
      trap_always(Trap::kUnreachable);
      return;
    case Opcode::kBr:
      branch(instruction.index);
      return;
    case Opcode::kBrIf:
      branch_if(is_true(pop_raw()), instruction.index);
      return;
    case Opcode::kBrTable:
      branch_table(instruction);
      return;
    case Opcode::kReturn:
      branch(uint32_t(frames_.size() - 1));
      return;

    // Exceptions.
    case Opcode::kTryTable:
      begin_try_table(instruction);
      return;
    case Opcode::kCatch:
    case Opcode::kCatchAll:
      begin_handler(instruction);
      return;
    case Opcode::kDelegate:
      translate_delegate(instruction);
      return;
    case Opcode::kThrow:
      throw_exception(instruction.index);
      return;
    case Opcode::kThrowRef:
      throw_reference();
      return;
    case Opcode::kRethrow:
      throw_to(handler(), frame(instruction.index).pad);
      return;

    // Calls.
    case Opcode::kCall:
      call_function(instruction.index);
      return;
    case Opcode::kCallIndirect:
      emit_indirect_call(callee_of_element(instruction), instruction.index2);
      return;
    case Opcode::kCallRef:
      emit_indirect_call(callee_of_operand(instruction.index),
                         instruction.index);
      return;
    case Opcode::kReturnCall:
      tail_call_function(instruction.index);
      return;
    case Opcode::kReturnCallIndirect:
      emit_tail_call(callee_of_element(instruction), instruction.index2);
      return;
    case Opcode::kReturnCallRef:
      emit_tail_call(callee_of_operand(instruction.index), instruction.index);
      return;

    // Operands, locals, constants.
    case Opcode::kNop:
      return;
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
      push(context_.load_slot(builder_,
                              context_.type_of(local_types_[instruction.index]),
                              locals_[instruction.index]));
      note_value(instruction);
      return;
    case Opcode::kLocalSet:
      context_.store_slot(builder_, pop(), locals_[instruction.index]);
      return;
    case Opcode::kLocalTee: {
      llvm::Value* value = pop();
      context_.store_slot(builder_, value, locals_[instruction.index]);
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

      // Vectors.
#define VECTOR_OPCODE(id, code, text, immediates, signature, lanes, operation, \
                      feature)                                                 \
  case Opcode::k##id:
#include "wasm/vector_opcodes.def"
#undef VECTOR_OPCODE
      vector(instruction);
      return;

    // Memories.
    case Opcode::kI32Load:
      load(instruction, i32, i32, false);
      return;
    case Opcode::kI64Load:
      load(instruction, i64, i64, false);
      return;
    case Opcode::kF32Load:
      load(instruction, f32, f32, false);
      return;
    case Opcode::kF64Load:
      load(instruction, f64, f64, false);
      return;
    case Opcode::kI32Load8S:
      load(instruction, i8, i32, true);
      return;
    case Opcode::kI32Load8U:
      load(instruction, i8, i32, false);
      return;
    case Opcode::kI32Load16S:
      load(instruction, i16, i32, true);
      return;
    case Opcode::kI32Load16U:
      load(instruction, i16, i32, false);
      return;
    case Opcode::kI64Load8S:
      load(instruction, i8, i64, true);
      return;
    case Opcode::kI64Load8U:
      load(instruction, i8, i64, false);
      return;
    case Opcode::kI64Load16S:
      load(instruction, i16, i64, true);
      return;
    case Opcode::kI64Load16U:
      load(instruction, i16, i64, false);
      return;
    case Opcode::kI64Load32S:
      load(instruction, i32, i64, true);
      return;
    case Opcode::kI64Load32U:
      load(instruction, i32, i64, false);
      return;
    case Opcode::kI32Store:
      store(instruction, i32);
      return;
    case Opcode::kI64Store:
      store(instruction, i64);
      return;
    case Opcode::kF32Store:
      store(instruction, f32);
      return;
    case Opcode::kF64Store:
      store(instruction, f64);
      return;
    case Opcode::kI32Store8:
    case Opcode::kI64Store8:
      store(instruction, i8);
      return;
    case Opcode::kI32Store16:
    case Opcode::kI64Store16:
      store(instruction, i16);
      return;
    case Opcode::kI64Store32:
      store(instruction, i32);
      return;
    case Opcode::kMemorySize:
      push(memory(instruction.index).size_in_pages());
      return;
    case Opcode::kMemoryGrow:
      push(memory(instruction.index).grow(pop_raw()));
      return;
    case Opcode::kMemoryFill:
      memory_fill(instruction.index);
      return;
    case Opcode::kMemoryCopy:
      memory_copy(instruction.index, instruction.index2);
      return;
    case Opcode::kMemoryInit:
      memory_init(instruction.index, instruction.index2);
      return;
    case Opcode::kDataDrop:
      if (context_.facts.data_used[instruction.index]) {
        store_field(context_.instance.data_lengths[instruction.index], word(0));
      }
      return;

    // References and globals.
    case Opcode::kRefNull:
      push(llvm::ConstantPointerNull::get(context_.pointer));
      return;
    case Opcode::kRefIsNull:
      push(builder_.CreateZExt(builder_.CreateIsNull(pop_raw()), i32));
      return;
    case Opcode::kRefFunc:
      push(function_reference(instruction.index));
      return;
    case Opcode::kRefAsNonNull: {
      llvm::Value* reference = pop_raw();
      trap_if(builder_.CreateIsNull(reference), Trap::kNullReference);
      push(reference);
      return;
    }
    case Opcode::kBrOnNull:
      branch_on_null(instruction, true);
      return;
    case Opcode::kBrOnNonNull:
      branch_on_null(instruction, false);
      return;
    case Opcode::kGlobalGet:
      get_global(instruction.index);
      note_value(instruction);
      return;
    case Opcode::kGlobalSet: {
      llvm::Value* value = pop();
      if (hides_function(instruction.index))
        call_runtime(RT_FUNCTION(rt_stack_share), {instance_, value});
      set_global(instruction.index, value);
      return;
    }

    // Structures, arrays and i31.
    case Opcode::kRefEq:
      compare(CmpInst::ICMP_EQ);
      return;
    case Opcode::kStructNew:
    case Opcode::kStructNewDefault:
      new_struct(instruction);
      return;
    case Opcode::kStructGet:
    case Opcode::kStructGetS:
    case Opcode::kStructGetU:
      get_field(instruction);
      return;
    case Opcode::kStructSet:
      set_field(instruction);
      return;
    case Opcode::kArrayNew:
    case Opcode::kArrayNewDefault:
      new_array(instruction);
      return;
    case Opcode::kArrayNewFixed:
      new_fixed_array(instruction);
      return;
    case Opcode::kArrayNewData:
    case Opcode::kArrayNewElem:
      new_array_of_segment(instruction);
      return;
    case Opcode::kArrayGet:
    case Opcode::kArrayGetS:
    case Opcode::kArrayGetU:
      get_element(instruction);
      return;
    case Opcode::kArraySet:
      set_element(instruction);
      return;
    case Opcode::kArrayLen:
      get_array_length(instruction);
      return;
    case Opcode::kArrayFill:
      fill_array(instruction);
      return;
    case Opcode::kArrayCopy:
      copy_array(instruction);
      return;
    case Opcode::kArrayInitData:
    case Opcode::kArrayInitElem:
      init_array(instruction);
      return;
    case Opcode::kRefI31:
      make_i31();
      return;
    case Opcode::kI31GetS:
    case Opcode::kI31GetU:
      get_i31(instruction);
      return;

    // Types of references.
    case Opcode::kRefTest:
    case Opcode::kRefTestNull:
      test_reference(instruction);
      return;
    case Opcode::kRefCast:
    case Opcode::kRefCastNull:
      cast_reference(instruction);
      return;
    case Opcode::kBrOnCast:
    case Opcode::kBrOnCastFail:
      branch_on_cast(instruction);
      return;
    // An object is the same to both hierarchies.
    case Opcode::kAnyConvertExtern:
    case Opcode::kExternConvertAny:
      return;

    // Tables.
    case Opcode::kTableGet: {
      llvm::Value* at = element_address(instruction.index, pop_raw(),
                                        Trap::kOutOfBoundsTable);
      push(load_from(context_.pointer, at, Region::kTable));
      return;
    }
    case Opcode::kTableSet: {
      llvm::Value* value = pop_raw();
      llvm::Value* at = element_address(instruction.index, pop_raw(),
                                        Trap::kOutOfBoundsTable);
      store_to(value, at, Region::kTable);
      return;
    }
    case Opcode::kTableSize: {
      bool is_64 = context_.module.tables[instruction.index].type.limits.is_64;
      push(builder_.CreateZExtOrTrunc(table_size(instruction.index),
                                      is_64 ? i64 : i32));
      return;
    }
    case Opcode::kTableGrow:
      table_grow(instruction.index);
      return;
    case Opcode::kTableFill:
      table_fill(instruction.index);
      return;
    case Opcode::kTableCopy:
      table_copy(instruction.index, instruction.index2);
      return;
    case Opcode::kTableInit:
      table_init(instruction.index, instruction.index2);
      return;
    case Opcode::kElemDrop:
      if (context_.facts.elements_used[instruction.index]) {
        store_field(context_.instance.element_items[instruction.index] +
                        context_.target.word_size,
                    word(0));
      }
      return;

    // Integers.
    case Opcode::kI32Eqz:
    case Opcode::kI64Eqz: {
      llvm::Value* value = pop_raw();
      push(builder_.CreateZExt(builder_.CreateNot(is_true(value)), i32));
      return;
    }
    case Opcode::kI32Eq:
    case Opcode::kI64Eq:
      compare(CmpInst::ICMP_EQ);
      return;
    case Opcode::kI32Ne:
    case Opcode::kI64Ne:
      compare(CmpInst::ICMP_NE);
      return;
    case Opcode::kI32LtS:
    case Opcode::kI64LtS:
      compare(CmpInst::ICMP_SLT);
      return;
    case Opcode::kI32LtU:
    case Opcode::kI64LtU:
      compare(CmpInst::ICMP_ULT);
      return;
    case Opcode::kI32GtS:
    case Opcode::kI64GtS:
      compare(CmpInst::ICMP_SGT);
      return;
    case Opcode::kI32GtU:
    case Opcode::kI64GtU:
      compare(CmpInst::ICMP_UGT);
      return;
    case Opcode::kI32LeS:
    case Opcode::kI64LeS:
      compare(CmpInst::ICMP_SLE);
      return;
    case Opcode::kI32LeU:
    case Opcode::kI64LeU:
      compare(CmpInst::ICMP_ULE);
      return;
    case Opcode::kI32GeS:
    case Opcode::kI64GeS:
      compare(CmpInst::ICMP_SGE);
      return;
    case Opcode::kI32GeU:
    case Opcode::kI64GeU:
      compare(CmpInst::ICMP_UGE);
      return;
    case Opcode::kI32Clz:
    case Opcode::kI64Clz:
      count_zeros(llvm::Intrinsic::ctlz);
      return;
    case Opcode::kI32Ctz:
    case Opcode::kI64Ctz:
      count_zeros(llvm::Intrinsic::cttz);
      return;
    case Opcode::kI32Popcnt:
    case Opcode::kI64Popcnt:
      unary_intrinsic(llvm::Intrinsic::ctpop);
      return;
    case Opcode::kI32Add:
    case Opcode::kI64Add:
      binary(Op::Add);
      return;
    case Opcode::kI32Sub:
    case Opcode::kI64Sub:
      binary(Op::Sub);
      return;
    case Opcode::kI32Mul:
    case Opcode::kI64Mul:
      binary(Op::Mul);
      return;
    case Opcode::kI64Add128:
      wide_binary(Op::Add);
      return;
    case Opcode::kI64Sub128:
      wide_binary(Op::Sub);
      return;
    case Opcode::kI64MulWideS:
      wide_multiply(/*is_signed=*/true);
      return;
    case Opcode::kI64MulWideU:
      wide_multiply(/*is_signed=*/false);
      return;
    case Opcode::kI32DivS:
    case Opcode::kI64DivS:
      divide(Op::SDiv);
      return;
    case Opcode::kI32DivU:
    case Opcode::kI64DivU:
      divide(Op::UDiv);
      return;
    case Opcode::kI32RemS:
    case Opcode::kI64RemS:
      divide(Op::SRem);
      return;
    case Opcode::kI32RemU:
    case Opcode::kI64RemU:
      divide(Op::URem);
      return;
    case Opcode::kI32And:
    case Opcode::kI64And:
      binary(Op::And);
      return;
    case Opcode::kI32Or:
    case Opcode::kI64Or:
      binary(Op::Or);
      return;
    case Opcode::kI32Xor:
    case Opcode::kI64Xor:
      binary(Op::Xor);
      return;
    case Opcode::kI32Shl:
    case Opcode::kI64Shl:
      shift(Op::Shl);
      return;
    case Opcode::kI32ShrS:
    case Opcode::kI64ShrS:
      shift(Op::AShr);
      return;
    case Opcode::kI32ShrU:
    case Opcode::kI64ShrU:
      shift(Op::LShr);
      return;
    case Opcode::kI32Rotl:
    case Opcode::kI64Rotl:
      rotate(llvm::Intrinsic::fshl);
      return;
    case Opcode::kI32Rotr:
    case Opcode::kI64Rotr:
      rotate(llvm::Intrinsic::fshr);
      return;

    // Floating-point numbers.
    case Opcode::kF32Eq:
    case Opcode::kF64Eq:
      compare(CmpInst::FCMP_OEQ);
      return;
    case Opcode::kF32Ne:
    case Opcode::kF64Ne:
      compare(CmpInst::FCMP_UNE);
      return;
    case Opcode::kF32Lt:
    case Opcode::kF64Lt:
      compare(CmpInst::FCMP_OLT);
      return;
    case Opcode::kF32Gt:
    case Opcode::kF64Gt:
      compare(CmpInst::FCMP_OGT);
      return;
    case Opcode::kF32Le:
    case Opcode::kF64Le:
      compare(CmpInst::FCMP_OLE);
      return;
    case Opcode::kF32Ge:
    case Opcode::kF64Ge:
      compare(CmpInst::FCMP_OGE);
      return;
    case Opcode::kF32Abs:
    case Opcode::kF64Abs:
      unary_intrinsic(llvm::Intrinsic::fabs);
      return;
    case Opcode::kF32Neg:
    case Opcode::kF64Neg:
      push(builder_.CreateFNeg(pop()));
      return;
    case Opcode::kF32Ceil:
    case Opcode::kF64Ceil:
      call_float(RT_FUNCTION(rt_ceil_f32), RT_FUNCTION(rt_ceil_f64));
      return;
    case Opcode::kF32Floor:
    case Opcode::kF64Floor:
      call_float(RT_FUNCTION(rt_floor_f32), RT_FUNCTION(rt_floor_f64));
      return;
    case Opcode::kF32Trunc:
    case Opcode::kF64Trunc:
      call_float(RT_FUNCTION(rt_trunc_f32), RT_FUNCTION(rt_trunc_f64));
      return;
    case Opcode::kF32Nearest:
    case Opcode::kF64Nearest:
      call_float(RT_FUNCTION(rt_nearest_f32), RT_FUNCTION(rt_nearest_f64));
      return;
    case Opcode::kF32Sqrt:
    case Opcode::kF64Sqrt:
      square_root();
      return;
    case Opcode::kF32Add:
    case Opcode::kF64Add:
      binary(Op::FAdd);
      return;
    case Opcode::kF32Sub:
    case Opcode::kF64Sub:
      binary(Op::FSub);
      return;
    case Opcode::kF32Mul:
    case Opcode::kF64Mul:
      binary(Op::FMul);
      return;
    case Opcode::kF32Div:
    case Opcode::kF64Div:
      binary(Op::FDiv);
      return;
    case Opcode::kF32Min:
    case Opcode::kF64Min:
      min_or_max(llvm::Intrinsic::minimum);
      return;
    case Opcode::kF32Max:
    case Opcode::kF64Max:
      min_or_max(llvm::Intrinsic::maximum);
      return;
    case Opcode::kF32Copysign:
    case Opcode::kF64Copysign:
      binary_intrinsic(llvm::Intrinsic::copysign);
      return;

    // Conversions.
    case Opcode::kI32WrapI64:
      push(builder_.CreateTrunc(pop(), i32));
      return;
    case Opcode::kI64ExtendI32S:
      push(builder_.CreateSExt(pop(), i64));
      return;
    case Opcode::kI64ExtendI32U:
      push(builder_.CreateZExt(pop(), i64));
      return;
    case Opcode::kI32Extend8S:
    case Opcode::kI64Extend8S:
      extend_low_bits(i8);
      return;
    case Opcode::kI32Extend16S:
    case Opcode::kI64Extend16S:
      extend_low_bits(i16);
      return;
    case Opcode::kI64Extend32S:
      extend_low_bits(i32);
      return;
    case Opcode::kI32TruncF32S:
    case Opcode::kI32TruncF64S:
      truncate(i32, true);
      return;
    case Opcode::kI32TruncF32U:
    case Opcode::kI32TruncF64U:
      truncate(i32, false);
      return;
    case Opcode::kI64TruncF32S:
    case Opcode::kI64TruncF64S:
      truncate(i64, true);
      return;
    case Opcode::kI64TruncF32U:
    case Opcode::kI64TruncF64U:
      truncate(i64, false);
      return;
    case Opcode::kI32TruncSatF32S:
    case Opcode::kI32TruncSatF64S:
      truncate_saturating(i32, true);
      return;
    case Opcode::kI32TruncSatF32U:
    case Opcode::kI32TruncSatF64U:
      truncate_saturating(i32, false);
      return;
    case Opcode::kI64TruncSatF32S:
    case Opcode::kI64TruncSatF64S:
      truncate_saturating(i64, true);
      return;
    case Opcode::kI64TruncSatF32U:
    case Opcode::kI64TruncSatF64U:
      truncate_saturating(i64, false);
      return;
    case Opcode::kF32ConvertI32S:
    case Opcode::kF32ConvertI64S:
      push(builder_.CreateSIToFP(pop(), f32));
      return;
    case Opcode::kF32ConvertI32U:
    case Opcode::kF32ConvertI64U:
      push(builder_.CreateUIToFP(pop(), f32));
      return;
    case Opcode::kF64ConvertI32S:
    case Opcode::kF64ConvertI64S:
      push(builder_.CreateSIToFP(pop(), f64));
      return;
    case Opcode::kF64ConvertI32U:
    case Opcode::kF64ConvertI64U:
      push(builder_.CreateUIToFP(pop(), f64));
      return;
    case Opcode::kF32DemoteF64:
      push(builder_.CreateFPTrunc(fence(pop()), f32));
      return;
    case Opcode::kF64PromoteF32:
      push(builder_.CreateFPExt(pop(), f64));
      return;
    case Opcode::kI32ReinterpretF32:
      push(builder_.CreateBitCast(pop_raw(), i32));
      return;
    case Opcode::kI64ReinterpretF64:
      push(builder_.CreateBitCast(pop_raw(), i64));
      return;
    case Opcode::kF32ReinterpretI32:
      push(fence(builder_.CreateBitCast(pop_raw(), f32)));
      return;
    case Opcode::kF64ReinterpretI64:
      push(fence(builder_.CreateBitCast(pop_raw(), f64)));
      return;

      // Atomics.
#define ATOMIC_OPCODE(id, code, text, bits, signature, operation) \
  case Opcode::k##id:
#include "wasm/atomic_opcodes.def"
#undef ATOMIC_OPCODE
      atomic(instruction);
      return;
    case Opcode::kAtomicFence:
      return;
  }
  llvm_unreachable("all instructions are above");
}

}  // namespace wasm2mpy::codegen
