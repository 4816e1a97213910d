// The passes that optimise a module, in order.
#ifndef WASM2MPY_CODEGEN_PIPELINE_H_
#define WASM2MPY_CODEGEN_PIPELINE_H_

#include <optional>

#include <llvm/IR/PassManager.h>

#include "codegen/codegen.h"
#include "codegen/passes/inline_access.h"
#include "codegen/passes/stack_access.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

// What some passes are for.
struct Contents {
  bool vectors = false;  // values that are some
  bool polls = false;    // calls that PollCounts goes past
  // With polls: offset in the instance of the work until the next.
  uint32_t poll_work = 0;
  bool callers = false;  // a trap reads the stack (callers.h)
  // Of a lean memory whose functions for accesses can look into the stack
  // first.
  std::optional<StackPlace> stack;
  // Of a lean memory, if accesses by pointers may look for themselves.
  std::optional<ViewPlace> view;
};

// The pipeline of that level, for a module whose only symbol that is needed is
// the entry.
llvm::ModulePassManager make_pipeline(const target::Target& target,
                                      OptLevel level, Contents contents);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PIPELINE_H_
