#include "codegen/passes/switch_edges.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Instructions.h>

#include "codegen/passes/budget.h"

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

// Behind the switch, as LLVM places such blocks. LLVM looks at all uses of a
// value for each PHI that it goes to, so in a huge function each edge has its
// own copy, of which nothing is left in the end.
llvm::BasicBlock* make_edge(llvm::SwitchInst& from, llvm::BasicBlock& target) {
  llvm::BasicBlock* source = from.getParent();
  llvm::Function* function = source->getParent();
  llvm::BasicBlock* edge = llvm::BasicBlock::Create(
      from.getContext(), "", function, source->getNextNode());
  auto* branch = llvm::BranchInst::Create(&target, edge);
  branch->setDebugLoc(from.getDebugLoc());
  for (llvm::PHINode& phi : target.phis()) {
    auto index = unsigned(phi.getBasicBlockIndex(source));
    phi.setIncomingBlock(index, edge);
    llvm::Value* value = phi.getIncomingValue(index);
    if (!is_huge(*function) || llvm::isa<llvm::Constant>(value)) continue;
    phi.setIncomingValue(
        index, new llvm::FreezeInst(value, "", branch->getIterator()));
  }
  return edge;
}

// LLVM's own function looks at all cases for each.
void split_edges(llvm::SwitchInst& from) {
  // Cases that lead to the same block share one.
  llvm::DenseMap<llvm::BasicBlock*, llvm::BasicBlock*> edges;
  for (unsigned i = 0; i < from.getNumSuccessors(); ++i) {
    llvm::BasicBlock* target = from.getSuccessor(i);
    llvm::BasicBlock*& edge = edges[target];
    if (edge) {
      target->removePredecessor(from.getParent());
    } else if (is_critical(*target, *from.getParent())) {
      edge = make_edge(from, *target);
    } else {
      continue;
    }
    from.setSuccessor(i, edge);
  }
}

}  // namespace

bool is_switch_edge(const llvm::BasicBlock& block) {
  const llvm::BasicBlock* source = block.getUniquePredecessor();
  return source && block.getSingleSuccessor() &&
         llvm::isa<llvm::SwitchInst>(source->getTerminator()) &&
         llvm::all_of(block, [](const llvm::Instruction& instruction) {
           return llvm::isa<llvm::FreezeInst, llvm::BranchInst>(instruction);
         });
}

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
