// A poll is left to where some work was done since the last one, in something
// like instructions. How depends on the loop:
//
// - Where calls are, in loops that call what may poll and in recursion, the
//   counter in the instance goes down: a load, a subtraction, a store and a
//   branch. When it is below 0 MicroPython is called.
// - A loop that calls nothing such and compares with some end runs a slice of
//   work by itself: it compares with the end of the slice in place of its own,
//   so its rounds are what they were without polls. There it looks whether it
//   was its own. If not, the runtime takes the slice off the counter.
// - Other loops count in a local variable, which LLVM has in a register: two
//   instructions in a round. It begins with a slice where the outermost of such
//   loops begins. What is left at their end is forgotten, so nothing is loaded
//   or stored around them. Those of a few instructions are unrolled to two
//   rounds, each with its tests, that count once.
//
// All of them count behind a round, so the first one is free. What is forgotten
// is bounded by the loops and calls around it, which count for more than they
// do: see RT_POLL_CALL.
#include "codegen/passes/poll_counts.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/CFG.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/OptimizationRemarkEmitter.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/PatternMatch.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>
#include <llvm/Transforms/Utils/LoopUtils.h>
#include <llvm/Transforms/Utils/PromoteMemToReg.h>
#include <llvm/Transforms/Utils/UnrollLoop.h>

#include "codegen/marks.h"
#include "codegen/passes/budget.h"
#include "codegen/passes/poll_work.h"
#include "contract/constants.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::BasicBlock;
using llvm::CallInst;
using llvm::Function;
using llvm::Instruction;
using llvm::Loop;

// The largest that all targets can subtract at once.
constexpr uint64_t kMostWork = 120;
// Of what a loop is unrolled to.
constexpr uint64_t kUnrolledWork = 32;
constexpr unsigned kRounds = 2;

using Polling = llvm::DenseSet<const Function*>;

// What is not known may poll: calls through references lead out of the module.
bool calls_polling(const Instruction& instruction, const Polling& polling) {
  if (!is_real_call(instruction)) return false;
  const Function* callee =
      llvm::cast<llvm::CallBase>(instruction).getCalledFunction();
  return !callee || polling.contains(callee);
}

bool writes(const Instruction& instruction) {
  return instruction.mayHaveSideEffects() && !is_poll(instruction);
}

// All functions that may poll, themselves or what they call.
Polling find_polling(const llvm::Module& module) {
  Polling polling;
  std::vector<const Function*> found;
  auto add = [&](const Function& function) {
    if (polling.insert(&function).second) found.push_back(&function);
  };
  for (const Function& function : module) {
    if (std::ranges::any_of(llvm::instructions(function),
                            [&](const Instruction& instruction) {
                              return is_poll(instruction) ||
                                     calls_polling(instruction, polling);
                            }))
      add(function);
  }
  while (!found.empty()) {
    const Function* function = found.back();
    found.pop_back();
    for (const llvm::User* user : function->users()) {
      if (auto* call = llvm::dyn_cast<llvm::CallBase>(user))
        add(*call->getFunction());
    }
  }
  return polling;
}

// How a loop that has one latch compares with its end, there or at its head.
struct End {
  bool at_head;
  llvm::BranchInst* branch;
  llvm::CmpInst::Predicate goes_on;  // of value and end
  llvm::Value* value;
  llvm::Value* end;
  // The value is this phi of the header plus `offset`, and goes up by `step`.
  llvm::PHINode* counter;
  llvm::Value* offset;
  llvm::Value* step;
  uint64_t rounds;          // of a slice
  unsigned from_preheader;  // index of the phi
  unsigned leaves;          // of the branch
};

// Of one function.
class Counter {
 public:
  Counter(Function& function, llvm::FunctionAnalysisManager& analyses,
          const Polling& polling, uint32_t counter)
      : function_(function),
        analyses_(analyses),
        polling_(polling),
        counter_(counter),
        loops_(analyses.getResult<llvm::LoopAnalysis>(function)),
        tree_(analyses.getResult<llvm::DominatorTreeAnalysis>(function)),
        evolution_(
            analyses.getResult<llvm::ScalarEvolutionAnalysis>(function)) {}

  void run(bool unrolls);

 private:
  std::vector<CallInst*> polls() const;
  std::vector<CallInst*> polls_of(const Loop& loop) const;
  void drop_needless(const Loop& loop);
  bool unroll(Loop& loop);
  void move_behind_round(CallInst& poll);
  bool calls_polling_functions(const Loop& loop);
  bool is_counted_around(const Loop& loop) const;
  uint64_t work_of_round(const Loop& loop) const;
  const Loop* outermost_local(const Loop& loop);
  void count_in_instance(CallInst& poll);
  void count_locally(CallInst& poll, const Loop& loop);
  std::optional<End> end_of(const Loop& loop, BasicBlock& block) const;
  bool is_between_rounds(const CallInst& poll, const Loop& loop) const;
  unsigned depth_of_slices(const Loop& loop) const;
  void choose_slices(const Loop& loop, bool at_head);
  static llvm::Value* end_of_slice(llvm::IRBuilder<>& builder, const End& end,
                                   llvm::Value* counter);
  static void slice(CallInst& poll, const End& end);
  llvm::Instruction* branch_to(CallInst& poll, llvm::Value* left);

  Function& function_;
  llvm::FunctionAnalysisManager& analyses_;
  const Polling& polling_;
  uint32_t counter_;
  llvm::LoopInfo& loops_;
  llvm::DominatorTree& tree_;
  llvm::ScalarEvolution& evolution_;
  // Loops that have one poll in each round, of their own.
  llvm::DenseMap<const Loop*, CallInst*> poll_of_;
  llvm::AllocaInst* left_ = nullptr;  // of the slice
  llvm::DenseSet<const Loop*> begun_;
  llvm::DenseMap<const Loop*, bool> calls_;
  llvm::DenseMap<const Loop*, End> ends_;  // of loops that run in slices
  // A round of theirs is a slice.
  llvm::DenseSet<const Loop*> counts_rounds_;
};

std::vector<CallInst*> Counter::polls() const {
  std::vector<CallInst*> polls;
  for (Instruction& instruction : llvm::instructions(function_)) {
    if (is_poll(instruction))
      polls.push_back(llvm::cast<CallInst>(&instruction));
  }
  return polls;
}

// Not those of loops within it.
std::vector<CallInst*> Counter::polls_of(const Loop& loop) const {
  std::vector<CallInst*> polls;
  for (BasicBlock* block : loop.blocks()) {
    if (loops_.getLoopFor(block) != &loop) continue;
    for (Instruction& instruction : *block) {
      if (is_poll(instruction))
        polls.push_back(llvm::cast<CallInst>(&instruction));
    }
  }
  return polls;
}

// Of several in a round the first is enough, if no round goes past it.
void Counter::drop_needless(const Loop& loop) {
  std::vector<CallInst*> polls = polls_of(loop);
  llvm::SmallVector<BasicBlock*, 4> latches;
  loop.getLoopLatches(latches);
  auto first = std::ranges::find_if(polls, [&](CallInst* poll) {
    return std::ranges::all_of(latches,
                               [&](BasicBlock* latch) {
                                 return tree_.dominates(poll->getParent(),
                                                        latch);
                               }) &&
           std::ranges::all_of(polls, [&](CallInst* other) {
             return other == poll || tree_.dominates(poll, other);
           });
  });
  if (first == polls.end()) return;
  CallInst* kept = *first;
  // That of a call is counted in any case, and then is enough.
  auto of_call = std::ranges::find_if(polls, [&](CallInst* poll) {
    return is_poll_of(*poll, marks::kPollOfCall) &&
           std::ranges::all_of(latches, [&](BasicBlock* latch) {
             return tree_.dominates(poll->getParent(), latch);
           });
  });
  if (of_call != polls.end() && is_counted_around(loop)) kept = *of_call;
  for (CallInst* poll : polls) {
    if (poll != kept && is_poll_of(*poll, marks::kPollOfLoop))
      poll->eraseFromParent();
  }
  poll_of_[&loop] = kept;
}

// Asked of the same loops again and again: each is looked through once.
bool Counter::calls_polling_functions(const Loop& loop) {
  auto [known, is_new] = calls_.try_emplace(&loop, false);
  if (!is_new) return known->second;
  bool calls = std::ranges::any_of(loop.blocks(), [&](const BasicBlock* block) {
    return std::ranges::any_of(*block, [&](const Instruction& instruction) {
      return calls_polling(instruction, polling_);
    });
  });
  return calls_[&loop] = calls;
}

// So that what goes round the loops around it, but not this one, is counted.
bool Counter::is_counted_around(const Loop& loop) const {
  for (const Loop* outer = loop.getParentLoop(); outer;
       outer = outer->getParentLoop()) {
    if (!poll_of_.contains(outer)) return false;
  }
  return true;
}

// With all rounds of short loops within it, not with those that count.
uint64_t Counter::work_of_round(const Loop& loop) const {
  uint64_t work = 0;
  for (BasicBlock* block : loop.blocks()) {
    uint64_t rounds = 1;
    for (const Loop* inner = loops_.getLoopFor(block); inner != &loop;
         inner = inner->getParentLoop()) {
      rounds *=
          poll_of_.contains(inner)
              ? 0
              : std::max(1u, evolution_.getSmallConstantMaxTripCount(inner));
      rounds = std::min(rounds, kMostWork);
    }
    work += rounds * work_of(*block);
  }
  // Slices within it, of which what is not used up is forgotten.
  if (depth_of_slices(loop) > 0) work = kMostWork;
  return std::clamp<uint64_t>(work, 1, kMostWork);
}

bool Counter::unroll(Loop& loop) {
  auto poll = poll_of_.find(&loop);
  if (!loop.isInnermost() || poll == poll_of_.end() ||
      is_poll_of(*poll->second, marks::kPollOfCall) || !loop.getLoopLatch() ||
      !is_between_rounds(*poll->second, loop) || !is_counted_around(loop) ||
      calls_polling_functions(loop))
    return false;
  if (work_of_round(loop) * kRounds > kUnrolledWork) return false;
  auto& assumptions = analyses_.getResult<llvm::AssumptionAnalysis>(function_);
  llvm::simplifyLoop(&loop, &tree_, &loops_, &evolution_, &assumptions, nullptr,
                     /*PreserveLCSSA=*/false);
  llvm::formLCSSARecursively(loop, tree_, &loops_, &evolution_);
  if (!loop.isLoopSimplifyForm() || !loop.isSafeToClone()) return false;
  llvm::UnrollLoopOptions options = {};
  options.Count = kRounds;
  options.ForgetAllSCEV = true;
  if (llvm::UnrollLoop(
          &loop, options, &loops_, &evolution_, &tree_, &assumptions,
          &analyses_.getResult<llvm::TargetIRAnalysis>(function_),
          &analyses_.getResult<llvm::OptimizationRemarkEmitterAnalysis>(
              function_),
          /*PreserveLCSSA=*/true) != llvm::LoopUnrollResult::PartiallyUnrolled)
    return false;
  std::vector<CallInst*> polls = polls_of(loop);
  CallInst* first = *std::ranges::min_element(
      polls, [&](CallInst* a, CallInst* b) { return tree_.dominates(a, b); });
  for (CallInst* other : polls) {
    if (other != first) other->eraseFromParent();
  }
  poll_of_[&loop] = first;
  return true;
}

// So that the first round does not count.
void Counter::move_behind_round(CallInst& poll) {
  Loop* loop = loops_.getLoopFor(poll.getParent());
  auto known = poll_of_.find(loop);
  if (known == poll_of_.end() || known->second != &poll ||
      is_poll_of(poll, marks::kPollOfCall) || ends_.contains(loop) ||
      !is_counted_around(*loop) || !loop->getLoopLatch() ||
      !is_between_rounds(poll, *loop))
    return;
  BasicBlock* latch = loop->getLoopLatch();
  Instruction* end = latch->getTerminator();
  if (end->getNumSuccessors() > 1) {
    BasicBlock* between =
        llvm::SplitEdge(latch, loop->getHeader(), /*DT=*/nullptr, &loops_);
    end = between->getTerminator();
  }
  poll.moveBefore(end->getIterator());
}

// The loop, or one around it, where its slice begins. Null: it has none.
const Loop* Counter::outermost_local(const Loop& loop) {
  const Loop* local = nullptr;
  for (const Loop* outer = &loop; outer; outer = outer->getParentLoop()) {
    if (calls_polling_functions(*outer)) break;
    if (outer->getLoopPreheader()) local = outer;
  }
  return local;
}

// Puts the poll where one comes when `left` is below 0; what follows it there.
Instruction* Counter::branch_to(CallInst& poll, llvm::Value* left) {
  llvm::IRBuilder<> builder(&poll);
  llvm::Value* condition =
      builder.CreateICmpSLT(left, llvm::ConstantInt::get(left->getType(), 0));
  Instruction* end = llvm::SplitBlockAndInsertIfThen(
      condition, poll.getIterator(), /*Unreachable=*/false,
      llvm::MDBuilder(function_.getContext()).createUnlikelyBranchWeights(),
      /*DTU=*/nullptr, &loops_);
  poll.moveBefore(end->getIterator());
  // With the way around it next, the comparison would not be with 0.
  end->getParent()->moveAfter(&function_.back());
  return end;
}

void Counter::count_in_instance(CallInst& poll) {
  llvm::IRBuilder<> builder(&poll);
  llvm::Value* counter = builder.CreateConstInBoundsGEP1_32(
      builder.getInt8Ty(), poll.getArgOperand(0), counter_);
  llvm::Value* left =
      builder.CreateSub(builder.CreateLoad(builder.getInt32Ty(), counter),
                        builder.getInt32(RT_POLL_CALL));
  builder.CreateStore(left, counter);
  branch_to(poll, left);
}

void Counter::count_locally(CallInst& poll, const Loop& loop) {
  llvm::IRBuilder<> builder(&*function_.getEntryBlock().begin());
  if (!left_) left_ = builder.CreateAlloca(builder.getInt32Ty());
  llvm::ConstantInt* slice = builder.getInt32(RT_POLL_SLICE);
  const Loop* begins = outermost_local(loop);
  if (begun_.insert(begins).second) {
    builder.SetInsertPoint(begins->getLoopPreheader()->getTerminator());
    builder.CreateStore(slice, left_);
  }
  uint64_t work = work_of_round(loop);
  builder.SetInsertPoint(&poll);
  llvm::Value* left =
      builder.CreateSub(builder.CreateLoad(builder.getInt32Ty(), left_),
                        builder.getInt32(uint32_t(work)));
  builder.CreateStore(left, left_);
  builder.SetInsertPoint(branch_to(poll, left));
  builder.CreateStore(slice, left_);
}

// Nothing is written between it and the branch to the next round.
bool Counter::is_between_rounds(const CallInst& poll, const Loop& loop) const {
  const BasicBlock& block = *poll.getParent();
  auto at = poll.getIterator();
  return (&block == loop.getHeader() &&
          std::none_of(block.begin(), at, writes)) ||
         (&block == loop.getLoopLatch() &&
          std::none_of(std::next(at), block.end(), writes));
}

std::optional<End> Counter::end_of(const Loop& loop, BasicBlock& block) const {
  BasicBlock* latch = loop.getLoopLatch();
  End end = {};
  end.at_head = &block != latch;
  end.branch = llvm::dyn_cast<llvm::BranchInst>(block.getTerminator());
  if (!end.branch || !end.branch->isConditional() ||
      !loop.isLoopExiting(&block))
    return std::nullopt;
  auto* compare = llvm::dyn_cast<llvm::ICmpInst>(end.branch->getCondition());
  if (!compare) return std::nullopt;
  end.goes_on = loop.contains(end.branch->getSuccessor(0))
                    ? compare->getPredicate()
                    : compare->getInversePredicate();
  end.value = compare->getOperand(0);
  end.end = compare->getOperand(1);
  if (loop.isLoopInvariant(end.value)) {
    std::swap(end.value, end.end);
    end.goes_on = llvm::CmpInst::getSwappedPredicate(end.goes_on);
  }
  auto* constant = llvm::dyn_cast<llvm::Constant>(end.end);
  if (constant && llvm::ICmpInst::isNonStrictPredicate(end.goes_on)) {
    if (auto strict = llvm::getFlippedStrictnessPredicateAndConstant(
            end.goes_on, constant))
      std::tie(end.goes_on, end.end) = *strict;
  }
  const llvm::DataLayout& layout = function_.getDataLayout();
  if (!end.value->getType()->isIntegerTy() || !loop.isLoopInvariant(end.end) ||
      !layout.fitsInLegalInteger(end.value->getType()->getIntegerBitWidth()))
    return std::nullopt;

  using namespace llvm::PatternMatch;
  llvm::Value* counter = end.value;
  end.offset = llvm::ConstantInt::get(counter->getType(), 0);
  llvm::Value* base;
  llvm::Constant* offset;
  if (match(counter, m_Add(m_Value(base), m_ImmConstant(offset)))) {
    counter = base;
    end.offset = offset;
  }
  end.leaves = loop.contains(end.branch->getSuccessor(0)) ? 1 : 0;
  end.counter = llvm::dyn_cast<llvm::PHINode>(counter);
  if (!end.counter || end.counter->getParent() != loop.getHeader() ||
      !match(end.counter->getIncomingValueForBlock(latch),
             m_c_Add(m_Specific(end.counter), m_Value(end.step))) ||
      !loop.isLoopInvariant(end.step))
    return std::nullopt;

  end.from_preheader =
      unsigned(end.counter->getBasicBlockIndex(loop.getLoopPreheader()));

  switch (end.goes_on) {
    case llvm::CmpInst::ICMP_ULT:
    case llvm::CmpInst::ICMP_SLT:
      if (evolution_.isKnownPositive(evolution_.getSCEV(end.step))) return end;
      return std::nullopt;
    case llvm::CmpInst::ICMP_UGT:
    case llvm::CmpInst::ICMP_SGT:
      if (evolution_.isKnownNegative(evolution_.getSCEV(end.step))) return end;
      return std::nullopt;
    case llvm::CmpInst::ICMP_NE:
      // It must not step over its end.
      if (llvm::isa<llvm::ConstantInt>(end.step) &&
          !llvm::isa<llvm::SCEVCouldNotCompute>(
              evolution_.getExitCount(&loop, &block)))
        return end;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// How many slices are within each other in a round, and may be forgotten.
unsigned Counter::depth_of_slices(const Loop& loop) const {
  unsigned depth = 0;
  for (const Loop* inner : loop) {
    if (!counts_rounds_.contains(inner))
      depth = std::max(depth, depth_of_slices(*inner) + ends_.contains(inner));
  }
  return depth;
}

void Counter::choose_slices(const Loop& loop, bool at_head) {
  auto poll = poll_of_.find(&loop);
  if (poll != poll_of_.end() && depth_of_slices(loop) >= 2) {
    counts_rounds_.insert(&loop);
    return;
  }
  if (poll == poll_of_.end() || is_poll_of(*poll->second, marks::kPollOfCall) ||
      !is_counted_around(loop) || outermost_local(loop) == nullptr ||
      !is_between_rounds(*poll->second, loop) || !loop.getLoopLatch() ||
      !loop.getLoopPreheader())
    return;
  if (at_head && std::ranges::any_of(*loop.getHeader(), writes)) return;
  std::optional<End> end =
      end_of(loop, at_head ? *loop.getHeader() : *loop.getLoopLatch());
  if (!end) return;
  // With few rounds in a slice counting is as good.
  constexpr uint64_t kLeastRounds = 8;
  uint64_t work = work_of_round(loop);
  if (depth_of_slices(loop) > 0) work = RT_POLL_SLICE / kLeastRounds;
  end->rounds = llvm::bit_floor(RT_POLL_SLICE / work);
  if (end->rounds < kLeastRounds) return;
  if (auto* step = llvm::dyn_cast<llvm::ConstantInt>(end->step)) {
    if (step->getValue().abs().ugt(0x10000)) return;
  }
  ends_.try_emplace(&loop, *end);
}

// In place of `end`: when the loop goes on with `counter`, its value is there
// after no more rounds than are in a slice, whatever the step.
llvm::Value* Counter::end_of_slice(llvm::IRBuilder<>& builder, const End& end,
                                   llvm::Value* counter) {
  llvm::Type* type = end.value->getType();
  llvm::Value* before =
      builder.CreateSub(builder.CreateAdd(counter, end.offset), end.step);
  llvm::Value* distance =
      builder.CreateMul(end.step, llvm::ConstantInt::get(type, end.rounds));
  llvm::Value* after = builder.CreateAdd(before, distance);
  // A slice has one round at least, also where that wraps: else a loop that is
  // tested at its head would not get on.
  auto limit = [&](llvm::Intrinsic::ID nearer, llvm::Intrinsic::ID farther,
                   int round) {
    llvm::Value* least =
        builder.CreateAdd(builder.CreateAdd(counter, end.offset),
                          llvm::ConstantInt::getSigned(type, round));
    return builder.CreateBinaryIntrinsic(
        nearer, end.end, builder.CreateBinaryIntrinsic(farther, after, least));
  };
  switch (end.goes_on) {
    case llvm::CmpInst::ICMP_ULT:
      return limit(llvm::Intrinsic::umin, llvm::Intrinsic::umax, 1);
    case llvm::CmpInst::ICMP_SLT:
      return limit(llvm::Intrinsic::smin, llvm::Intrinsic::smax, 1);
    case llvm::CmpInst::ICMP_UGT:
      return limit(llvm::Intrinsic::umax, llvm::Intrinsic::umin, -1);
    case llvm::CmpInst::ICMP_SGT:
      return limit(llvm::Intrinsic::smax, llvm::Intrinsic::smin, -1);
    default:
      break;
  }
  // No distance at all is the largest.
  bool goes_down = llvm::cast<llvm::ConstantInt>(end.step)->isNegative();
  llvm::Value* left = goes_down ? builder.CreateSub(before, end.end)
                                : builder.CreateSub(end.end, before);
  left = builder.CreateSub(left, llvm::ConstantInt::get(type, 1));
  return builder.CreateSelect(
      builder.CreateICmpUGE(left,
                            goes_down ? builder.CreateNeg(distance) : distance),
      after, end.end);
}

// `loop: ...; if (value < end) goto loop;` becomes
//
//   slice: limit = min(end, value + ...)
//   loop:  ...; if (value < limit) goto loop;
//          if (value < end) { poll; goto slice; }
//
// Where the test is at the head, the head does nothing but that, and is done
// once more.
void Counter::slice(CallInst& poll, const End& end) {
  BasicBlock* block = end.branch->getParent();
  BasicBlock* header = end.counter->getParent();
  unsigned leaves = end.leaves;
  BasicBlock* exit = end.branch->getSuccessor(leaves);
  BasicBlock* next = end.branch->getSuccessor(1 - leaves);
  BasicBlock* preheader = end.counter->getIncomingBlock(end.from_preheader);
  llvm::LLVMContext& context = header->getContext();
  Function* function = header->getParent();
  BasicBlock* slice = BasicBlock::Create(context, "slice", function, header);
  BasicBlock* ended =
      BasicBlock::Create(context, "ended", function, block->getNextNode());
  BasicBlock* again =
      BasicBlock::Create(context, "poll", function, ended->getNextNode());

  llvm::IRBuilder<> builder(slice);
  llvm::Value* counter = nullptr;
  for (llvm::PHINode& phi : header->phis()) {
    llvm::PHINode* outer = builder.CreatePHI(phi.getType(), 2);
    outer->addIncoming(phi.getIncomingValueForBlock(preheader), preheader);
    int index = phi.getBasicBlockIndex(preheader);
    outer->addIncoming(
        end.at_head ? &phi : phi.getIncomingValue(unsigned(1 - index)), again);
    phi.setIncomingValue(unsigned(index), outer);
    phi.setIncomingBlock(unsigned(index), slice);
    if (&phi == end.counter) counter = outer;
  }
  preheader->getTerminator()->replaceSuccessorWith(header, slice);
  llvm::Value* limit = end_of_slice(builder, end, counter);
  builder.CreateBr(header);

  builder.SetInsertPoint(end.branch);
  end.branch->setCondition(builder.CreateICmp(end.goes_on, end.value, limit));
  end.branch->setSuccessor(0, next);
  end.branch->setSuccessor(1, ended);
  end.branch->setMetadata(llvm::LLVMContext::MD_prof, nullptr);
  builder.SetInsertPoint(ended);
  builder.CreateCondBr(builder.CreateICmp(end.goes_on, end.value, end.end),
                       again, exit);
  exit->replacePhiUsesWith(block, ended);
  builder.SetInsertPoint(again);
  poll.moveBefore(builder.CreateBr(slice)->getIterator());
}

void Counter::run(bool unrolls) {
  llvm::ReversePostOrderTraversal<Function*> order(&function_);
  // Optimising can make loops with several entries, which count for sure.
  bool knows_loops = !llvm::containsIrreducibleCFG<BasicBlock*>(order, loops_);
  if (knows_loops) {
    for (Loop* loop : loops_.getLoopsInPreorder()) drop_needless(*loop);
    for (CallInst* poll : polls()) {
      if (!loops_.getLoopFor(poll->getParent()) &&
          is_poll_of(*poll, marks::kPollOfLoop))
        poll->eraseFromParent();
    }
    // From the inside, because what is around counts for more then.
    for (Loop* loop : llvm::reverse(loops_.getLoopsInPreorder())) {
      choose_slices(*loop, /*at_head=*/false);
      if (ends_.contains(loop) || (unrolls && unroll(*loop))) continue;
      choose_slices(*loop, /*at_head=*/true);
    }
  }
  std::vector<std::pair<CallInst*, const Loop*>> local;
  std::vector<std::pair<CallInst*, const Loop*>> sliced;
  // The tree is made anew at the end: in large functions each change to it
  // takes as long.
  std::vector<CallInst*> all = polls();
  for (CallInst* poll : all) move_behind_round(*poll);
  for (CallInst* poll : all) {
    const Loop* loop = loops_.getLoopFor(poll->getParent());
    if (loop && ends_.contains(loop)) {
      sliced.emplace_back(poll, loop);
    } else if (loop && counts_rounds_.contains(loop)) {
      continue;
    } else if (knows_loops && is_poll_of(*poll, marks::kPollOfLoop) &&
               outermost_local(*loop)) {
      local.emplace_back(poll, loop);
    } else {
      count_in_instance(*poll);
    }
  }
  for (auto [poll, loop] : local) count_locally(*poll, *loop);
  for (CallInst* poll : all) poll->removeFnAttr(marks::kPoll);
  // Now loops and blocks are no more those that are known.
  for (auto [poll, loop] : sliced) slice(*poll, ends_.at(loop));
  if (left_) {
    tree_.recalculate(function_);
    llvm::PromoteMemToReg(left_, tree_);
  }
}

}  // namespace

llvm::PreservedAnalyses PollCounts::run(llvm::Module& module,
                                        llvm::ModuleAnalysisManager& analyses) {
  auto& functions =
      analyses.getResult<llvm::FunctionAnalysisManagerModuleProxy>(module)
          .getManager();
  Polling polling = find_polling(module);
  for (Function& function : module) {
    if (std::ranges::none_of(llvm::instructions(function), is_poll)) continue;
    bool unrolls = unrolls_ && !function.hasMinSize() && !is_huge(function) &&
                   !has_fewer_passes(function);
    Counter(function, functions, polling, counter_).run(unrolls);
    functions.invalidate(function, llvm::PreservedAnalyses::none());
  }
  return llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
