#include "codegen/passes/switch_edges.h"

#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

namespace wasm2mpy::codegen {
namespace {

// With fewer values in flight LLVM's way is shorter.
constexpr size_t kManyValues = 100;

bool is_critical(const llvm::BasicBlock& target,
                 const llvm::BasicBlock& source) {
  return target.getUniquePredecessor() != &source &&
         llvm::isa<llvm::PHINode>(target.front());
}

size_t count_values(const llvm::SwitchInst& from) {
  size_t count = 0;
  for (const llvm::BasicBlock* target : llvm::successors(&from)) {
    if (is_critical(*target, *from.getParent()))
      count += size_t(llvm::range_size(target->phis()));
  }
  return count;
}

void split_edges(llvm::SwitchInst& from) {
  llvm::CriticalEdgeSplittingOptions options;
  // Cases that lead to the same block share one.
  options.setMergeIdenticalEdges();
  for (unsigned i = 0; i < from.getNumSuccessors(); ++i) {
    if (is_critical(*from.getSuccessor(i), *from.getParent()))
      llvm::SplitCriticalEdge(&from, i, options);
  }
}

}  // namespace

llvm::PreservedAnalyses SwitchEdges::run(llvm::Function& function,
                                         llvm::FunctionAnalysisManager&) {
  llvm::SmallVector<llvm::SwitchInst*> switches;
  for (llvm::BasicBlock& block : function) {
    auto* from = llvm::dyn_cast<llvm::SwitchInst>(block.getTerminator());
    if (from && count_values(*from) > kManyValues) switches.push_back(from);
  }
  for (llvm::SwitchInst* from : switches) split_edges(*from);
  return switches.empty() ? llvm::PreservedAnalyses::all()
                          : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
