// Which passes of LLVM's code generator run.
//
// Its list of passes is fixed but for options, which are global: several
// architectures that are compiled at the same time would see each other's. But
// each pass that can be left out asks the gate of its context before it runs.
#ifndef WASM2MPY_CODEGEN_PASS_GATE_H_
#define WASM2MPY_CODEGEN_PASS_GATE_H_

#include <llvm/ADT/StringSet.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/OptBisect.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

// For one context: LLVMContext::setOptPassGate. Must outlive what compiles.
class PassGate : public llvm::OptPassGate {
 public:
  explicit PassGate(const target::Target& target) : target_(target) {}

  // Finds the functions for which some passes are left out, when they are as
  // the code generator will get them.
  void measure(llvm::Module& module);

  bool isEnabled() const override { return true; }
  bool shouldRunPass(llvm::StringRef pass,
                     llvm::StringRef description) const override;

 private:
  const target::Target& target_;
  // As LLVM describes them to the gate.
  llvm::StringSet<> with_large_blocks_;
  llvm::StringSet<> with_many_blocks_;
  llvm::StringSet<> with_many_constants_;
  llvm::StringSet<> with_long_chains_;
  llvm::StringSet<> huge_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASS_GATE_H_
