// Its rounds are still counted, for the loops around it; where LLVM sees how
// many there are it counts them at once. With the rounds of short loops within
// it, it must be no longer than from one poll to the next. A loop that calls
// functions keeps its poll: it may be what a recursion goes through.
#include "codegen/passes/short_loops.h"

#include <algorithm>

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include "codegen/marks.h"
#include "contract/constants.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::BasicBlock;
using llvm::BranchInst;
using llvm::CallBase;
using llvm::Loop;

bool is_poll(const llvm::Instruction& instruction) {
  auto* call = llvm::dyn_cast<CallBase>(&instruction);
  return call && call->getAttributes().hasFnAttr(marks::kPoll);
}

bool has_poll(const BasicBlock& block) {
  return std::ranges::any_of(block, is_poll);
}

class Shortener {
 public:
  Shortener(const llvm::LoopInfo& loops, llvm::ScalarEvolution& evolution)
      : loops_(loops), evolution_(evolution) {}

  // Rounds of the loop and of short ones within it; `kMany`: it has polls.
  uint64_t shorten(const Loop& loop);
  bool changed() const { return changed_; }

  static constexpr uint64_t kMany = RT_POLL_ROUNDS + 1;

 private:
  bool calls(const Loop& loop) const;
  llvm::SmallVector<BranchInst*, 2> polls_of(const Loop& loop) const;

  const llvm::LoopInfo& loops_;
  llvm::ScalarEvolution& evolution_;
  bool changed_ = false;
};

// Whether it calls what may poll or come back.
bool Shortener::calls(const Loop& loop) const {
  for (const BasicBlock* block : loop.blocks()) {
    for (const llvm::Instruction& instruction : *block) {
      if (llvm::isa<CallBase>(instruction) && !is_poll(instruction) &&
          !llvm::isa<llvm::IntrinsicInst>(instruction))
        return true;
    }
  }
  return false;
}

// The branches to polls of the loop itself. One whose way has become another
// keeps its poll.
llvm::SmallVector<BranchInst*, 2> Shortener::polls_of(const Loop& loop) const {
  llvm::SmallVector<BranchInst*, 2> branches;
  for (BasicBlock* block : loop.blocks()) {
    auto* branch = llvm::dyn_cast<BranchInst>(block->getTerminator());
    if (!branch || !branch->isConditional() ||
        !branch->hasMetadata(marks::kPollBranch))
      continue;
    if (loops_.getLoopFor(block) == &loop &&
        has_poll(*branch->getSuccessor(0)) !=
            has_poll(*branch->getSuccessor(1)))
      branches.push_back(branch);
  }
  return branches;
}

uint64_t Shortener::shorten(const Loop& loop) {
  uint64_t inner = 0;
  for (const Loop* child : loop) {
    uint64_t rounds = shorten(*child);
    if (rounds != kMany) inner += rounds;
  }
  uint64_t rounds = evolution_.getSmallConstantMaxTripCount(&loop);
  rounds *= 1 + inner;
  if (rounds == 0 || rounds >= kMany || calls(loop)) return kMany;
  for (BranchInst* branch : polls_of(loop)) {
    branch->setCondition(llvm::ConstantInt::getBool(
        branch->getContext(), !has_poll(*branch->getSuccessor(0))));
    changed_ = true;
  }
  return rounds;
}

}  // namespace

llvm::PreservedAnalyses ShortLoops::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  auto& loops = analyses.getResult<llvm::LoopAnalysis>(function);
  if (loops.empty()) return llvm::PreservedAnalyses::all();
  auto& evolution = analyses.getResult<llvm::ScalarEvolutionAnalysis>(function);
  Shortener shortener(loops, evolution);
  for (const Loop* loop : loops) shortener.shorten(*loop);
  if (!shortener.changed()) return llvm::PreservedAnalyses::all();
  // The branches are still there.
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wasm2mpy::codegen
