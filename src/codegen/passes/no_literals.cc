#include "codegen/passes/no_literals.h"

#include <algorithm>
#include <string>

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

#include "codegen/passes/budget.h"

namespace wasm2mpy::codegen {
namespace {

// Of what the linker knows, only a literal can hold an address; a table of
// jumps has one.
bool needs_literal(const llvm::Instruction& instruction) {
  if (llvm::isa<llvm::SwitchInst>(instruction)) return true;
  return std::ranges::any_of(
      instruction.operands(), [&](const llvm::Use& operand) {
        const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
        if (call && call->isCallee(&operand)) return false;
        return llvm::isa<llvm::Constant>(operand) &&
               !llvm::isa<llvm::ConstantData>(operand);
      });
}

}  // namespace

llvm::PreservedAnalyses NoLiterals::run(llvm::Function& function,
                                        llvm::FunctionAnalysisManager&) {
  if (!is_huge(function) ||
      std::ranges::any_of(llvm::instructions(function), needs_literal))
    return llvm::PreservedAnalyses::all();
  std::string features(target_.features);
  if (!features.empty()) features += ',';
  function.addFnAttr("target-features",
                     features.append(target_.no_literals_feature));
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
