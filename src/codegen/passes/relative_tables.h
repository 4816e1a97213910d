// Arrays of addresses that LLVM makes: it turns a switch that selects one of
// several functions into a table of them. Read-only data in the text must not
// have addresses, which would need relocations; so these become distances from
// the array. LLVM does this on x64 only.
#ifndef WASM2MPY_CODEGEN_PASSES_RELATIVE_TABLES_H_
#define WASM2MPY_CODEGEN_PASSES_RELATIVE_TABLES_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

struct RelativeTables : llvm::PassInfoMixin<RelativeTables> {
  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_RELATIVE_TABLES_H_
