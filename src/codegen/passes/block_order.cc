#include "codegen/passes/block_order.h"

#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/Function.h>

#include "codegen/passes/budget.h"
#include "codegen/passes/switch_edges.h"

namespace wasm2mpy::codegen {
namespace {

// Behind `before`: the ways to a block from switches, then the block.
void place(llvm::BasicBlock& block, llvm::BasicBlock*& before) {
  llvm::SmallVector<llvm::BasicBlock*> edges;
  for (llvm::BasicBlock* source : llvm::predecessors(&block))
    if (is_switch_edge(*source)) edges.push_back(source);
  edges.push_back(&block);
  for (llvm::BasicBlock* each : edges) {
    if (before) each->moveAfter(before);
    before = each;
  }
}

}  // namespace

llvm::PreservedAnalyses BlockOrder::run(llvm::Function& function,
                                        llvm::FunctionAnalysisManager&) {
  if (!is_huge(function)) return llvm::PreservedAnalyses::all();
  llvm::BasicBlock* before = nullptr;
  for (llvm::BasicBlock* block :
       llvm::ReversePostOrderTraversal<llvm::Function*>(&function))
    if (!is_switch_edge(*block)) place(*block, before);
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
