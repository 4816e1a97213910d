#include "codegen/passes/far_slots.h"

#include <algorithm>

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

namespace wasm2mpy::codegen {
namespace {

// As if no argument was in a register.
uint64_t passed_bytes(const llvm::CallBase& call,
                      const llvm::DataLayout& layout) {
  uint64_t bytes = 0;
  for (const llvm::Use& argument : call.args()) {
    if (!argument->getType()->isSized()) continue;  // of intrinsics
    uint64_t size = layout.getTypeAllocSize(argument->getType());
    bytes += std::max(size, uint64_t(layout.getPointerSize()));
  }
  return bytes;
}

}  // namespace

llvm::PreservedAnalyses FarSlots::run(llvm::Function& function,
                                      llvm::FunctionAnalysisManager&) {
  uint64_t most = 0;
  for (const llvm::Instruction& instruction : llvm::instructions(function)) {
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction))
      most = std::max(most, passed_bytes(*call, function.getDataLayout()));
  }
  // Saved registers and other slots may be below it, too.
  if (most > target_.stack_offset_reach / 2)
    function.addFnAttr("frame-pointer", "all");
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
