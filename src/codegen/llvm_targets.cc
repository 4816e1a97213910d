#include "codegen/llvm_targets.h"

#include <llvm/CodeGen/GlobalISel/CallLowering.h>
#include <llvm/CodeGen/GlobalISel/LegalizerInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Support/CodeGen.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/VirtualFileSystem.h>

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

// What LLVM's code generators name and never use here is defined here: then the
// linker, which has this file first, takes none of LLVM's files for it: the
// tool is 2 MB smaller. Of classes the constructors are enough.
namespace llvm {

class AsmPrinter;
struct CGPassBuilderOption;
class FunctionPass;
class InstructionSelector;
class PassBuilder;
class PassInstrumentationCallbacks;
class PassRegistry;
class raw_pwrite_stream;

namespace {

[[noreturn]] void never() {
  reportFatalInternalError("the tool has no such part of LLVM");
}

}  // namespace

// GlobalISel, a second way to select instructions, is off for these machines.
void initializeGlobalISel(PassRegistry&) {}

struct IRTranslator {
  explicit IRTranslator(CodeGenOptLevel);
};
struct Legalizer {
  Legalizer();
};
struct RegBankSelect {
  enum Mode : int;
  explicit RegBankSelect(Mode);
};
struct InstructionSelect {
  static char ID;
  InstructionSelect(CodeGenOptLevel, char&);
};
IRTranslator::IRTranslator(CodeGenOptLevel) { never(); }
Legalizer::Legalizer() { never(); }
RegBankSelect::RegBankSelect(Mode) { never(); }
char InstructionSelect::ID;
InstructionSelect::InstructionSelect(CodeGenOptLevel, char&) { never(); }

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

// ARM and x86 make these for each processor, and of a larger size.
struct OfAnySize {
  static void operator delete(void* place) { ::operator delete(place); }
};
#define NO_LEGALIZER(name, ...)                                       \
  class name##TargetLowering;                                         \
  struct name##CallLowering : CallLowering, OfAnySize {               \
    explicit name##CallLowering(const name##TargetLowering&);         \
  };                                                                  \
  struct name##LegalizerInfo : LegalizerInfo, OfAnySize {             \
    explicit name##LegalizerInfo(__VA_ARGS__);                        \
  };                                                                  \
  name##CallLowering::name##CallLowering(const name##TargetLowering&) \
      : CallLowering(nullptr) {}                                      \
  name##LegalizerInfo::name##LegalizerInfo(__VA_ARGS__) {}
NO_LEGALIZER(ARM, const ARMSubtarget&)
NO_LEGALIZER(RISCV, const RISCVSubtarget&)
NO_LEGALIZER(X86, const X86Subtarget&, const X86TargetMachine&)
#undef NO_LEGALIZER

// Code generation by the new kind of passes, which only x86 has begun to have.
class X86TargetMachine {
 public:
  void registerPassBuilderCallbacks(PassBuilder&);
  Error buildCodeGenPipeline(ModulePassManager&, raw_pwrite_stream&,
                             raw_pwrite_stream*, CodeGenFileType,
                             const CGPassBuilderOption&,
                             PassInstrumentationCallbacks*);
};
void X86TargetMachine::registerPassBuilderCallbacks(PassBuilder&) {}
Error X86TargetMachine::buildCodeGenPipeline(
    ModulePassManager&, raw_pwrite_stream&, raw_pwrite_stream*, CodeGenFileType,
    const CGPassBuilderOption&, PassInstrumentationCallbacks*) {
  never();
}

// Debug information for Windows, code as text, and what counts where it runs.
struct CodeViewDebug {
  explicit CodeViewDebug(AsmPrinter*);
};
CodeViewDebug::CodeViewDebug(AsmPrinter*) { never(); }
MachineFunctionPass* createPrintMIRPass(raw_ostream&) { never(); }
void initializeMIRProfileLoaderPassPass(PassRegistry&) {}
FunctionPass* createMIRProfileLoaderPass(std::string, std::string,
                                         sampleprof::FSDiscriminatorPass,
                                         IntrusiveRefCntPtr<vfs::FileSystem>) {
  never();
}

}  // namespace llvm
