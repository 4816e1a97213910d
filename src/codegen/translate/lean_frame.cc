#include "codegen/translate/lean_frame.h"

#include <llvm/IR/PatternMatch.h>

namespace wasm2mpy::codegen {

LeanFrame::LeanFrame(Emitter& code, const wasm::FunctionBody& body)
    : code_(code), context_(code.context()), builder_(code.builder()) {
  if (context_.memory.stack_top == 0) return;
  uint32_t stack_pointer = *context_.facts.followed_stack;
  const GlobalPlace& place = context_.instance.globals[stack_pointer];
  if (place.kind != GlobalPlace::kField) return;
  frame_ = follow_stack_pointer(body, stack_pointer);
  if (frame_.bytes == 0 || frame_.bytes > context_.memory.first_stack ||
      frame_.pointers.empty())
    return;
  llvm::Value* pointer = code_.load_field(place.offset, builder_.getInt32Ty());
  top_ = builder_.CreateZExt(pointer, context_.word);
  bottom_ = builder_.CreateZExt(
      builder_.CreateSub(pointer, builder_.getInt32(frame_.bytes)),
      context_.word);
  llvm::BasicBlock* next = code_.new_block("frame");
  entry_ = builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
}

void LeanFrame::note(const wasm::Instruction& instruction, llvm::Value* value) {
  if (!bottom_) return;
  auto found = frame_.pointers.find(&instruction);
  if (found != frame_.pointers.end()) pointers_.emplace(value, found->second);
}

std::optional<int64_t> LeanFrame::distance_of(llvm::Value* index) const {
  using namespace llvm::PatternMatch;
  auto known = [this](llvm::Value* value) -> std::optional<int64_t> {
    auto found = pointers_.find(value);
    if (found == pointers_.end()) return std::nullopt;
    return found->second;
  };
  llvm::Value* pointer;
  const llvm::APInt* constant;
  if (match(index, m_c_Add(m_Value(pointer), m_APInt(constant)))) {
    std::optional<int64_t> distance = known(pointer);
    return distance ? std::optional(*distance + constant->getSExtValue())
                    : std::nullopt;
  }
  return known(index);
}

llvm::Value* LeanFrame::find(llvm::Value* index, uint64_t offset,
                             uint64_t size) {
  if (!bottom_ || offset > frame_.bytes) return nullptr;
  std::optional<int64_t> distance = distance_of(index);
  if (!distance) return nullptr;
  int64_t at = *distance + int64_t(frame_.bytes) + int64_t(offset);
  if (at < 0 || at + int64_t(size) > int64_t(frame_.bytes)) return nullptr;
  if (entry_) open();
  llvm::LoadInst* base =
      code_.load_from(context_.pointer,
                      code_.field_address(code_.instance(),
                                          context_.instance.lean_view +
                                              context_.runtime.view_stack_base),
                      Region::kWindow);
  return builder_.CreatePtrAdd(builder_.CreatePtrAdd(base, bottom_),
                               code_.word(uint64_t(at)));
}

// The depth is never less than the bytes of a frame, and the difference is
// beyond it if the stack pointer is above the stack's upper end.
void LeanFrame::open() {
  Builder builder(entry_);
  llvm::Value* depth = builder.CreateAlignedLoad(
      context_.word,
      builder.CreateConstInBoundsGEP1_32(
          context_.i8, code_.instance(),
          context_.instance.lean_view + context_.runtime.view_depth),
      llvm::Align(context_.target.word_size));
  llvm::Value* is_there = builder.CreateICmpULE(
      builder.CreateSub(code_.word(context_.memory.stack_top), top_),
      builder.CreateSub(depth, code_.word(frame_.bytes)));
  llvm::BasicBlock* next = entry_->getSuccessor(0);
  llvm::BasicBlock* deepen = code_.new_block("deepen");
  builder.CreateCondBr(is_there, next, deepen, context_.likely());
  entry_->eraseFromParent();
  entry_ = nullptr;
  builder.SetInsertPoint(deepen);
  // If there is no room, the place is that of the first access.
  builder.SetCurrentDebugLocation(builder_.getCurrentDebugLocation());
  context_.call_runtime(builder, RT_FUNCTION(rt_lean_deepen),
                        {code_.instance(), top_, code_.word(frame_.bytes)});
  builder.CreateBr(next);
}

}  // namespace wasm2mpy::codegen
