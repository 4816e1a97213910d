#include "codegen/passes/near_traps.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/Cloning.h>

#include "codegen/passes/budget.h"
#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {
namespace {

constexpr size_t kReach = 254;  // bytes of a conditional branch
// Of code for one instruction of LLVM's IR. Most have less, and one that is out
// of reach for all that costs a longer branch.
constexpr size_t kLikelyBytes = 8;
constexpr size_t kMostBetween = kReach / kLikelyBytes;

struct Copy {
  llvm::BasicBlock* block = nullptr;
  size_t position = 0;
};

bool can_be_copied(const llvm::BasicBlock& trap) {
  return llvm::isa<llvm::UnreachableInst>(trap.getTerminator()) &&
         !llvm::isa<llvm::PHINode>(trap.front());
}

llvm::BasicBlock* copy_behind(llvm::BasicBlock& block,
                              const llvm::BasicBlock& trap) {
  llvm::ValueToValueMapTy values;
  llvm::BasicBlock* copy = llvm::CloneBasicBlock(&trap, values);
  copy->insertInto(block.getParent(), block.getNextNode());
  llvm::remapInstructionsInBlocks({copy}, values);
  return copy;
}

}  // namespace

llvm::PreservedAnalyses NearTraps::run(llvm::Function& function,
                                       llvm::FunctionAnalysisManager&) {
  if (!is_huge(function)) return llvm::PreservedAnalyses::all();
  llvm::DenseMap<llvm::BasicBlock*, Copy> copies;
  size_t position = 0;
  for (llvm::BasicBlock& block : llvm::make_early_inc_range(function)) {
    position += block.size();
    auto* branch = llvm::dyn_cast<llvm::BranchInst>(block.getTerminator());
    std::optional<Check> check = branch ? check_of(*branch) : std::nullopt;
    if (!check || !can_be_copied(*check->trap)) continue;
    Copy& copy = copies[check->trap];
    if (!copy.block || position - copy.position > kMostBetween)
      copy = {copy_behind(block, *check->trap), position};
    branch->replaceSuccessorWith(check->trap, copy.block);
  }
  for (auto& [trap, copy] : copies)
    if (llvm::pred_empty(trap)) llvm::DeleteDeadBlock(trap);
  return copies.empty() ? llvm::PreservedAnalyses::all()
                        : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
