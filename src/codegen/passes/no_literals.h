// Large functions without literals, where those have to be near.
//
// LLVM places a literal where the load that reads it reaches, 1 KB on armv6m,
// and for each that is too far it looks at all blocks of the function again: 5
// s for 5,700 loads of different fields. Constants can be made of their bytes
// instead, as for code that cannot be read as data ("execute only"), one
// instruction or two for a byte.
//
// Of what the linker knows, only a literal can hold an address. So each address
// comes from a small function of its own, as does that of the next block where
// LLVM would make a table of jumps.
#ifndef WASM2MPY_CODEGEN_PASSES_NO_LITERALS_H_
#define WASM2MPY_CODEGEN_PASSES_NO_LITERALS_H_

#include <llvm/IR/PassManager.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

class NoLiterals : public llvm::PassInfoMixin<NoLiterals> {
 public:
  explicit NoLiterals(const target::Target& target) : target_(target) {}

  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  const target::Target& target_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_NO_LITERALS_H_
