// Calls of one function from very many places of another stay calls.
//
// Inlined they are a few blocks each, with the same tests of the same values,
// and LLVM looks at all others for each of them: 16 KB of memory.fill took 22 s
// on x64. Functions that people wrote have a few dozen of such calls.
#ifndef WASM2MPY_CODEGEN_PASSES_MANY_CALLS_H_
#define WASM2MPY_CODEGEN_PASSES_MANY_CALLS_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

class ManyCalls : public llvm::PassInfoMixin<ManyCalls> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_MANY_CALLS_H_
