#include "codegen/passes/inlining_depth.h"

#include <algorithm>

#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/InstrTypes.h>

#include "codegen/passes/budget.h"

namespace wasm2mpy::codegen {
namespace {

constexpr unsigned kMostDeep = 12;
// What is smaller is inlined at any depth.
constexpr unsigned kSmall = 40;

llvm::SmallPtrSet<const llvm::Function*, 8> callees_of(
    const llvm::Function& function) {
  llvm::SmallPtrSet<const llvm::Function*, 8> callees;
  for (const llvm::Instruction& instruction : llvm::instructions(function)) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    const llvm::Function* callee = call ? call->getCalledFunction() : nullptr;
    if (callee && !callee->isDeclaration()) callees.insert(callee);
  }
  return callees;
}

}  // namespace

llvm::PreservedAnalyses NoteCalls::run(llvm::Module& module,
                                       llvm::ModuleAnalysisManager&) {
  depths_->nodes.clear();
  for (const llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    auto callees = callees_of(function);
    depths_->nodes[&function].callees.assign(callees.begin(), callees.end());
  }
  return llvm::PreservedAnalyses::all();
}

// Functions come after those that they call. One that it does not call any more
// was inlined, or was not reached.
llvm::PreservedAnalyses BoundInlining::run(llvm::LazyCallGraph::SCC& component,
                                           llvm::CGSCCAnalysisManager&,
                                           llvm::LazyCallGraph&,
                                           llvm::CGSCCUpdateResult&) {
  for (llvm::LazyCallGraph::Node& node : component) {
    llvm::Function& function = node.getFunction();
    auto noted = depths_->nodes.find(&function);
    if (noted == depths_->nodes.end()) continue;
    auto left = callees_of(function);
    unsigned depth = 0;
    for (const llvm::Function* callee : noted->second.callees) {
      if (left.contains(callee)) continue;
      auto inlined = depths_->nodes.find(callee);
      if (inlined != depths_->nodes.end())
        depth = std::max(depth, inlined->second.depth + 1);
    }
    noted->second.depth = depth;
    if (depth < kMostDeep || function.getInstructionCount() < kSmall ||
        function.hasFnAttribute(llvm::Attribute::AlwaysInline))
      continue;
    function.addFnAttr(llvm::Attribute::NoInline);
    note_fewer_passes(function);
  }
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
