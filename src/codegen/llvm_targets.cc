#include "codegen/llvm_targets.h"

#include <llvm/Support/TargetSelect.h>

namespace wasm2mpy::codegen {

// The build defines which (llvm_targets_definition in CMakeLists.txt): USE(ARM)
// USE(RISCV) ...
void initialise_llvm_targets() {
#define USE(name)                     \
  LLVMInitialize##name##TargetInfo(); \
  LLVMInitialize##name##Target();     \
  LLVMInitialize##name##TargetMC();   \
  LLVMInitialize##name##AsmPrinter(); \
  LLVMInitialize##name##AsmParser();
  WASM2MPY_LLVM_TARGETS
#undef USE
}

}  // namespace wasm2mpy::codegen

// LLVM's code generators have a second way to select instructions, GlobalISel,
// which is off for these machines, and its tables are megabytes. What they make
// of it when they start is defined here: then the linker, which has this file
// first, takes none of LLVM's files for it.
namespace llvm {

class FunctionPass;
class InstructionSelector;
class PassRegistry;

void initializeGlobalISel(PassRegistry&) {}

#define NO_SELECTOR(name, machine)                                             \
  class machine;                                                               \
  class name##Subtarget;                                                       \
  class name##RegisterBankInfo;                                                \
  InstructionSelector* create##name##InstructionSelector(                      \
      const machine&, const name##Subtarget&, const name##RegisterBankInfo&) { \
    return nullptr;                                                            \
  }
NO_SELECTOR(ARM, ARMBaseTargetMachine)
NO_SELECTOR(RISCV, RISCVTargetMachine)
NO_SELECTOR(X86, X86TargetMachine)
#undef NO_SELECTOR

#define NO_COMBINER(name)                       \
  void initialize##name##Pass(PassRegistry&) {} \
  FunctionPass* create##name() { return nullptr; }
NO_COMBINER(RISCVO0PreLegalizerCombiner)
NO_COMBINER(RISCVPreLegalizerCombiner)
NO_COMBINER(RISCVPostLegalizerCombiner)
NO_COMBINER(X86PreLegalizerCombiner)
#undef NO_COMBINER

}  // namespace llvm
