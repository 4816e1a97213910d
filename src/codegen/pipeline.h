// The passes that optimise a module, in order.
#ifndef WASM2MPY_CODEGEN_PIPELINE_H_
#define WASM2MPY_CODEGEN_PIPELINE_H_

#include <llvm/IR/PassManager.h>
#include <llvm/Passes/PassBuilder.h>

#include "codegen/codegen.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

// The pipeline of that level, for a module whose only symbol that is needed is
// the entry. `has_vectors`: it has values that are some. `builder` is LLVM's;
// it must live until the pipeline has run.
llvm::ModulePassManager make_pipeline(llvm::PassBuilder& builder,
                                      const target::Target& target,
                                      OptLevel level, bool has_vectors);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PIPELINE_H_
