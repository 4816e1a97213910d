// A function that has one caller is smaller as a part of it. LLVM inlines such
// functions, but not where nothing follows the call, because that is not run
// often. Here it is the rule: the runtime raises exceptions through two or
// three functions that do not return, each of which would move its arguments
// out of the way of the next call.
#include "codegen/passes/error_inlining.h"

#include <llvm/IR/Function.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>

namespace wasm2mpy::codegen {
namespace {

// Only into a function that does not return either: in another one it would
// take registers and stack from what is run.
bool is_part_of_error(const llvm::Function& function) {
  if (!function.hasLocalLinkage() || !function.doesNotReturn() ||
      !function.hasOneUse() ||
      function.hasFnAttribute(llvm::Attribute::NoInline))
    return false;
  auto* call = llvm::dyn_cast<llvm::CallBase>(*function.user_begin());
  return call && call->getCalledFunction() == &function &&
         call->getFunction() != &function &&
         call->getFunction()->doesNotReturn();
}

}  // namespace

llvm::PreservedAnalyses ErrorInlining::run(llvm::Module& module,
                                           llvm::ModuleAnalysisManager&) {
  for (llvm::Function& function : module) {
    if (!is_part_of_error(function)) continue;
    function.addFnAttr(llvm::Attribute::AlwaysInline);
  }
  return llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
