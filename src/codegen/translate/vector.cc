// Vector instructions. A v128 is four words in LLVM; operations see it as what
// they need, which costs nothing where there are vectors.
//
// Where there are none, those on integers become scalars by a pass
// (passes/scalar_vectors.h), lanes of 8 and 16 bits word by word
// (vector_words.h), and those on floats are made here lane by lane. What is
// long then is a function of the module, one for each instruction that it uses
// (call_shared).
//
// Relaxed instructions do on all targets what is cheapest on most: as the
// strict ones, but that relaxed_min and relaxed_max are pmin and pmax,
// relaxed_madd rounds twice, laneselect selects bits, and the bytes of a dot
// product have signs and sums that wrap around.
#include "codegen/translate/vector.h"

#include <format>

#include "codegen/translate/function.h"
#include "wasm/opcode.h"

#pragma GCC diagnostic error "-Wswitch"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using enum VectorOperation;

namespace {

// Whether it is longer than a call of it.
bool is_long(const VectorInfo& info, const target::Target& target) {
  switch (info.operation) {
    case kSwizzle:
    case kPopcnt:
    case kCeil:
    case kFloor:
    case kTrunc:
    case kNearest:
    case kTruncSatS:
    case kTruncSatU:
    case kTruncSatZeroS:
    case kTruncSatZeroU:
      return true;
    case kNot:
    case kAnd:
    case kAndNot:
    case kOr:
    case kXor:
    case kSelect:
    case kFloatAbs:
    case kFloatNeg:
      return false;
    default:
      break;
  }
  if (target.has_vectors) return false;
  if (is_of_floats(info.operation))
    return target.float_unit < (bits_of(info.lanes) == 64
                                    ? target::FloatUnit::kDouble
                                    : target::FloatUnit::kSingle);
  if (info.lanes == Lanes::kI64x2) return info.operation == kMul;
  return bits_of(info.lanes) < 32;
}

size_t operands_of(const Instruction& instruction) {
  return wasm::opcode_info(instruction.opcode).signature.find(':');
}

}  // namespace

void FunctionTranslator::vector(const Instruction& instruction) {
  const VectorInfo& info = vector_info(instruction.opcode);
  VectorCode code(context_, builder_);
  switch (info.operation) {
    case kLoad:
    case kLoadExtendS:
    case kLoadExtendU:
    case kLoadSplat:
    case kLoadZero:
    case kLoadLane:
    case kStore:
    case kStoreLane:
      access_vector(instruction);
      return;
    case kConstant:
      push(code.constant(instruction.bits, instruction.high_bits));
      return;
    case kShuffle: {
      llvm::Value* b = pop_raw();
      llvm::Value* a = pop_raw();
      push(code.shuffle(a, b, instruction.bits, instruction.high_bits));
      return;
    }
    case kSplat:
      push(code.splat(info.lanes, pop_raw()));
      return;
    case kExtractLane:
    case kExtractLaneS:
    case kExtractLaneU:
      extract_lane(instruction);
      return;
    case kReplaceLane: {
      llvm::Value* scalar = pop_raw();
      push(code.replace(info.lanes, pop_raw(), instruction.index2, scalar));
      return;
    }
    case kAnyTrue:
      push(code.any_true(pop_raw()));
      return;
    case kAllTrue:
      push(code.all_true(info.lanes, pop_raw()));
      return;
    case kBitmask:
      push(code.bitmask(info.lanes, pop_raw()));
      return;
    default:
      break;
  }
  if (is_long(info, context_.target)) {
    call_shared(instruction);
  } else {
    operate_on_vectors(instruction);
  }
}

void FunctionTranslator::operate_on_vectors(const Instruction& instruction) {
  const VectorInfo& info = vector_info(instruction.opcode);
  if (is_of_floats(info.operation)) {
    operate_on_floats(info);
    return;
  }
  VectorCode code(context_, builder_);
  if (info.operation == kFloatAbs || info.operation == kFloatNeg) {
    // Of bits: a NaN stays what it is but for its sign.
    unsigned bits = bits_of(info.lanes);
    llvm::FixedVectorType* type = code.type_of(info.lanes);
    llvm::Value* value = code.as_lanes(pop_raw(), info.lanes);
    llvm::APInt sign = llvm::APInt::getSignMask(bits);
    push(code.as_v128(
        info.operation == kFloatNeg
            ? builder_.CreateXor(value, llvm::ConstantInt::get(type, sign))
            : builder_.CreateAnd(value, llvm::ConstantInt::get(type, ~sign))));
    return;
  }
  std::vector<llvm::Value*> operands = pop_many(operands_of(instruction));
  push(info.operation == kSwizzle ? code.swizzle(operands[0], operands[1])
                                  : code.operate(info, operands));
}

// Calls a function that does what the instruction does.
void FunctionTranslator::call_shared(const Instruction& instruction) {
  std::vector<llvm::Value*> arguments = {instance_};
  for (llvm::Value* operand : pop_many(operands_of(instruction)))
    arguments.push_back(operand);
  std::string name = std::format("{}{}", kVectorPrefix,
                                 wasm::opcode_info(instruction.opcode).text);
  llvm::Function* function = context_.out.getFunction(name);
  if (!function) {
    std::vector<llvm::Type*> params;
    for (llvm::Value* argument : arguments)
      params.push_back(argument->getType());
    function = llvm::Function::Create(
        llvm::FunctionType::get(context_.v128, params, false),
        llvm::GlobalValue::InternalLinkage, name, context_.out);
    function->setCallingConv(llvm::CallingConv::Fast);
    context_.add_attributes(*function);
    function->addFnAttr(llvm::Attribute::NoInline);
    FunctionTranslator translator(context_, *function, nullptr);
    for (unsigned i = 1; i < params.size(); ++i)
      translator.push(function->getArg(i));
    translator.operate_on_vectors(instruction);
    translator.builder_.CreateRet(translator.pop_raw());
  }
  llvm::CallInst* call = builder_.CreateCall(function, arguments);
  call->setCallingConv(llvm::CallingConv::Fast);
  push(call);
}

void FunctionTranslator::extract_lane(const Instruction& instruction) {
  const VectorInfo& info = vector_info(instruction.opcode);
  VectorCode code(context_, builder_);
  llvm::Value* lane = code.extract(info.lanes, pop_raw(), instruction.index2);
  switch (info.lanes) {
    case Lanes::kF32x4:
      push(fence(builder_.CreateBitCast(lane, context_.f32)));
      return;
    case Lanes::kF64x2:
      push(fence(builder_.CreateBitCast(lane, context_.f64)));
      return;
    case Lanes::kI64x2:
      push(lane);
      return;
    default:
      push(info.operation == kExtractLaneS
               ? builder_.CreateSExt(lane, context_.i32)
               : builder_.CreateZExt(lane, context_.i32));
  }
}

void FunctionTranslator::access_vector(const Instruction& instruction) {
  const VectorInfo& info = vector_info(instruction.opcode);
  VectorCode code(context_, builder_);
  llvm::Type* lane = code.type_of(info.lanes)->getElementType();
  switch (info.operation) {
    case kLoad:
      load(instruction, context_.v128, context_.v128, false);
      return;
    case kStore:
      store(instruction, context_.v128);
      return;
    case kLoadSplat:
      load(instruction, lane, lane, false);
      push(code.splat(info.lanes, pop_raw()));
      return;
    case kLoadZero:
      load(instruction, lane, lane, false);
      push(code.replace(info.lanes, code.constant(0, 0), 0, pop_raw()));
      return;
    case kLoadLane: {
      llvm::Value* vector = pop_raw();
      load(instruction, lane, lane, false);
      push(code.replace(info.lanes, vector, instruction.index2, pop_raw()));
      return;
    }
    case kStoreLane:
      push(code.extract(info.lanes, pop_raw(), instruction.index2));
      store(instruction, lane);
      return;
    default:
      break;
  }
  bool is_signed = info.operation == kLoadExtendS;
  load(instruction, context_.i64, context_.i64, false);
  llvm::Value* half =
      code.replace(Lanes::kI64x2, code.constant(0, 0), 0, pop_raw());
  push(code.as_v128(code.extend(info.lanes, half, false, is_signed)));
}

}  // namespace wasm2mpy::codegen
