// `while (*at < pivot) ++at;` tests in each round whether `at` is aligned,
// which it always is or never. Such a check can stand before the loop if the
// first round comes to it without doing anything that can be seen. When it
// fails, another check that comes before it in the round may fail as well, and
// must be the one that traps. So it goes to a copy of the first round up to
// itself, in a place where it costs no time and, since nearly always the one
// check of bounds is all there is, few bytes.
#include "codegen/passes/check_hoisting.h"

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/Cloning.h>
#include <llvm/Transforms/Utils/LoopUtils.h>

#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::BasicBlock;
using llvm::BranchInst;
using llvm::Loop;

// Copying more than these instructions costs more than it gains.
constexpr unsigned kMostCopied = 8;

// The blocks from the head of a loop to the one that ends in the check.
using Way = llvm::SmallVector<BasicBlock*, 4>;

BranchInst* branch_of(BasicBlock& block) {
  return llvm::dyn_cast<BranchInst>(block.getTerminator());
}

// To the first check of the loop that can stand before it; empty: none.
Way find_invariant_check(Loop& loop) {
  Way way;
  unsigned size = 0;
  for (BasicBlock* block = loop.getHeader();;) {
    way.push_back(block);
    for (llvm::Instruction& instruction : *block) {
      if (instruction.isTerminator() || llvm::isa<llvm::PHINode>(instruction))
        continue;
      if (instruction.mayHaveSideEffects() || ++size > kMostCopied) return {};
    }
    BranchInst* branch = branch_of(*block);
    if (!branch) return {};
    BasicBlock* next = branch->getSuccessor(0);
    if (branch->isConditional()) {
      std::optional<Check> check = check_of(*branch);
      if (!check) return {};
      if (!llvm::isa<llvm::Constant>(branch->getCondition()) &&
          loop.isLoopInvariant(branch->getCondition()))
        return way;
      next = check->pass;
    }
    if (!next->getSinglePredecessor() || !loop.contains(next)) return {};
    block = next;
  }
}

// The way as the first round takes it, ending in the trap.
BasicBlock* copy_way(const Way& way, BasicBlock* preheader, BasicBlock* trap) {
  llvm::ValueToValueMapTy map;
  auto in_copy = [&](llvm::Value* value) -> llvm::Value* {
    llvm::Value* copy = map.lookup(value);
    return copy ? copy : value;
  };
  llvm::SmallVector<BasicBlock*, 4> copies;
  for (BasicBlock* block : way) {
    BasicBlock* copy =
        BasicBlock::Create(block->getContext(), "failing", block->getParent());
    map[block] = copy;
    copies.push_back(copy);
    for (llvm::Instruction& instruction : *block) {
      if (auto* phi = llvm::dyn_cast<llvm::PHINode>(&instruction)) {
        llvm::Value* value = phi->getIncomingValueForBlock(
            block == way[0] ? preheader : phi->getIncomingBlock(0));
        map[phi] = in_copy(value);
        continue;
      }
      llvm::Instruction* cloned = instruction.clone();
      cloned->insertInto(copy, copy->end());
      map[&instruction] = cloned;
    }
  }
  llvm::remapInstructionsInBlocks(copies, map);
  copies.back()->getTerminator()->eraseFromParent();
  BranchInst::Create(trap, copies.back());
  for (size_t i = 0; i < way.size(); ++i) {
    for (BasicBlock* trap_block : llvm::successors(copies[i])) {
      if (!trap_of(*trap_block)) continue;
      for (llvm::PHINode& phi : trap_block->phis()) {
        llvm::Value* value = phi.getIncomingValueForBlock(way[i]);
        phi.addIncoming(in_copy(value), copies[i]);
      }
    }
  }
  return copies.front();
}

bool hoist_check(Loop& loop, llvm::DominatorTree& dominators,
                 llvm::LoopInfo& loops) {
  BasicBlock* before = loop.getLoopPreheader();
  if (!before) return false;
  Way way = find_invariant_check(loop);
  if (way.empty()) return false;
  BranchInst* branch = branch_of(*way.back());
  Check check = *check_of(*branch);
  BasicBlock* failing = copy_way(way, before, check.trap);
  bool outcome = branch->getSuccessor(0) == check.pass;
  llvm::Value* condition = branch->getCondition();
  BasicBlock* preheader =
      llvm::SplitEdge(before, loop.getHeader(), &dominators, &loops);
  BranchInst* hoisted = BranchInst::Create(
      outcome ? preheader : failing, outcome ? failing : preheader, condition);
  hoisted->copyMetadata(*branch);
  llvm::ReplaceInstWithInst(before->getTerminator(), hoisted);
  remove_check(*branch, check);
  dominators.recalculate(*before->getParent());
  return true;
}

}  // namespace

llvm::PreservedAnalyses CheckHoisting::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  auto& loops = analyses.getResult<llvm::LoopAnalysis>(function);
  auto& dominators = analyses.getResult<llvm::DominatorTreeAnalysis>(function);
  bool changed = false;
  // Inner loops first: what leaves one may leave the one around it, too.
  llvm::SmallVector<Loop*, 4> order = loops.getLoopsInPreorder();
  for (Loop* loop : llvm::reverse(order))
    while (hoist_check(*loop, dominators, loops)) changed = true;
  return changed ? llvm::PreservedAnalyses::none()
                 : llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
