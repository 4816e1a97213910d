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
// reaches at most RT_VIEW_REACH bytes beyond its index, so that accesses of
// several fields of one structure share it. Neither index nor limit can be so
// large that a sum wraps. For larger offsets the sum is compared, and tested
// for having wrapped.
#include "codegen/translate/lean_memory.h"

#include <format>

#include <llvm/Support/raw_ostream.h>

#include "contract/constants.h"
#include "wasm/opcode.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

namespace {

// With -Os, in an innermost loop.
constexpr size_t kMaxInlineAccesses = 3;

}  // namespace

// Where an address is if `is_seen`; `address` is index + offset.
struct LeanMemory::Seen {
  llvm::Value* is_seen;
  llvm::Value* has_wrapped;
  llvm::Value* address;
  llvm::Value* distance;
};

// Takes the view into registers. LLVM would not do it: with a call beside each
// access, which may change the view, it loads all of it again for each of them.
void LeanMemory::take_view() {
  if (!view_[kLow]) {
    Builder at_entry = code_.at_entry();
    for (uint8_t i = 0; i < kViewFields; ++i) {
      view_[i] = at_entry.CreateAlloca(
          i == kBlock ? static_cast<llvm::Type*>(context_.pointer)
                      : context_.word);
    }
  }
  for (uint8_t i = 0; i < kViewFields; ++i) {
    builder_.CreateStore(
        code_.load_field(place_of(ViewField(i)), view_[i]->getAllocatedType()),
        view_[i]);
  }
}

uint32_t LeanMemory::place_of(ViewField field) const {
  const RuntimeLayout& layout = context_.runtime;
  const uint32_t offsets[kViewFields] = {layout.view_low, layout.view_limit,
                                         layout.view_block};
  return context_.instance.lean_view + offsets[field];
}

llvm::Value* LeanMemory::view_field(ViewField field) {
  llvm::Type* type = field == kBlock
                         ? static_cast<llvm::Type*>(context_.pointer)
                         : context_.word;
  if (is_inline()) return builder_.CreateLoad(type, view_[field]);
  return code_.load_field(place_of(field), type);
}

LeanMemory::Seen LeanMemory::look_at_view(llvm::Value* index,
                                          llvm::Value* offset, bool is_near,
                                          bool may_wrap) {
  Seen view;
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

// (ctx, index[, value][, offset]) -> value
llvm::Function* LeanMemory::access_function(const AccessKind& kind,
                                            const Form& form) {
  std::string types;
  llvm::raw_string_ostream stream(types);
  if (kind.memory_type->isVectorTy()) {
    stream << "v128";
  } else {
    stream << *kind.memory_type << "." << *kind.type;
  }
  std::string name = std::format(
      "lean.{}.{}.{}.{}.{}{}", form.is_store ? "store" : "load", types,
      int(kind.alignment), kind.is_signed, form.has_offset ? "offset" : "",
      form.is_unseen ? ".unseen" : "");
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  std::vector<llvm::Type*> params = {context_.pointer, context_.word};
  if (form.is_store) params.push_back(kind.type);
  if (form.has_offset) params.push_back(context_.word);
  llvm::Function* function = llvm::Function::Create(
      llvm::FunctionType::get(form.is_store ? context_.void_type : kind.type,
                              params, false),
      llvm::GlobalValue::InternalLinkage, name, context_.out);
  function->setCallingConv(llvm::CallingConv::Fast);
  context_.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::NoInline);
  Emitter code(context_, *function);
  LeanMemory memory(code, index_);
  if (form.is_unseen) {
    memory.define_unseen(kind, form);
  } else {
    memory.define_seen(kind, form);
  }
  return function;
}

void LeanMemory::return_access(const AccessKind& kind, const Form& form,
                               llvm::Value* place) {
  llvm::Value* result = access_direct(
      kind, place, form.is_store ? code_.function().getArg(2) : nullptr);
  if (result) {
    builder_.CreateRet(result);
  } else {
    builder_.CreateRetVoid();
  }
}

// A load returns the value, a store nothing.
llvm::Value* LeanMemory::access_direct(const AccessKind& kind,
                                       llvm::Value* place, llvm::Value* value) {
  if (!value) return load_direct(kind, place);
  store_direct(kind, place, value);
  return nullptr;
}

llvm::Value* LeanMemory::offset_argument(const Form& form) {
  return form.has_offset ? static_cast<llvm::Value*>(
                               code_.function().getArg(2 + form.is_store))
                         : code_.word(0);
}

// What is in the first view and aligned. All else is another function, with
// the same arguments, so that this one needs no frame; with -Oz it is a part of
// this one, which is smaller.
void LeanMemory::define_seen(const AccessKind& kind, const Form& form) {
  llvm::Value* index = code_.function().getArg(1);
  bool may_wrap = context_.target.word_size == 4 || type().limits.is_64;
  Seen view =
      look_at_view(index, offset_argument(form), !form.has_offset, may_wrap);
  llvm::BasicBlock* unseen = code_.new_block("unseen");
  auto go_on_if = [&](llvm::Value* condition) {
    llvm::BasicBlock* next = code_.new_block("");
    builder_.CreateCondBr(
        condition, next, unseen,
        llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
    builder_.SetInsertPoint(next);
  };
  go_on_if(view.is_seen);
  // An offset is a multiple of the alignment where that matters.
  if (kind.alignment == Alignment::kTrapping) {
    uint64_t size = kind.size();
    go_on_if(builder_.CreateIsNull(builder_.CreateAnd(
        index, code_.word(needed_alignment(context_, size) - 1))));
  }
  return_access(kind, form,
                builder_.CreatePtrAdd(view_field(kBlock), view.distance));

  builder_.SetInsertPoint(unseen);
  if (context_.settings.level == OptLevel::kOz) {
    define_unseen(kind, form);
    return;
  }
  Form other = form;
  other.is_unseen = true;
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : code_.function().args())
    arguments.push_back(&argument);
  llvm::CallInst* result =
      builder_.CreateCall(access_function(kind, other), arguments);
  result->setCallingConv(llvm::CallingConv::Fast);
  if (form.is_store) {
    builder_.CreateRetVoid();
  } else {
    builder_.CreateRet(result);
  }
}

void LeanMemory::define_unseen(const AccessKind& kind, const Form& form) {
  uint64_t size = kind.size();
  llvm::Value* index = code_.function().getArg(1);
  llvm::Value* address = index;
  if (form.has_offset) {
    llvm::Value* offset = offset_argument(form);
    address = builder_.CreateAdd(index, offset);
    code_.trap_if(builder_.CreateICmpULT(address, offset),
                  Trap::kOutOfBoundsMemory);
  }
  llvm::Value* place = code_.call_runtime(
      RT_FUNCTION(rt_lean_at),
      {code_.instance(), address,
       builder_.getInt32(uint32_t(size << 1 | form.is_store))});
  // Behind the check of bounds, whose trap comes first.
  trap_unless_aligned(code_, kind.alignment, index, size);
  return_access(kind, form, place);
}

void LeanMemory::begin_body(const wasm::FunctionBody& body) {
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
    } else if (!open.empty() &&
               wasm::is_mem_arg(wasm::opcode_info(opcode).immediates)) {
      ++open.back().accesses;
    }
  }
}

bool LeanMemory::takes_inline(const Instruction& loop) const {
  switch (context_.settings.level) {
    case OptLevel::kOz:
      return false;
    case OptLevel::kOs:
      return small_loops_.contains(&loop);
    default:
      return true;
  }
}

void LeanMemory::begin_loop(const Instruction& loop) {
  bool is_inline = takes_inline(loop);
  if (is_inline && inline_loops_ == 0) take_view();
  loops_.push_back(is_inline);
  inline_loops_ += is_inline;
}

void LeanMemory::end_loop() {
  inline_loops_ -= loops_.back();
  loops_.pop_back();
}

void LeanMemory::after_call() {
  if (is_inline()) take_view();
}

llvm::Value* LeanMemory::load(const AccessKind& kind, llvm::Value* index,
                              uint64_t offset) {
  return access(kind, index, offset, nullptr);
}

void LeanMemory::store(const AccessKind& kind, llvm::Value* index,
                       uint64_t offset, llvm::Value* value) {
  access(kind, index, offset, value);
}

llvm::Value* LeanMemory::access(const AccessKind& kind, llvm::Value* index,
                                uint64_t offset, llvm::Value* value) {
  uint64_t size = kind.size();
  uint64_t end = offset + size;
  if (end < offset || end > context_.word->getBitMask()) {
    code_.trap_if(builder_.getTrue(), Trap::kOutOfBoundsMemory);
    offset = end = 0;
  }
  bool may_wrap =
      index->getType()->getIntegerBitWidth() >= context_.word->getBitWidth();
  index = code_.to_word(index, Trap::kOutOfBoundsMemory);
  llvm::Value* offset_word = code_.word(offset);
  llvm::Value* constant_sum = nullptr;
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(index)) {
    // The address of a variable.
    uint64_t sum = constant->getZExtValue() + offset;
    if (sum >= offset && sum <= context_.word->getBitMask())
      constant_sum = code_.word(sum);
  }
  if (constant_sum) {
    index = constant_sum;
    offset = 0;
    end = size;
    offset_word = code_.word(0);
  }
  std::vector<llvm::Value*> arguments = {code_.instance(), index};
  if (value) arguments.push_back(value);
  if (offset) arguments.push_back(offset_word);
  auto call = [&] {
    llvm::CallInst* result = builder_.CreateCall(
        access_function(kind, {value != nullptr, offset != 0}), arguments);
    result->setCallingConv(llvm::CallingConv::Fast);
    return result;
  };
  if (!is_inline()) return call();

  Seen view = look_at_view(index, offset_word, end <= RT_VIEW_REACH, may_wrap);
  llvm::BasicBlock* seen = code_.new_block("seen");
  llvm::BasicBlock* unseen = code_.new_block("unseen");
  llvm::BasicBlock* next = code_.new_block("");
  builder_.CreateCondBr(
      view.is_seen, seen, unseen,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  builder_.SetInsertPoint(unseen);
  llvm::Value* slow = call();
  take_view();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(seen);
  trap_unless_aligned(code_, kind.alignment, index, size);
  llvm::Value* fast = access_direct(
      kind, builder_.CreatePtrAdd(view_field(kBlock), view.distance), value);
  seen = builder_.GetInsertBlock();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  if (value) return nullptr;
  llvm::PHINode* result = builder_.CreatePHI(kind.type, 2);
  result->addIncoming(fast, seen);
  result->addIncoming(slow, unseen);
  return result;
}

}  // namespace wasm2mpy::codegen
