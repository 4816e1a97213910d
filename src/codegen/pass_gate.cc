#include "codegen/pass_gate.h"

namespace wasm2mpy::codegen {

bool PassGate::shouldRunPass(llvm::StringRef pass, llvm::StringRef) const {
  return target_.derives_constants || pass != "consthoist";
}

}  // namespace wasm2mpy::codegen
