// Its rounds are not counted: they are work of the round of the loop around it.
// A loop that calls functions keeps its poll: it may be what a recursion goes
// through.
#include "codegen/passes/short_loops.h"

#include <algorithm>

#include <llvm/ADT/STLExtras.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>

#include "codegen/passes/poll_work.h"
#include "contract/constants.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::BasicBlock;
using llvm::Instruction;
using llvm::Loop;

class Shortener {
 public:
  explicit Shortener(llvm::ScalarEvolution& evolution)
      : evolution_(evolution) {}

  // The work of all rounds; kMuch: it has polls.
  uint64_t shorten(const Loop& loop);
  bool changed() const { return changed_; }

  static constexpr uint64_t kMuch = RT_POLL_SLICE + 1;

 private:
  void remove_polls(const Loop& loop);

  llvm::ScalarEvolution& evolution_;
  bool changed_ = false;
};

bool calls(const Loop& loop) {
  return std::ranges::any_of(loop.blocks(), [](const BasicBlock* block) {
    return std::ranges::any_of(*block, is_real_call);
  });
}

void Shortener::remove_polls(const Loop& loop) {
  for (BasicBlock* block : loop.blocks()) {
    for (Instruction& instruction : llvm::make_early_inc_range(*block)) {
      if (!is_poll(instruction)) continue;
      instruction.eraseFromParent();
      changed_ = true;
    }
  }
}

uint64_t Shortener::shorten(const Loop& loop) {
  uint64_t rounds = evolution_.getSmallConstantMaxTripCount(&loop);
  uint64_t round = 0;
  for (const Loop* child : loop) round += shorten(*child);
  for (const BasicBlock* block : loop.blocks()) round += work_of(*block);
  if (rounds == 0 || rounds >= kMuch || rounds * round >= kMuch || calls(loop))
    return kMuch;
  remove_polls(loop);
  return rounds * round;
}

}  // namespace

llvm::PreservedAnalyses ShortLoops::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  auto& loops = analyses.getResult<llvm::LoopAnalysis>(function);
  if (loops.empty()) return llvm::PreservedAnalyses::all();
  auto& evolution = analyses.getResult<llvm::ScalarEvolutionAnalysis>(function);
  Shortener shortener(evolution);
  for (const Loop* loop : loops) shortener.shorten(*loop);
  if (!shortener.changed()) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wasm2mpy::codegen
