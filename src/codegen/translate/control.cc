// Structured control: blocks, branches, traps.
//
// Code behind an unconditional branch is not translated. A block that starts
// there is only counted (FrameKind::kDead), so that its end is recognised.
#include "codegen/translate/function.h"
#include "wasm/opcode.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

llvm::Value* FunctionTranslator::is_true(llvm::Value* value) {
  // A comparison that was widened to i32 needs no second one.
  if (auto* widened = llvm::dyn_cast<llvm::ZExtInst>(value);
      widened && widened->getSrcTy() == context_.i1)
    return widened->getOperand(0);
  return builder_.CreateICmpNE(value,
                               llvm::Constant::getNullValue(value->getType()));
}

void FunctionTranslator::trap_always(Trap trap) {
  builder_.CreateBr(trap_block(trap));
  end_of_reachable_code();
}

std::vector<llvm::PHINode*> FunctionTranslator::make_phis(
    llvm::BasicBlock* block, const std::vector<wasm::ValType>& types) {
  std::vector<llvm::PHINode*> phis;
  Builder builder(block);
  for (wasm::ValType type : types)
    phis.push_back(builder.CreatePHI(context_.type_of(type), 2));
  return phis;
}

// The topmost operands flow into the phis; they stay on the stack.
void FunctionTranslator::add_incoming(const std::vector<llvm::PHINode*>& phis) {
  size_t first = stack_.size() - phis.size();
  for (size_t i = 0; i < phis.size(); ++i) {
    stack_[first + i] = hide_constant(stack_[first + i]);
    phis[i]->addIncoming(stack_[first + i], builder_.GetInsertBlock());
  }
}

void FunctionTranslator::push_frame(Frame frame) {
  frame.up_to_handler = up_to_handler(0);
  frames_.push_back(std::move(frame));
}

void FunctionTranslator::begin_block(const Instruction& instruction) {
  bool is_loop = instruction.opcode == Opcode::kLoop;
  bool is_try = instruction.opcode == Opcode::kTry;
  Frame frame{.kind = is_loop  ? FrameKind::kLoop
                      : is_try ? FrameKind::kTry
                               : FrameKind::kBlock};
  frame.height = stack_.size() - instruction.params.size();
  frame.results = instruction.results;
  frame.end = new_block("");
  frame.end_phis = make_phis(frame.end, instruction.results);
  if (is_loop) {
    frame.target = new_block("loop");
    frame.target_phis = make_phis(frame.target, instruction.params);
    // It may begin a block.
    for (const auto& memory : memories_) memory->begin_loop(instruction);
    add_incoming(frame.target_phis);
    builder_.CreateBr(frame.target);
    builder_.SetInsertPoint(frame.target);
    stack_.resize(frame.height);
    stack_.insert(stack_.end(), frame.target_phis.begin(),
                  frame.target_phis.end());
    if (fuel_) take_fuel(*this, fuel_->loops.at(&instruction));
    if (polls_) polls_->begin_round();
  } else {
    frame.target = frame.end;
    frame.target_phis = frame.end_phis;
  }
  push_frame(std::move(frame));
}

// For the branch of the instruction; null: there is none.
llvm::MDNode* FunctionTranslator::branch_hint() const {
  auto found = context_.module.branch_hints.find(offset_);
  if (found == context_.module.branch_hints.end()) return nullptr;
  llvm::MDBuilder metadata(context_.llvm);
  return found->second ? metadata.createLikelyBranchWeights()
                       : metadata.createUnlikelyBranchWeights();
}

void FunctionTranslator::begin_if(const Instruction& instruction) {
  llvm::Value* condition = is_true(pop_raw());
  Frame frame{.kind = FrameKind::kIf};
  frame.height = stack_.size() - instruction.params.size();
  frame.results = instruction.results;
  frame.target = frame.end = new_block("");
  frame.target_phis = frame.end_phis =
      make_phis(frame.end, instruction.results);
  frame.otherwise = new_block("else");
  frame.params.assign(stack_.begin() + ptrdiff_t(frame.height), stack_.end());
  llvm::BasicBlock* then = new_block("then");
  builder_.CreateCondBr(condition, then, frame.otherwise, branch_hint());
  builder_.SetInsertPoint(then);
  push_frame(std::move(frame));
}

void FunctionTranslator::translate_else() {
  Frame& frame = frames_.back();
  if (frame.kind == FrameKind::kDead) return;
  if (reachable_) {
    add_incoming(frame.end_phis);
    builder_.CreateBr(frame.end);
  }
  frame.kind = FrameKind::kElse;
  stack_.resize(frame.height);
  stack_.insert(stack_.end(), frame.params.begin(), frame.params.end());
  builder_.SetInsertPoint(frame.otherwise);
  reachable_ = true;
}

void FunctionTranslator::translate_end() {
  if (frames_.back().kind == FrameKind::kDead) {
    frames_.pop_back();
    return;
  }
  // An `if` without `else` hands its parameters on.
  if (frames_.back().kind == FrameKind::kIf) translate_else();
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.kind == FrameKind::kLoop)
    for (const auto& memory : memories_) memory->end_loop();
  if (frame.kind == FrameKind::kTryTable) {
    if (frame.pad) dispatch(frame);
  } else {
    pass_on(frame, handler());
  }
  close_block(frame);
}

// Goes on behind the end of a construct that has been left.
void FunctionTranslator::close_block(const Frame& frame) {
  if (reachable_) {
    add_incoming(frame.end_phis);
    builder_.CreateBr(frame.end);
  }
  stack_.resize(frame.height);
  reachable_ = !frame.end->use_empty();
  if (!reachable_) {
    frame.end->eraseFromParent();
    return;
  }
  builder_.SetInsertPoint(frame.end);
  stack_.insert(stack_.end(), frame.end_phis.begin(), frame.end_phis.end());
  if (frame.kind == FrameKind::kBody) return_values();
}

void FunctionTranslator::return_values() {
  if (results_) {
    size_t count = type_->results.size();
    for (size_t i = 0; i < count; ++i) {
      store_to(stack_[stack_.size() - count + i],
               slot_address(results_, type_->results, i), Region::kInstance);
    }
    builder_.CreateRetVoid();
  } else if (type_->results.empty()) {
    builder_.CreateRetVoid();
  } else {
    builder_.CreateRet(stack_.back());
  }
}

void FunctionTranslator::branch(uint32_t depth) {
  Frame& to = frame(depth);
  add_incoming(to.target_phis);
  builder_.CreateBr(to.target);
  end_of_reachable_code();
}

void FunctionTranslator::branch_if(llvm::Value* condition, uint32_t depth) {
  Frame& to = frame(depth);
  add_incoming(to.target_phis);
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(condition, to.target, next, branch_hint());
  builder_.SetInsertPoint(next);
}

void FunctionTranslator::branch_table(const Instruction& instruction) {
  llvm::Value* index = pop_raw();
  const std::vector<uint32_t>& labels = instruction.labels;
  Frame& otherwise = frame(labels.back());
  add_incoming(otherwise.target_phis);
  llvm::SwitchInst* jump = builder_.CreateSwitch(index, otherwise.target,
                                                 unsigned(labels.size() - 1));
  for (size_t i = 0; i + 1 < labels.size(); ++i) {
    Frame& to = frame(labels[i]);
    // Entries that do as the default are left out; a phi has one value for
    // each edge.
    if (to.target == otherwise.target) continue;
    add_incoming(to.target_phis);
    jump->addCase(builder_.getInt32(uint32_t(i)), to.target);
  }
  end_of_reachable_code();
}

// In code that is never reached only the balance of blocks counts.
void FunctionTranslator::skip(const Instruction& instruction) {
  if (wasm::opens_block(instruction.opcode))
    push_frame({.kind = FrameKind::kDead});
  switch (instruction.opcode) {
    case Opcode::kElse:
      translate_else();
      break;
    case Opcode::kCatch:
    case Opcode::kCatchAll:
      begin_handler(instruction);
      break;
    case Opcode::kDelegate:
      translate_delegate(instruction);
      break;
    case Opcode::kEnd:
      translate_end();
      break;
    default:
      break;
  }
}

}  // namespace wasm2mpy::codegen
