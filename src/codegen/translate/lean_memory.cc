// Accesses of a lean memory (rt_view in runtime/rt.h).
//
// Most of what a program accesses is in one or two windows: its variables and
// the end of its stack are in the main one, which also has the start of its
// heap unless there is a gap before it. One of the two is the hot one, where
// pointers are expected to lead. Three forms of the comparison, with the bounds
// of the main window as constants if it is known to be all the memory that the
// program uses, else from the instance:
//
// - Variables at constant addresses are there from the start: no comparison.
// - An element of an array: the offset is the address of a variable, so the
//   window's lower end needs no comparison.
// - A pointer: `index - low < limit` holds for every access that reaches at
//   most RT_VIEW_REACH bytes beyond its index, so that accesses of several
//   fields of one structure share it.
//
// With constant bounds the access stands behind the comparison. Else the
// runtime is called, which hardly ever happens, and for a load the access still
// is the same: the call only gives another index. A store is made by the
// runtime, because its bytes can be in two windows.
//
// With other bounds that is code of twice the size. So only small loops have
// it, and with -O2 all loops; elsewhere, and with -Oz everywhere, an access
// that needs a comparison is a call of a function of the module, one for each
// kind. It looks into the other window, too, so it is also called where an
// access of a loop is not in the hot one. Some of the calls become inline
// assembly in the end, which takes less code (passes/inline_access.h).
//
// Base and bounds are in a region of memory of their own: LLVM keeps them in
// registers until something is called that can move the windows.
#include "codegen/translate/lean_memory.h"

#include <algorithm>
#include <format>
#include <utility>

#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

#include "codegen/marks.h"
#include "codegen/passes/inline_access.h"
#include "contract/constants.h"
#include "wasm/opcode.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

namespace {

// With -Os, accesses of an innermost loop that are made where they stand. Where
// others look for themselves, more of them would be 3% faster and 5 to 10%
// larger.
constexpr size_t kMostOfSmallLoop = 8;
constexpr size_t kMostWhereOthersLook = 2;

std::string name_of(const AccessKind& kind) {
  if (kind.memory_type->isVectorTy()) return "v128";
  std::string name;
  llvm::raw_string_ostream stream(name);
  stream << *kind.memory_type << "." << *kind.type
         << (kind.is_signed ? ".signed" : "");
  return name;
}

}  // namespace

bool looks_inline(const Context& context) {
  OptLevel level = context.settings.level;
  return context.memory.is_lean(0) && !context.memory.is_whole &&
         context.target.look_code && level != OptLevel::kO0 &&
         level != OptLevel::kOz;
}

llvm::LoadInst* LeanMemory::view_field(uint32_t offset, llvm::Type* type,
                                       llvm::Value* instance) {
  const RuntimeLayout& layout = context_.runtime;
  bool is_of_main = offset == layout.view_base || offset == layout.view_end;
  return code_.load_from(
      type, code_.field_address(instance, context_.instance.lean_view + offset),
      is_of_main && main_stays() ? Region::kMainWindow : Region::kWindow);
}

// Without a heap no function moves it, so it would stay what it is however far
// variables reach beyond; then loops put it in order.
bool LeanMemory::main_stays() const {
  return context_.memory.is_whole || context_.facts.memory_grown[index_];
}

// Windows begin at multiples of what blocks do.
llvm::LoadInst* LeanMemory::view_base(uint32_t offset, llvm::Value* instance) {
  return aligned(view_field(offset, context_.pointer, instance));
}

uint32_t LeanMemory::near_base(const Place& place) const {
  return context_.memory.is_whole || place.is_variable
             ? context_.runtime.view_base
             : context_.runtime.view_hot_base;
}

LeanMemory::Place LeanMemory::place_of(const AccessKind& kind,
                                       llvm::Value* index, uint64_t offset) {
  uint64_t size = kind.size();
  uint64_t most = context_.word->getBitMask();
  if (offset + size < offset || offset + size > most) {
    code_.trap_if(builder_.getTrue(), Trap::kOutOfBoundsMemory);
    offset = 0;
  }
  index = code_.to_word(index, Trap::kOutOfBoundsMemory);
  Place place{index, offset, size, index, false};
  const MemoryPlan& plan = context_.memory;
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(index)) {
    // The address of a variable.
    uint64_t sum = constant->getZExtValue() + offset;
    if (sum >= offset && sum <= most - size) {
      place.index = code_.word(0);
      place.offset = sum;
    }
  }
  place.is_variable = place.offset >= plan.start && place.end() <= plan.end;
  bool is_near = place.end() <= (plan.is_whole ? plan.end - plan.start
                                               : uint64_t{RT_VIEW_REACH});
  if (place.is_variable || is_near) return place;
  llvm::Value* sum = builder_.CreateAdd(place.index, code_.word(place.offset));
  code_.trap_if(builder_.CreateICmpULT(sum, place.index),
                Trap::kOutOfBoundsMemory);
  return {sum, 0, size, sum, false};
}

bool LeanMemory::is_always_near(const Place& place) const {
  return place.is_variable && llvm::isa<llvm::ConstantInt>(place.index);
}

llvm::Value* LeanMemory::is_near(const Place& place) {
  const MemoryPlan& plan = context_.memory;
  const RuntimeLayout& layout = context_.runtime;
  llvm::IntegerType* word = context_.word;
  if (place.is_variable) {
    llvm::Value* last =
        plan.is_whole
            ? static_cast<llvm::Value*>(code_.word(plan.end - place.end()))
            : builder_.CreateSub(
                  view_field(layout.view_end, word, code_.instance()),
                  code_.word(place.end()), "", /*HasNUW=*/true);
    return builder_.CreateICmpULE(place.index, last);
  }
  if (plan.is_whole) {
    llvm::Value* distance =
        builder_.CreateSub(place.index, code_.word(plan.start));
    return builder_.CreateICmpULE(
        distance, code_.word(plan.end - plan.start -
                             std::max<uint64_t>(place.end(), plan.reach)));
  }
  return is_in(place.index, layout.view_hot_low, layout.view_hot_limit,
               code_.instance());
}

llvm::Value* LeanMemory::is_in(llvm::Value* address, uint32_t low,
                               uint32_t limit, llvm::Value* instance) {
  llvm::Value* distance =
      builder_.CreateSub(address, view_field(low, context_.word, instance));
  return builder_.CreateICmpULT(distance,
                                view_field(limit, context_.word, instance));
}

void LeanMemory::branch_far(llvm::Value* is_near, llvm::BasicBlock* near) {
  llvm::BasicBlock* far = code_.new_block("far");
  builder_.CreateCondBr(is_near, near, far, context_.likely());
  builder_.SetInsertPoint(far);
}

llvm::Value* LeanMemory::load(const AccessKind& kind, llvm::Value* index,
                              uint64_t offset) {
  if (llvm::Value* address = frame_address(kind, index, offset))
    return load_direct(kind, address);
  return access(kind, place_of(kind, index, offset), nullptr);
}

void LeanMemory::store(const AccessKind& kind, llvm::Value* index,
                       uint64_t offset, llvm::Value* value) {
  if (llvm::Value* address = frame_address(kind, index, offset)) {
    store_direct(kind, address, value);
  } else {
    access(kind, place_of(kind, index, offset), value);
  }
}

llvm::Value* LeanMemory::frame_address(const AccessKind& kind,
                                       llvm::Value* index, uint64_t offset) {
  if (!frame_) return nullptr;
  llvm::Value* address = frame_->find(index, offset, kind.size());
  if (!address) return nullptr;
  llvm::Value* given = code_.to_word(index, Trap::kOutOfBoundsMemory);
  trap_unless_aligned(code_, kind.alignment, given, kind.size());
  return address;
}

void LeanMemory::note_value(const Instruction& instruction,
                            llvm::Value* value) {
  if (frame_) frame_->note(instruction, value);
}

llvm::Value* LeanMemory::access(const AccessKind& kind, const Place& place,
                                llvm::Value* value) {
  if (is_always_near(place))
    return access_at(kind, place, near_base(place), place.index, value);
  if (calls_functions()) return call_access(kind, place, value);
  if (context_.memory.is_whole && !value) return load_or_call(kind, place);
  return access_or_call(kind, place, value);
}

// `base` is that of a view.
llvm::Value* LeanMemory::access_at(const AccessKind& kind, const Place& place,
                                   uint32_t base, llvm::Value* index,
                                   llvm::Value* value) {
  trap_unless_aligned(code_, kind.alignment, place.given, place.size);
  return access_direct(
      kind,
      builder_.CreatePtrAdd(
          builder_.CreatePtrAdd(view_base(base, code_.instance()), index),
          code_.word(place.offset)),
      value);
}

llvm::Value* LeanMemory::access_direct(const AccessKind& kind,
                                       llvm::Value* address,
                                       llvm::Value* value) {
  if (!value) return load_direct(kind, address);
  store_direct(kind, address, value);
  return nullptr;
}

llvm::Value* LeanMemory::access_or_call(const AccessKind& kind,
                                        const Place& place,
                                        llvm::Value* value) {
  llvm::BasicBlock* near = code_.new_block("near");
  llvm::BasicBlock* next = code_.new_block("");
  branch_far(is_near(place), near);
  llvm::Value* called = nullptr;
  if (context_.memory.is_whole) {
    store_far(kind, place, value);
  } else {
    called = call_access(kind, place, value);
  }
  llvm::BasicBlock* far = builder_.GetInsertBlock();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(near);
  llvm::Value* direct =
      access_at(kind, place, near_base(place), place.index, value);
  near = builder_.GetInsertBlock();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  if (value) return nullptr;
  llvm::PHINode* result = builder_.CreatePHI(kind.type, 2);
  result->addIncoming(direct, near);
  result->addIncoming(called, far);
  return result;
}

llvm::Value* LeanMemory::load_or_call(const AccessKind& kind,
                                      const Place& place) {
  llvm::BasicBlock* start = builder_.GetInsertBlock();
  llvm::BasicBlock* next = code_.new_block("");
  branch_far(is_near(place), next);
  llvm::Value* far_index = index_of_far(place);
  llvm::BasicBlock* far = builder_.GetInsertBlock();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  llvm::PHINode* found = builder_.CreatePHI(context_.word, 2);
  found->addIncoming(place.index, start);
  found->addIncoming(far_index, far);
  return access_at(kind, place, near_base(place), found, nullptr);
}

// Two calls in one, with a choice of numbers, could not be written behind the
// call.
void LeanMemory::keep_apart(llvm::CallInst& call) const {
  if (context_.target.far_code) call.addFnAttr(llvm::Attribute::NoMerge);
  keep_place(call);
}

// Nor would a trap know which of them it was.
void LeanMemory::keep_place(llvm::CallInst& call) const {
  if (context_.locations) call.addFnAttr(llvm::Attribute::NoMerge);
}

// The base of the main window and this index lead to the bytes, wherever they
// are.
llvm::Value* LeanMemory::index_of_far(const Place& place) {
  llvm::CallInst* added = context_.call_runtime(
      builder_,
      context_.target.far_code ? RT_FUNCTION(rt_lean_load_here)
                               : RT_FUNCTION(rt_lean_load),
      {code_.instance(), place.index, access_number(place)});
  added->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(Region::kRest));
  keep_apart(*added);
  // In this form LLVM sees that it does not change how aligned the place is.
  return builder_.CreateAdd(place.index, builder_.CreateShl(added, 3));
}

llvm::Constant* LeanMemory::access_number(const Place& place) const {
  return code_.word(place.offset << RT_ACCESS_SIZE_BITS | place.size);
}

bool LeanMemory::calls_functions() const {
  switch (context_.settings.level) {
    case OptLevel::kOz:
      return true;
    case OptLevel::kOs:
      return !context_.memory.is_whole && open_small_ == 0;
    default:
      return !context_.memory.is_whole && loops_.empty();
  }
}

void LeanMemory::begin_body(const wasm::FunctionBody& body) {
  frame_.emplace(code_, body);
  struct Open {
    const Instruction* loop;  // null: another construct
    size_t accesses = 0;
    bool has_loop = false;
  };
  const size_t most_of_small_loop =
      looks_inline(context_) ? kMostWhereOthersLook : kMostOfSmallLoop;
  std::vector<Open> open;
  for (const Instruction& instruction : body.code) {
    Opcode opcode = instruction.opcode;
    if (wasm::opens_block(opcode)) {
      open.push_back(
          {.loop = opcode == Opcode::kLoop ? &instruction : nullptr});
    } else if (wasm::closes_block(opcode) && !open.empty()) {
      Open closed = open.back();
      open.pop_back();
      if (closed.loop && !closed.has_loop &&
          closed.accesses <= most_of_small_loop)
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

// Programs that allocate call such functions again and again, and what they
// allocate comes to lie behind the main window or far from it.
void LeanMemory::settle() {
  if (context_.memory.is_whole) return;
  look_after(RT_FUNCTION(rt_lean_settle));
  settles_ = true;
}

// The runtime is called if there was cause for it.
llvm::CallInst* LeanMemory::look_after(const RuntimeFunction<1>& function) {
  llvm::BasicBlock* missed = code_.new_block("missed");
  llvm::BasicBlock* next = code_.new_block("");
  llvm::Value* misses = code_.load_field(
      context_.instance.lean_view + context_.runtime.view_misses,
      context_.word);
  builder_.CreateCondBr(
      builder_.CreateICmpULT(misses, code_.word(RT_VIEW_MISSES)), next, missed,
      context_.likely());
  builder_.SetInsertPoint(missed);
  llvm::CallInst* call =
      context_.call_runtime(builder_, function, {code_.instance()});
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  return call;
}

void LeanMemory::begin_loop(const Instruction& loop) {
  loops_.push_back(small_loops_.contains(&loop));
  open_small_ += loops_.back();
  if (context_.memory.is_whole || calls_functions()) return;
  bool can_move_all = settles_ || !main_stays();
  llvm::CallInst* call = look_after(can_move_all ? RT_FUNCTION(rt_lean_settle)
                                                 : RT_FUNCTION(rt_lean_choose));
  if (!settles_)
    call->setMetadata(llvm::LLVMContext::MD_tbaa,
                      context_.tag(Region::kAllButMain));
}

void LeanMemory::end_loop() {
  open_small_ -= loops_.back();
  loops_.pop_back();
}

llvm::Function* LeanMemory::new_function(const std::string& name,
                                         llvm::Type* result,
                                         llvm::ArrayRef<llvm::Type*> params) {
  llvm::Function* function = llvm::Function::Create(
      llvm::FunctionType::get(result, params, false),
      llvm::GlobalValue::InternalLinkage, name, context_.out);
  function->setCallingConv(llvm::CallingConv::Fast);
  context_.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::NoInline);
  return function;
}

llvm::CallInst* LeanMemory::call_access(const AccessKind& kind,
                                        const Place& place,
                                        llvm::Value* value) {
  std::vector<llvm::Value*> arguments = {code_.instance(), place.index};
  if (value) arguments.push_back(value);
  if (place.offset) arguments.push_back(code_.word(place.offset));
  llvm::CallInst* call = builder_.CreateCall(
      access_function(kind, value != nullptr, place.offset != 0), arguments);
  call->setCallingConv(llvm::CallingConv::Fast);
  call->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(Region::kRest));
  keep_place(*call);
  return call;
}

// (ctx, index[, value][, offset]) -> value
llvm::Function* LeanMemory::access_function(const AccessKind& kind,
                                            bool is_store, bool has_offset) {
  std::string name =
      std::format("lean.{}.{}.{}{}", is_store ? "store" : "load", name_of(kind),
                  int(kind.alignment), has_offset ? ".offset" : "");
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  std::vector<llvm::Type*> params = {context_.pointer, context_.word};
  if (is_store) params.push_back(kind.type);
  if (has_offset) params.push_back(context_.word);
  llvm::Function* function =
      new_function(name, is_store ? context_.void_type : kind.type, params);
  function->addFnAttr(marks::kKeepsLink);
  if (context_.memory.stack_top != 0) function->addFnAttr(marks::kLooksFirst);
  if (looks_inline(context_) && kind.alignment != Alignment::kTrapping &&
      kind.alignment != Alignment::kBytes) {
    function->addFnAttr(
        marks::kAccess,
        access_mark({.size = kind.size(),
                     .is_store = is_store,
                     .is_signed = kind.is_signed,
                     .is_aligned = kind.alignment == Alignment::kAligned,
                     .has_offset = has_offset}));
    keep_look();
  }
  Emitter code(context_, *function);
  LeanMemory memory(code, index_);
  memory.define_access(kind,
                       has_offset ? function->getArg(2 + is_store) : nullptr,
                       is_store ? function->getArg(2) : nullptr);
  return function;
}

// Nothing calls it before the last passes. It must know where the view is, as a
// number that assembly can add.
void LeanMemory::keep_look() {
  const char* name = RT_FUNCTION(rt_lean_look_here).name;
  if (context_.out.getFunction(name)) return;
  context_.out.appendModuleInlineAsm(
      std::format(".set rt_lean_view, {}", context_.instance.lean_view));
  llvm::appendToCompilerUsed(
      context_.out,
      {llvm::Function::Create(
          context_.function_type(RT_FUNCTION(rt_lean_look_here).signature),
          llvm::GlobalValue::ExternalLinkage, name, context_.out)});
}

// Looks into the hot window, or into the one that passes/stack_access.h has
// chosen by the first argument, and then into the other one. It has no frame:
// where that can be had, the runtime is called without one, too; elsewhere what
// calls it is a tail call.
void LeanMemory::define_access(const AccessKind& kind, llvm::Value* offset,
                               llvm::Value* value) {
  const RuntimeLayout& layout = context_.runtime;
  llvm::Value* look_at = code_.instance();
  auto find_instance = [&] {
    if (context_.memory.stack_top != 0)
      code_.set_instance(
          code_.load_field(context_.instance.lean_view + layout.view_instance,
                           context_.pointer));
  };
  // Where it traps it is needed at once, else only if the access is far.
  bool traps = kind.alignment == Alignment::kTrapping;
  if (traps) find_instance();
  llvm::Value* address = code_.function().getArg(1);
  llvm::BasicBlock* look = code_.new_block("look");
  llvm::PHINode* missed = Builder(look).CreatePHI(context_.word, 2);
  if (offset) {
    llvm::Value* sum = builder_.CreateAdd(address, offset);
    if (context_.target.word_size == 4 || type().limits.is_64) {
      // The last address is out of bounds of all memories.
      missed->addIncoming(llvm::ConstantInt::getAllOnesValue(context_.word),
                          builder_.GetInsertBlock());
      llvm::BasicBlock* next = code_.new_block("");
      builder_.CreateCondBr(builder_.CreateICmpULT(sum, address), look, next,
                            context_.unlikely());
      builder_.SetInsertPoint(next);
    }
    address = sum;
  }
  missed->addIncoming(address, builder_.GetInsertBlock());
  auto finish = [&](llvm::Value* result) {
    if (result) {
      builder_.CreateRet(result);
    } else {
      builder_.CreateRetVoid();
    }
  };
  auto finish_at = [&](llvm::Value* base) {
    trap_unless_aligned(code_, kind.alignment, address, kind.size());
    finish(access_direct(kind, builder_.CreatePtrAdd(base, address), value));
  };
  // The access stands behind both looks, which saves a jump; for -Oz once.
  llvm::BasicBlock* found = nullptr;
  llvm::PHINode* found_base = nullptr;
  if (context_.settings.level == OptLevel::kOz) {
    found = code_.new_block("found");
    found_base = Builder(found).CreatePHI(context_.pointer, 2);
  }
  auto go_on_at = [&](llvm::LoadInst* base) {
    if (!found) return finish_at(base);
    found_base->addIncoming(base, builder_.GetInsertBlock());
    builder_.CreateBr(found);
  };

  llvm::BasicBlock* near = code_.new_block("near");
  builder_.CreateCondBr(
      is_in(address, layout.view_hot_low, layout.view_hot_limit, look_at), near,
      look);
  builder_.SetInsertPoint(near);
  go_on_at(view_base(layout.view_hot_base, look_at));

  builder_.SetInsertPoint(look);
  llvm::Value* sum = std::exchange(address, missed);
  llvm::BasicBlock* other = code_.new_block("other");
  llvm::BasicBlock* far = code_.new_block("far");
  builder_.CreateCondBr(
      is_in(address, layout.view_other_low, layout.view_other_limit, look_at),
      other, far, context_.likely());
  builder_.SetInsertPoint(other);
  llvm::Value* misses = code_.field_address(
      look_at, context_.instance.lean_view + layout.view_misses);
  code_.store_to(builder_.CreateAdd(
                     code_.load_from(context_.word, misses, Region::kInstance),
                     code_.word(1)),
                 misses, Region::kInstance);
  // Else LLVM makes one load of both, which has to choose an address.
  llvm::LoadInst* base = view_base(layout.view_other_base, look_at);
  base->setVolatile(true);
  go_on_at(base);
  if (found) {
    address = sum;
    builder_.SetInsertPoint(found);
    finish_at(found_base);
    address = missed;
  }

  builder_.SetInsertPoint(far);
  if (!traps) find_instance();
  Place here{address, 0, kind.size(), address, false};
  if (value) {
    store_far(kind, here, value);
    finish(nullptr);
  } else if (context_.target.far_code) {
    finish(load_far(kind, here));
  } else {
    llvm::CallInst* call =
        builder_.CreateCall(load_function(kind), {code_.instance(), address});
    call->setCallingConv(llvm::CallingConv::Fast);
    finish(call);
  }
}

llvm::Value* LeanMemory::load_far(const AccessKind& kind, const Place& place) {
  llvm::Value* index = index_of_far(place);
  return access_at(kind, place, context_.runtime.view_base, index, nullptr);
}

// (ctx, address) -> value
llvm::Function* LeanMemory::load_function(const AccessKind& kind) {
  std::string name =
      std::format("lean.far.load.{}.{}", name_of(kind), int(kind.alignment));
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  llvm::Function* function =
      new_function(name, kind.type, {context_.pointer, context_.word});
  Emitter code(context_, *function);
  llvm::Value* address = function->getArg(1);
  code.builder().CreateRet(
      LeanMemory(code, index_)
          .load_far(kind, {address, 0, kind.size(), address, false}));
  return function;
}

void LeanMemory::store_far(const AccessKind& kind, const Place& place,
                           llvm::Value* value) {
  llvm::Constant* access = access_number(place);
  llvm::CallInst* call;
  if (kind.alignment != Alignment::kTrapping &&
      kind.size() <= context_.target.word_size) {
    if (value->getType()->isFloatingPointTy())
      value = builder_.CreateBitCast(
          value, builder_.getIntNTy(unsigned(8 * kind.size())));
    value = builder_.CreateZExtOrTrunc(value, context_.word);
    call = context_.call_runtime(
        builder_,
        context_.target.far_code ? RT_FUNCTION(rt_lean_store_here)
                                 : RT_FUNCTION(rt_lean_store),
        {code_.instance(), place.index, access, value});
    keep_apart(*call);
  } else {
    call = builder_.CreateCall(store_function(kind),
                               {code_.instance(), place.index, access, value});
    call->setCallingConv(llvm::CallingConv::Fast);
    keep_place(*call);
  }
  // It can trap, and then Python sees globals.
  call->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(Region::kRest));
}

// (ctx, index, access, value): of more than a word, or with a test of the
// alignment, whose trap comes after that of the bounds.
llvm::Function* LeanMemory::store_function(const AccessKind& kind) {
  std::string name =
      std::format("lean.far.store.{}.{}", name_of(kind), int(kind.alignment));
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  llvm::Function* function =
      new_function(name, context_.void_type,
                   {context_.pointer, context_.word, context_.word, kind.type});
  for (auto attribute : {llvm::Attribute::Cold, llvm::Attribute::MinSize,
                         llvm::Attribute::OptimizeForSize})
    function->addFnAttr(attribute);
  Emitter code(context_, *function);
  Builder& builder = code.builder();
  llvm::Value* index = function->getArg(1);
  llvm::Value* access = function->getArg(2);
  if (kind.alignment == Alignment::kTrapping) {
    code.call_runtime(RT_FUNCTION(rt_lean_load),
                      {code.instance(), index, access});
    trap_unless_aligned(code, kind.alignment, index, kind.size());
  }
  llvm::Value* value = function->getArg(3);
  llvm::AllocaInst* bytes = builder.CreateAlloca(value->getType());
  // As little as will do: no frame is known that has to be aligned by itself.
  if (context_.locations)
    bytes->setAlignment(
        context_.out.getDataLayout().getABITypeAlign(value->getType()));
  builder.CreateStore(value, bytes);
  code.call_runtime(RT_FUNCTION(rt_lean_store_from),
                    {code.instance(), index, access, bytes});
  builder.CreateRetVoid();
  return function;
}

}  // namespace wasm2mpy::codegen
