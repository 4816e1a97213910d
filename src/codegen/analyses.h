// What passes ask about code, and who answers. llvm::PassBuilder would register
// these, and with them all analyses that LLVM has.
#ifndef WASM2MPY_CODEGEN_ANALYSES_H_
#define WASM2MPY_CODEGEN_ANALYSES_H_

#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/IR/PassInstrumentation.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Target/TargetMachine.h>

namespace wasm2mpy::codegen {

class Analyses {
 public:
  // For a target, or without one that is known. `callbacks` are told of passes;
  // both must live as long as this.
  Analyses(llvm::TargetMachine* machine,
           llvm::PassInstrumentationCallbacks* callbacks);

  // They know each other by their addresses.
  Analyses(const Analyses&) = delete;
  Analyses& operator=(const Analyses&) = delete;

  llvm::ModuleAnalysisManager& of_module() { return modules_; }
  llvm::FunctionAnalysisManager& of_functions() { return functions_; }

 private:
  llvm::LoopAnalysisManager loops_;
  llvm::FunctionAnalysisManager functions_;
  llvm::CGSCCAnalysisManager components_;
  llvm::ModuleAnalysisManager modules_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ANALYSES_H_
