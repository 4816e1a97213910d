#include "codegen/passes/many_calls.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/InstrTypes.h>

namespace wasm2mpy::codegen {
namespace {

constexpr size_t kManyCalls = 200;

// Others are a part of the block of the call.
bool has_blocks(const llvm::Function& function) {
  return function.size() > 1 &&
         !function.hasFnAttribute(llvm::Attribute::AlwaysInline);
}

}  // namespace

llvm::PreservedAnalyses ManyCalls::run(llvm::Function& function,
                                       llvm::FunctionAnalysisManager&) {
  llvm::DenseMap<llvm::Function*, llvm::SmallVector<llvm::CallBase*>> calls;
  for (llvm::Instruction& instruction : llvm::instructions(function)) {
    auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    llvm::Function* callee = call ? call->getCalledFunction() : nullptr;
    if (callee && has_blocks(*callee)) calls[callee].push_back(call);
  }
  for (auto& [callee, places] : calls) {
    if (places.size() < kManyCalls) continue;
    for (llvm::CallBase* call : places) call->setIsNoInline();
  }
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
