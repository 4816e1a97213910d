// Accesses of a lean memory (rt_view in runtime/rt.h).
//
// Each kind of access is one function of the module: it compares the address
// with the first view in the instance, and leaves what is not there to another
// one, which calls rt_lean_at.
//
// Only in loops (with -Os in small innermost ones, with -Oz nowhere) the
// comparison stands at the place of the access, because it is three times as
// long as a call. All of them at their place made a Rust program 2.2 times as
// large on Thumb, 2.8 times on x86-64. Such a loop has the view in registers,
// and takes it anew after everything that can move windows.
//
// There the comparison `index - low < limit` holds for every access that
// reaches at most kViewReach bytes beyond its index, so that accesses of
// several fields of one structure share it. Neither index nor limit can be so
// large that a sum wraps. For larger offsets the sum is compared, and tested
// for having wrapped.
#include <algorithm>
#include <format>

#include <llvm/Support/raw_ostream.h>

#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

namespace {

constexpr uint64_t kViewReach = 64;  // RT_VIEW_REACH
// With -Os, in an innermost loop.
constexpr size_t kMaxInlineAccesses = 3;

}  // namespace

// Where an address is if `is_seen`; `address` is index + offset.
struct FunctionTranslator::LeanView {
  llvm::Value* is_seen;
  llvm::Value* has_wrapped;
  llvm::Value* address;
  llvm::Value* distance;
};

// Takes the view into registers. LLVM would not do it: with a call beside each
// access, which may change the view, it loads all of it again for each of them.
void FunctionTranslator::take_view() {
  if (!view_[kLow]) {
    Builder at_entry(&function_.getEntryBlock(),
                     function_.getEntryBlock().begin());
    for (uint8_t i = 0; i < kViewFields; ++i) {
      view_[i] = at_entry.CreateAlloca(
          i == kBlock ? static_cast<llvm::Type*>(context_.pointer)
                      : context_.word);
    }
  }
  for (uint8_t i = 0; i < kViewFields; ++i) {
    builder_.CreateStore(
        load_field(context_.instance.lean_view + i * context_.target.word_size,
                   view_[i]->getAllocatedType()),
        view_[i]);
  }
}

llvm::Value* FunctionTranslator::view_field(ViewField field) {
  llvm::Type* type = field == kBlock
                         ? static_cast<llvm::Type*>(context_.pointer)
                         : context_.word;
  if (is_inline_lean()) return builder_.CreateLoad(type, view_[field]);
  return load_field(
      context_.instance.lean_view + field * context_.target.word_size, type);
}

FunctionTranslator::LeanView FunctionTranslator::look_at_view(
    llvm::Value* index, llvm::Value* offset, bool is_near, bool may_wrap) {
  LeanView view;
  view.address = is_near ? index : builder_.CreateAdd(index, offset);
  view.has_wrapped = is_near || !may_wrap
                         ? builder_.getFalse()
                         : builder_.CreateICmpULT(view.address, offset);
  view.distance = builder_.CreateSub(view.address, view_field(kLow));
  view.is_seen = builder_.CreateAnd(
      builder_.CreateICmpULT(view.distance, view_field(kLimit)),
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
                                                  const LeanKind& kind) {
  std::string types;
  llvm::raw_string_ostream stream(types);
  stream << *access.memory_type << "." << *access.type;
  std::string name = std::format(
      "lean.{}.{}.{}.{}.{}{}", kind.is_store ? "store" : "load", types,
      int(access.access), access.is_signed, kind.has_offset ? "offset" : "",
      kind.is_unseen ? ".unseen" : "");
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  std::vector<llvm::Type*> params = {context_.pointer, context_.word};
  if (kind.is_store) params.push_back(access.type);
  if (kind.has_offset) params.push_back(context_.word);
  llvm::Function* function = llvm::Function::Create(
      llvm::FunctionType::get(kind.is_store ? context_.void_type : access.type,
                              params, false),
      llvm::GlobalValue::InternalLinkage, name, context_.out);
  function->setCallingConv(llvm::CallingConv::Fast);
  context_.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::NoInline);
  FunctionTranslator translator(context_, *function, nullptr);
  if (kind.is_unseen) {
    translator.define_unseen_lean_function(access, kind);
  } else {
    translator.define_lean_function(access, kind);
  }
  return function;
}

void FunctionTranslator::return_lean_access(const LeanAccess& access,
                                            const LeanKind& kind,
                                            llvm::Value* place) {
  llvm::Value* result = direct_lean_access(
      access, place, kind.is_store ? function_.getArg(2) : nullptr);
  if (result) {
    builder_.CreateRet(result);
  } else {
    builder_.CreateRetVoid();
  }
}

llvm::Value* FunctionTranslator::lean_offset(const LeanKind& kind) {
  return kind.has_offset
             ? static_cast<llvm::Value*>(function_.getArg(2 + kind.is_store))
             : llvm::ConstantInt::get(context_.word, 0);
}

// What is in the first view and aligned. All else is another function, with
// the same arguments, so that this one needs no frame; with -Oz it is a part of
// this one, which is smaller.
void FunctionTranslator::define_lean_function(const LeanAccess& access,
                                              const LeanKind& kind) {
  llvm::Value* index = function_.getArg(1);
  bool may_wrap = context_.target.word_size == 4 ||
                  context_.module.memories[0].type.limits.is_64;
  LeanView view =
      look_at_view(index, lean_offset(kind), !kind.has_offset, may_wrap);
  llvm::BasicBlock* unseen = new_block("unseen");
  auto go_on_if = [&](llvm::Value* condition) {
    llvm::BasicBlock* next = new_block("");
    builder_.CreateCondBr(
        condition, next, unseen,
        llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
    builder_.SetInsertPoint(next);
  };
  go_on_if(view.is_seen);
  // An offset is a multiple of the alignment where that matters.
  if (access.access == Access::kTrapping) {
    uint64_t size = access.memory_type->getPrimitiveSizeInBits() / 8;
    go_on_if(builder_.CreateIsNull(builder_.CreateAnd(
        index,
        llvm::ConstantInt::get(context_.word, needed_alignment(size) - 1))));
  }
  return_lean_access(access, kind,
                     builder_.CreatePtrAdd(view_field(kBlock), view.distance));

  builder_.SetInsertPoint(unseen);
  if (context_.options.level == OptLevel::kOz) {
    define_unseen_lean_function(access, kind);
    return;
  }
  LeanKind other = kind;
  other.is_unseen = true;
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : function_.args())
    arguments.push_back(&argument);
  llvm::CallInst* result =
      builder_.CreateCall(lean_function(access, other), arguments);
  result->setCallingConv(llvm::CallingConv::Fast);
  if (kind.is_store) {
    builder_.CreateRetVoid();
  } else {
    builder_.CreateRet(result);
  }
}

void FunctionTranslator::define_unseen_lean_function(const LeanAccess& access,
                                                     const LeanKind& kind) {
  uint64_t size = access.memory_type->getPrimitiveSizeInBits() / 8;
  llvm::Value* index = function_.getArg(1);
  llvm::Value* address = index;
  if (kind.has_offset) {
    llvm::Value* offset = lean_offset(kind);
    address = builder_.CreateAdd(index, offset);
    trap_if(builder_.CreateICmpULT(address, offset), Trap::kOutOfBoundsMemory);
  }
  llvm::Value* place =
      call_runtime("rt_lean_at", "ppwi",
                   {instance_, address,
                    builder_.getInt32(uint32_t(size << 1 | kind.is_store))});
  // Behind the check of bounds, whose trap comes first.
  if (access.access == Access::kTrapping) trap_unless_aligned(index, size);
  return_lean_access(access, kind, place);
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

bool FunctionTranslator::takes_lean_inline(const Instruction& loop) const {
  if (!context_.memory.is_lean) return false;
  switch (context_.options.level) {
    case OptLevel::kOz:
      return false;
    case OptLevel::kOs:
      return small_loops_.contains(&loop);
    default:
      return true;
  }
}

bool FunctionTranslator::is_inline_lean() const {
  return std::ranges::contains(frames_, true, &Frame::is_inline_lean);
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
        lean_function(access, {value != nullptr, offset != 0}), arguments);
    result->setCallingConv(llvm::CallingConv::Fast);
    return result;
  };
  if (!is_inline_lean()) return call();

  LeanView view = look_at_view(index, offset_word, end <= kViewReach, may_wrap);
  llvm::BasicBlock* seen = new_block("seen");
  llvm::BasicBlock* unseen = new_block("unseen");
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(
      view.is_seen, seen, unseen,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  builder_.SetInsertPoint(unseen);
  llvm::Value* slow = call();
  take_view();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(seen);
  if (access.access == Access::kTrapping) trap_unless_aligned(index, size);
  llvm::Value* fast = direct_lean_access(
      access, builder_.CreatePtrAdd(view_field(kBlock), view.distance), value);
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
