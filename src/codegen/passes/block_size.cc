#include "codegen/passes/block_size.h"

#include <vector>

#include <llvm/IR/Function.h>
#include <llvm/IR/Instructions.h>

#include "codegen/passes/budget.h"

namespace wasm2mpy::codegen {
namespace {

constexpr size_t kMostInstructions = 500;

// What the rest of a block begins with, each time that there were enough.
// Allocas stay where they are static.
std::vector<llvm::Instruction*> find_cuts(llvm::BasicBlock& block) {
  std::vector<llvm::Instruction*> cuts;
  size_t count = 0;
  for (llvm::Instruction& instruction : block) {
    if (++count <= kMostInstructions ||
        llvm::isa<llvm::PHINode, llvm::AllocaInst>(instruction) ||
        instruction.isTerminator())
      continue;
    cuts.push_back(&instruction);
    count = 1;
  }
  return cuts;
}

}  // namespace

llvm::PreservedAnalyses BlockSize::run(llvm::Function& function,
                                       llvm::FunctionAnalysisManager&) {
  if (!is_huge(function)) return llvm::PreservedAnalyses::all();
  std::vector<llvm::BasicBlock*> large;
  for (llvm::BasicBlock& block : function) {
    if (block.size() > kMostInstructions) large.push_back(&block);
  }
  for (llvm::BasicBlock* block : large) {
    // From the end, so that each part is split off once.
    std::vector<llvm::Instruction*> cuts = find_cuts(*block);
    for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut)
      block->splitBasicBlock(*cut);
  }
  return large.empty() ? llvm::PreservedAnalyses::all()
                       : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
