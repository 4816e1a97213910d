#include "codegen/passes/block_order.h"

#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/Function.h>

#include "codegen/passes/budget.h"

namespace wasm2mpy::codegen {

llvm::PreservedAnalyses BlockOrder::run(llvm::Function& function,
                                        llvm::FunctionAnalysisManager&) {
  if (!is_huge(function)) return llvm::PreservedAnalyses::all();
  llvm::BasicBlock* before = nullptr;
  for (llvm::BasicBlock* block :
       llvm::ReversePostOrderTraversal<llvm::Function*>(&function)) {
    if (before) block->moveAfter(before);
    before = block;
  }
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
