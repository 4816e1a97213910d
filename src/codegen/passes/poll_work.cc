#include "codegen/passes/poll_work.h"

#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include "codegen/marks.h"

namespace wasm2mpy::codegen {

bool is_poll(const llvm::Instruction& instruction) {
  auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
  return call && call->getAttributes().hasFnAttr(marks::kPoll);
}

bool is_poll_of(const llvm::Instruction& instruction, llvm::StringRef place) {
  return is_poll(instruction) && llvm::cast<llvm::CallBase>(instruction)
                                         .getFnAttr(marks::kPoll)
                                         .getValueAsString() == place;
}

bool is_real_call(const llvm::Instruction& instruction) {
  auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
  return call && !call->isInlineAsm() && !is_poll(instruction) &&
         !llvm::isa<llvm::IntrinsicInst>(instruction);
}

uint64_t work_of(const llvm::BasicBlock& block) {
  uint64_t work = 0;
  for (const llvm::Instruction& instruction : block) {
    // Mostly part of others.
    if (llvm::isa<llvm::PHINode, llvm::GetElementPtrInst, llvm::CastInst>(
            instruction) ||
        is_poll(instruction))
      continue;
    constexpr uint64_t kCall = 10;
    work += is_real_call(instruction) ? kCall : 1;
  }
  return work;
}

}  // namespace wasm2mpy::codegen
