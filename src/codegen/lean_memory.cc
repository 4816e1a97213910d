// Accesses of a lean memory (rt_view in runtime/rt.h).
//
// Each kind of access is one function of the module: it compares the address
// with the view in the instance and calls rt_lean_at for what is not there.
// Only in loops (with -Os in small innermost ones, with -Oz nowhere) the
// comparison stands at the place of the access, because it is three times as
// long as a call. All of them at their place made a Rust program 2.2 times as
// large on Thumb, 2.8 times on x86-64.
//
// There the comparison `index - low < limit` holds for every access that
// reaches at most kViewReach bytes beyond its index, so that accesses of
// several fields of one structure share it. Neither index nor limit can be so
// large that a sum wraps. For larger offsets the sum is compared, and tested
// for having wrapped.
#include <algorithm>
#include <format>

#include <llvm/IR/InlineAsm.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

namespace {

constexpr uint64_t kViewReach = 64;  // RT_VIEW_REACH
// With -Os, in an innermost loop.
constexpr size_t kMaxInlineAccesses = 6;

}  // namespace

// Where an address is if `is_seen`; `address` is index + offset.
struct FunctionTranslator::LeanView {
  llvm::Value* is_seen;
  llvm::Value* has_wrapped;
  llvm::Value* address;
  llvm::Value* distance;
};

FunctionTranslator::LeanView FunctionTranslator::look_at_view(
    llvm::Value* index, llvm::Value* offset, bool is_near, bool may_wrap) {
  auto field = [&](uint32_t number) {
    return load_field(
        context_.instance.lean_view + number * context_.target.word_size,
        context_.word);
  };
  LeanView view;
  view.address = is_near ? index : builder_.CreateAdd(index, offset);
  view.has_wrapped = is_near || !may_wrap
                         ? builder_.getFalse()
                         : builder_.CreateICmpULT(view.address, offset);
  view.distance = builder_.CreateSub(view.address, field(0));
  view.is_seen =
      builder_.CreateAnd(builder_.CreateICmpULT(view.distance, field(1)),
                         builder_.CreateNot(view.has_wrapped));
  if (is_near) view.distance = builder_.CreateAdd(view.distance, offset);
  return view;
}

llvm::Value* FunctionTranslator::direct_lean_access(const LeanAccess& access,
                                                    llvm::Value* place,
                                                    llvm::Value* value) {
  if (value) {
    if (value->getType() != access.memory_type)
      value = builder_.CreateTrunc(value, access.memory_type);
    store_at(place, access.access, value);
    return nullptr;
  }
  value = load_at(place, access.access, access.memory_type);
  return access.memory_type == access.type
             ? value
             : builder_.CreateIntCast(value, access.type, access.is_signed);
}

// (ctx, index[, value][, offset]) -> value
llvm::Function* FunctionTranslator::lean_function(const LeanAccess& access,
                                                  bool is_store,
                                                  bool has_offset) {
  std::string types;
  llvm::raw_string_ostream stream(types);
  stream << *access.memory_type << "." << *access.type;
  std::string name = std::format(
      "lean.{}.{}.{}.{}.{}", is_store ? "store" : "load", types,
      int(access.access), access.is_signed, has_offset ? "offset" : "");
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  std::vector<llvm::Type*> params = {context_.pointer, context_.word};
  if (is_store) params.push_back(access.type);
  if (has_offset) params.push_back(context_.word);
  llvm::Function* function = llvm::Function::Create(
      llvm::FunctionType::get(is_store ? context_.void_type : access.type,
                              params, false),
      llvm::GlobalValue::InternalLinkage, name, context_.out);
  function->setCallingConv(llvm::CallingConv::Fast);
  context_.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::NoInline);
  bool may_wrap = context_.target.word_size == 4 ||
                  context_.module.memories[0].type.limits.is_64;
  FunctionTranslator(context_, *function, nullptr)
      .define_lean_function(access, is_store, has_offset, may_wrap);
  return function;
}

void FunctionTranslator::define_lean_function(const LeanAccess& access,
                                              bool is_store, bool has_offset,
                                              bool may_wrap) {
  uint64_t size = access.memory_type->getPrimitiveSizeInBits() / 8;
  llvm::Value* index = function_.getArg(1);
  llvm::Value* value = is_store ? function_.getArg(2) : nullptr;
  llvm::Value* offset =
      has_offset ? static_cast<llvm::Value*>(function_.getArg(2 + is_store))
                 : llvm::ConstantInt::get(context_.word, 0);
  LeanView view = look_at_view(index, offset, !has_offset, may_wrap);
  llvm::BasicBlock* seen = new_block("seen");
  llvm::BasicBlock* unseen = new_block("unseen");
  builder_.CreateCondBr(
      view.is_seen, seen, unseen,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  // Behind the check of bounds, whose trap comes first. (An offset is a
  // multiple of the alignment where that matters.)
  auto finish = [&](llvm::Value* place) {
    if (access.access == Access::kTrapping) trap_unless_aligned(index, size);
    llvm::Value* result = direct_lean_access(access, place, value);
    if (result) {
      builder_.CreateRet(result);
    } else {
      builder_.CreateRetVoid();
    }
  };
  builder_.SetInsertPoint(seen);
  finish(builder_.CreatePtrAdd(
      load_field(context_.instance.lean_view + 2 * context_.target.word_size,
                 context_.pointer),
      view.distance));
  builder_.SetInsertPoint(unseen);
  trap_if(view.has_wrapped, Trap::kOutOfBoundsMemory);
  finish(call_runtime("rt_lean_at", "ppwi",
                      {instance_, view.address,
                       builder_.getInt32(uint32_t(size << 1 | is_store))}));
}

void FunctionTranslator::find_small_loops(const wasm::FunctionBody& body) {
  struct Open {
    const Instruction* loop;  // null: another construct
    size_t accesses = 0;
    bool has_loop = false;
  };
  std::vector<Open> open;
  for (const Instruction& instruction : body.code) {
    Opcode opcode = instruction.opcode;
    bool is_loop = opcode == Opcode::kLoop;
    if (is_loop || opcode == Opcode::kBlock || opcode == Opcode::kIf) {
      open.push_back({.loop = is_loop ? &instruction : nullptr});
    } else if (opcode == Opcode::kEnd && !open.empty()) {
      Open closed = open.back();
      open.pop_back();
      if (closed.loop && !closed.has_loop &&
          closed.accesses <= kMaxInlineAccesses)
        small_loops_.insert(closed.loop);
      if (!open.empty()) {
        open.back().accesses += closed.accesses;
        open.back().has_loop |= closed.has_loop || closed.loop;
      }
    } else if (opcode >= Opcode::kI32Load && opcode <= Opcode::kI64Store32 &&
               !open.empty()) {
      ++open.back().accesses;
    }
  }
}

bool FunctionTranslator::is_inline_lean() const {
  switch (context_.options.level) {
    case OptLevel::kOz:
      return false;
    case OptLevel::kOs:
      return std::ranges::contains(frames_, true, &Frame::is_small_loop);
    default:
      return std::ranges::contains(frames_, FrameKind::kLoop, &Frame::kind);
  }
}

llvm::Value* FunctionTranslator::lean_access(const Instruction& instruction,
                                             const LeanAccess& access,
                                             llvm::Value* index,
                                             llvm::Value* value) {
  uint64_t size = access.memory_type->getPrimitiveSizeInBits() / 8;
  uint64_t offset = instruction.bits;
  uint64_t end = offset + size;
  if (end < offset || end > context_.word->getBitMask()) {
    trap_if(builder_.getTrue(), Trap::kOutOfBoundsMemory);
    offset = end = 0;
  }
  bool may_wrap =
      index->getType()->getIntegerBitWidth() >= context_.word->getBitWidth();
  index = to_word(index, Trap::kOutOfBoundsMemory);
  llvm::Value* offset_word = llvm::ConstantInt::get(context_.word, offset);
  llvm::Value* constant_sum = nullptr;
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(index)) {
    // The address of a variable.
    uint64_t sum = constant->getZExtValue() + offset;
    if (sum >= offset && sum <= context_.word->getBitMask())
      constant_sum = llvm::ConstantInt::get(context_.word, sum);
  }
  if (constant_sum) {
    index = constant_sum;
    offset = 0;
    end = size;
    offset_word = llvm::ConstantInt::get(context_.word, 0);
  }
  std::vector<llvm::Value*> arguments = {instance_, index};
  if (value) arguments.push_back(value);
  if (offset) arguments.push_back(offset_word);
  auto call = [&] {
    llvm::CallInst* result = builder_.CreateCall(
        lean_function(access, value != nullptr, offset != 0), arguments);
    result->setCallingConv(llvm::CallingConv::Fast);
    return result;
  };
  if (!is_inline_lean()) return call();

  // LLVM would otherwise count in loops what is the index less the view's low,
  // for each access another way, and run out of registers.
  llvm::FunctionType* type =
      llvm::FunctionType::get(context_.word, {context_.word}, false);
  index = builder_.CreateCall(llvm::InlineAsm::get(type, "", "=r,0", false),
                              {index});
  LeanView view = look_at_view(index, offset_word, end <= kViewReach, may_wrap);
  llvm::BasicBlock* seen = new_block("seen");
  llvm::BasicBlock* unseen = new_block("unseen");
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(
      view.is_seen, seen, unseen,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  builder_.SetInsertPoint(unseen);
  llvm::Value* slow = call();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(seen);
  if (access.access == Access::kTrapping) trap_unless_aligned(index, size);
  llvm::Value* block =
      load_field(context_.instance.lean_view + 2 * context_.target.word_size,
                 context_.pointer);
  llvm::Value* fast = direct_lean_access(
      access, builder_.CreatePtrAdd(block, view.distance), value);
  seen = builder_.GetInsertBlock();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  if (value) return nullptr;
  llvm::PHINode* result = builder_.CreatePHI(access.type, 2);
  result->addIncoming(fast, seen);
  result->addIncoming(slow, unseen);
  return result;
}

}  // namespace wasm2mpy::codegen
