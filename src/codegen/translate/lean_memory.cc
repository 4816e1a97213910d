// Accesses of a lean memory (rt_view in runtime/rt.h).
//
// Most of what a program accesses is in one window, the main one: its
// variables, the end of its stack, and the start of its heap. The access is
// made where it stands if one comparison shows that it is there, as in an exact
// memory. Else the runtime is called, and for a load the access still is the
// same: the call only gives another index, so that base and index lead to
// where the bytes are. A store is made by the runtime, because its bytes can be
// in two windows.
//
// Three forms of the comparison, with the bounds of the window as constants if
// it is known to be all the memory that the program uses, else from the
// instance:
//
// - Variables at constant addresses are there from the start: no comparison.
// - An element of an array: the offset is the address of a variable, so the
//   window's lower end needs no comparison.
// - A pointer: `index - low < limit` holds for every access that reaches at
//   most RT_VIEW_REACH bytes beyond its index, so that accesses of several
//   fields of one structure share it.
//
// That is code of twice the size. So only small loops have it, and with -O2 or
// constant bounds all code; elsewhere, and with -Oz everywhere, an access that
// needs a comparison is a call of a function of the module, one for each kind.
//
// Base and bounds are in a region of memory of their own: LLVM keeps them in
// registers until something is called that can move the window.
#include "codegen/translate/lean_memory.h"

#include <format>

#include <llvm/Support/raw_ostream.h>

#include "contract/constants.h"
#include "wasm/opcode.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

namespace {

// With -Os, accesses of an innermost loop that are made where they stand.
constexpr size_t kMostOfSmallLoop = 8;

std::string name_of(const AccessKind& kind) {
  std::string name;
  llvm::raw_string_ostream stream(name);
  stream << *kind.memory_type << "." << *kind.type
         << (kind.is_signed ? ".signed" : "");
  return name;
}

}  // namespace

llvm::LoadInst* LeanMemory::view_field(uint32_t offset, llvm::Type* type) {
  return code_.load_from(
      type,
      code_.field_address(code_.instance(),
                          context_.instance.lean_view + offset),
      Region::kWindow);
}

llvm::Value* LeanMemory::native_address(llvm::Value* index, uint64_t offset) {
  llvm::LoadInst* base =
      view_field(context_.runtime.view_base, context_.pointer);
  base->setMetadata(
      llvm::LLVMContext::MD_align,
      llvm::MDNode::get(context_.llvm,
                        llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(
                            context_.i64, context_.target.word_size))));
  return builder_.CreatePtrAdd(builder_.CreatePtrAdd(base, index),
                               code_.word(offset));
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
  Place place{index, offset, size, index};
  const MemoryPlan& plan = context_.memory;
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(index)) {
    // The address of a variable.
    uint64_t sum = constant->getZExtValue() + offset;
    if (sum >= offset && sum <= most - size) {
      place.index = code_.word(0);
      place.offset = sum;
    }
  }
  bool is_element = place.offset >= plan.start && place.end() <= plan.end;
  bool is_near = place.end() <= (plan.is_whole ? plan.end - plan.start
                                               : uint64_t{RT_VIEW_REACH});
  if (is_element || is_near) return place;
  llvm::Value* sum = builder_.CreateAdd(place.index, code_.word(place.offset));
  code_.trap_if(builder_.CreateICmpULT(sum, place.index),
                Trap::kOutOfBoundsMemory);
  return {sum, 0, size, sum};
}

llvm::Value* LeanMemory::is_in_main_window(const Place& place) {
  const MemoryPlan& plan = context_.memory;
  const RuntimeLayout& layout = context_.runtime;
  llvm::IntegerType* word = context_.word;
  if (place.offset >= plan.start && place.end() <= plan.end) {
    if (llvm::isa<llvm::ConstantInt>(place.index)) return nullptr;
    llvm::Value* last =
        plan.is_whole
            ? static_cast<llvm::Value*>(code_.word(plan.end - place.end()))
            : builder_.CreateSub(view_field(layout.view_end, word),
                                 code_.word(place.end()), "", /*HasNUW=*/true);
    return builder_.CreateICmpULE(place.index, last);
  }
  if (plan.is_whole) {
    llvm::Value* distance =
        builder_.CreateSub(place.index, code_.word(plan.start));
    return builder_.CreateICmpULE(
        distance, code_.word(plan.end - plan.start - place.end()));
  }
  llvm::Value* distance =
      builder_.CreateSub(place.index, view_field(layout.view_low, word));
  return builder_.CreateICmpULT(distance, view_field(layout.view_limit, word));
}

void LeanMemory::branch_far(llvm::Value* is_near, llvm::BasicBlock* near) {
  llvm::BasicBlock* far = code_.new_block("far");
  builder_.CreateCondBr(
      is_near, near, far,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  builder_.SetInsertPoint(far);
}

llvm::Value* LeanMemory::load(const AccessKind& kind, llvm::Value* index,
                              uint64_t offset) {
  Place place = place_of(kind, index, offset);
  llvm::Value* is_near = is_in_main_window(place);
  if (is_near && calls_functions()) return call_access(kind, place, nullptr);
  return load_from(kind, place, is_near);
}

void LeanMemory::store(const AccessKind& kind, llvm::Value* index,
                       uint64_t offset, llvm::Value* value) {
  Place place = place_of(kind, index, offset);
  llvm::Value* is_near = is_in_main_window(place);
  if (is_near && calls_functions()) {
    call_access(kind, place, value);
  } else {
    store_to(kind, place, is_near, value);
  }
}

llvm::Value* LeanMemory::load_from(const AccessKind& kind, const Place& place,
                                   llvm::Value* is_near) {
  if (!is_near) {
    trap_unless_aligned(code_, kind.alignment, place.given, place.size);
    return load_direct(kind, native_address(place.index, place.offset));
  }
  llvm::BasicBlock* start = builder_.GetInsertBlock();
  llvm::BasicBlock* next = code_.new_block("");
  branch_far(is_near, next);
  llvm::CallInst* added = context_.call_runtime(
      builder_,
      context_.target.far_code ? RT_FUNCTION(rt_lean_load_here)
                               : RT_FUNCTION(rt_lean_load),
      {code_.instance(), place.index,
       code_.word(place.offset << RT_ACCESS_SIZE_BITS | place.size)});
  added->setMetadata(llvm::LLVMContext::MD_tbaa,
                     context_.tag(Region::kLinearMemory));
  // In this form LLVM sees that it does not change how aligned the place is.
  llvm::Value* far_index =
      builder_.CreateAdd(place.index, builder_.CreateShl(added, 3));
  llvm::BasicBlock* far = builder_.GetInsertBlock();
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  llvm::PHINode* found = builder_.CreatePHI(context_.word, 2);
  found->addIncoming(place.index, start);
  found->addIncoming(far_index, far);
  trap_unless_aligned(code_, kind.alignment, place.given, place.size);
  return load_direct(kind, native_address(found, place.offset));
}

void LeanMemory::store_to(const AccessKind& kind, const Place& place,
                          llvm::Value* is_near, llvm::Value* value) {
  llvm::BasicBlock* next = nullptr;
  if (is_near) {
    llvm::BasicBlock* near = code_.new_block("near");
    next = code_.new_block("");
    branch_far(is_near, near);
    store_far(kind, place, value);
    builder_.CreateBr(next);
    builder_.SetInsertPoint(near);
  }
  trap_unless_aligned(code_, kind.alignment, place.given, place.size);
  store_direct(kind, native_address(place.index, place.offset), value);
  if (!next) return;
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
}

bool LeanMemory::calls_functions() const {
  if (is_function_ || context_.memory.is_whole)
    return context_.settings.level == OptLevel::kOz && !is_function_;
  switch (context_.settings.level) {
    case OptLevel::kOz:
      return true;
    case OptLevel::kOs:
      return open_small_ == 0;
    default:
      return false;
  }
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
          closed.accesses <= kMostOfSmallLoop)
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
// allocate comes to lie behind the main window.
void LeanMemory::settle() {
  if (context_.memory.is_whole) return;
  llvm::BasicBlock* settle = code_.new_block("settle");
  llvm::BasicBlock* next = code_.new_block("");
  llvm::Value* misses =
      view_field(context_.runtime.view_misses, context_.word);
  builder_.CreateCondBr(
      builder_.CreateICmpULT(misses, code_.word(RT_VIEW_MISSES)), next, settle,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  builder_.SetInsertPoint(settle);
  code_.call_runtime(RT_FUNCTION(rt_lean_settle), {code_.instance()});
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
}

void LeanMemory::begin_loop(const Instruction& loop) {
  loops_.push_back(small_loops_.contains(&loop));
  open_small_ += loops_.back();
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

// (ctx, index, offset[, value]) -> value
llvm::Function* LeanMemory::access_function(const AccessKind& kind,
                                            bool is_store) {
  std::string name = std::format("lean.{}.{}.{}", is_store ? "store" : "load",
                                 name_of(kind), int(kind.alignment));
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  std::vector<llvm::Type*> params = {context_.pointer, context_.word,
                                     context_.word};
  if (is_store) params.push_back(kind.type);
  llvm::Function* function = new_function(
      name, is_store ? context_.void_type : kind.type, params);
  Emitter code(context_, *function);
  LeanMemory memory(code, index_);
  memory.is_function_ = true;
  llvm::Value* index = function->getArg(1);
  llvm::Value* sum = code.builder().CreateAdd(index, function->getArg(2));
  if (context_.target.word_size == 4 || type().limits.is_64)
    code.trap_if(code.builder().CreateICmpULT(sum, index),
                 Trap::kOutOfBoundsMemory);
  Place place{sum, 0, kind.size(), sum};
  llvm::Value* is_near = memory.is_in_main_window(place);
  if (is_store) {
    memory.store_to(kind, place, is_near, function->getArg(3));
    code.builder().CreateRetVoid();
  } else {
    code.builder().CreateRet(memory.load_from(kind, place, is_near));
  }
  return function;
}

llvm::CallInst* LeanMemory::call_access(const AccessKind& kind,
                                        const Place& place,
                                        llvm::Value* value) {
  std::vector<llvm::Value*> arguments = {code_.instance(), place.index,
                                         code_.word(place.offset)};
  if (value) arguments.push_back(value);
  llvm::CallInst* call =
      builder_.CreateCall(access_function(kind, value != nullptr), arguments);
  call->setCallingConv(llvm::CallingConv::Fast);
  call->setMetadata(llvm::LLVMContext::MD_tbaa, context_.tag(Region::kRest));
  return call;
}

void LeanMemory::store_far(const AccessKind& kind, const Place& place,
                           llvm::Value* value) {
  llvm::Value* access =
      code_.word(place.offset << RT_ACCESS_SIZE_BITS | place.size);
  llvm::CallInst* call;
  if (kind.alignment != Alignment::kTrapping &&
      place.size <= context_.target.word_size) {
    if (value->getType()->isFloatingPointTy())
      value = builder_.CreateBitCast(
          value, builder_.getIntNTy(unsigned(8 * place.size)));
    value = builder_.CreateZExtOrTrunc(value, context_.word);
    call = context_.call_runtime(builder_,
                                 context_.target.far_code
                                     ? RT_FUNCTION(rt_lean_store_here)
                                     : RT_FUNCTION(rt_lean_store),
                                 {code_.instance(), place.index, access, value});
  } else {
    call = builder_.CreateCall(store_function(kind),
                               {code_.instance(), place.index, access, value});
    call->setCallingConv(llvm::CallingConv::Fast);
  }
  call->setMetadata(llvm::LLVMContext::MD_tbaa,
                    context_.tag(Region::kLinearMemory));
}

// (ctx, index, access, value): of more than a word, or with a test of the
// alignment, whose trap comes after that of the bounds.
llvm::Function* LeanMemory::store_function(const AccessKind& kind) {
  std::string name =
      std::format("lean.far.{}.{}", name_of(kind), int(kind.alignment));
  if (llvm::Function* function = context_.out.getFunction(name))
    return function;
  llvm::Function* function = new_function(
      name, context_.void_type,
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
  builder.CreateStore(value, bytes);
  code.call_runtime(RT_FUNCTION(rt_lean_store_from),
                    {code.instance(), index, access, bytes});
  builder.CreateRetVoid();
  return function;
}

}  // namespace wasm2mpy::codegen
