// What the passes for polls (--interruptible) go by.
#ifndef WASM2MPY_CODEGEN_PASSES_POLL_WORK_H_
#define WASM2MPY_CODEGEN_PASSES_POLL_WORK_H_

#include <cstdint>

#include <llvm/ADT/StringRef.h>
#include <llvm/IR/BasicBlock.h>
#include <llvm/IR/Instruction.h>

namespace wasm2mpy::codegen {

bool is_poll(const llvm::Instruction& instruction);
// ... of that kind; see codegen/marks.h.
bool is_poll_of(const llvm::Instruction& instruction, llvm::StringRef place);

// A call of something that may take long: not of LLVM's own functions, and not
// a poll.
bool is_real_call(const llvm::Instruction& instruction);

// About as many instructions as it becomes.
uint64_t work_of(const llvm::BasicBlock& block);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_POLL_WORK_H_
