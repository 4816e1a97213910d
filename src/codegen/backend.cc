#include "codegen/backend.h"

#include <algorithm>
#include <format>

#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/OptBisect.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Linker/Linker.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Triple.h>

#include "codegen/layout.h"
#include "codegen/passes/x86_calls.h"
#include "codegen/pipeline.h"
#include "codegen/xtensa/emit.h"
#include "codegen/xtensa/late.h"
#include "target/runtime_bitcode.h"

namespace wasm2mpy::codegen {
namespace {

llvm::CodeGenOptLevel codegen_level(const target::Target& target,
                                    OptLevel level) {
  switch (level) {
    case OptLevel::kO0:
      return target.can_be_unoptimised ? llvm::CodeGenOptLevel::None
                                       : llvm::CodeGenOptLevel::Less;
    case OptLevel::kO1:
      return llvm::CodeGenOptLevel::Less;
    default:
      return llvm::CodeGenOptLevel::Default;
  }
}

// Calls the entry of MicroPython's function table at that offset.
llvm::CallInst* call_table(llvm::IRBuilder<>& builder, llvm::Value* table,
                           uint32_t offset, llvm::Type* result,
                           llvm::Value* argument) {
  llvm::Value* function = builder.CreateLoad(
      builder.getPtrTy(),
      builder.CreateConstInBoundsGEP1_32(builder.getInt8Ty(), table, offset));
  return builder.CreateCall(
      llvm::FunctionType::get(result, {builder.getPtrTy()}, false), function,
      {argument});
}

// nlr_push returns twice, which must be said where it is called. The runtime
// calls a function of its own that says so; here the call becomes the one
// through MicroPython's function table.
void replace_nlr_push(llvm::Module& module, const target::Target& target) {
  llvm::Function* stand_in = module.getFunction("rt_nlr_push");
  if (!stand_in) return;
  RuntimeLayout layout(target.word_size);
  while (!stand_in->use_empty()) {
    auto* call = llvm::cast<llvm::CallInst>(stand_in->user_back());
    llvm::IRBuilder<> builder(call);
    llvm::Value* table = call->getArgOperand(0);
    llvm::Value* buffer = call->getArgOperand(1);
    llvm::CallInst* real = call_table(builder, table, layout.fun_table_nlr_push,
                                      call->getType(), buffer);
    if (target.nlr_push == target::NlrPush::kTailThenSetjmp) {
      // The jmp_buf is behind the words `prev` and `ret_val`.
      llvm::Value* registers = builder.CreateConstInBoundsGEP1_32(
          builder.getInt8Ty(), buffer, 2 * target.word_size);
      real = call_table(builder, table, layout.fun_table_setjmp,
                        call->getType(), registers);
    }
    real->addFnAttr(llvm::Attribute::ReturnsTwice);
    call->replaceAllUsesWith(real);
    call->eraseFromParent();
  }
  stand_in->eraseFromParent();
}

void initialise_targets() {
  static const bool done = [] {
#define INITIALISE(name)              \
  LLVMInitialize##name##TargetInfo(); \
  LLVMInitialize##name##Target();     \
  LLVMInitialize##name##TargetMC();   \
  LLVMInitialize##name##AsmPrinter(); \
  LLVMInitialize##name##AsmParser()
    INITIALISE(X86);
    INITIALISE(ARM);
    INITIALISE(RISCV);
    INITIALISE(Xtensa);
#undef INITIALISE
    xtensa::register_late_changes();
    use_plain_calls_on_x86();
    return true;
  }();
  (void)done;
}

// The code generator's own list of passes is fixed, but each of them asks the
// module's context whether it may run.
struct WithoutConstantHoisting : llvm::OptPassGate {
  bool shouldRunPass(llvm::StringRef pass, llvm::StringRef) const override {
    return pass != "consthoist";
  }
  bool isEnabled() const override { return true; }
};

struct Analyses {
  llvm::LoopAnalysisManager loop;
  llvm::FunctionAnalysisManager function;
  llvm::CGSCCAnalysisManager call_graph;
  llvm::ModuleAnalysisManager module;

  void register_in(llvm::PassBuilder& builder) {
    builder.registerModuleAnalyses(module);
    builder.registerCGSCCAnalyses(call_graph);
    builder.registerFunctionAnalyses(function);
    builder.registerLoopAnalyses(loop);
    builder.crossRegisterProxies(loop, function, call_graph, module);
  }
};

}  // namespace

std::unique_ptr<llvm::TargetMachine> make_target_machine(
    const target::Target& target, OptLevel level) {
  initialise_targets();
  std::string error;
  // Normalised, else "thumbv6m-none-eabi" would have an operating system
  // "eabi" and no environment, and other library calls.
  llvm::Triple triple(llvm::Triple::normalize(std::string(target.triple)));
  const llvm::Target* llvm_target =
      llvm::TargetRegistry::lookupTarget(triple, error);
  if (!llvm_target) return nullptr;
  llvm::TargetOptions options;
  options.FloatABIType = target.float_abi == target::FloatAbi::kHard
                             ? llvm::FloatABI::Hard
                             : llvm::FloatABI::Soft;
  options.MCOptions.ABIName = std::string(target.abi);
  options.FunctionSections = true;
  options.DataSections = true;
  options.UniqueSectionNames = true;
  return std::unique_ptr<llvm::TargetMachine>(llvm_target->createTargetMachine(
      triple, target.cpu, target.features, options,
      target.relocation_model == target::RelocationModel::kPic
          ? llvm::Reloc::PIC_
          : llvm::Reloc::Static,
      llvm::CodeModel::Small, codegen_level(target, level)));
}

namespace {

bool is_wanted(std::string_view file, RuntimeParts parts) {
  if (file.starts_with("host_")) return parts.host;
  if (file.starts_with("rt_bind")) return parts.bind;
  if (file.starts_with("rt_lean")) return parts.lean;
  return true;
}

// Only generated code calls these, so all calls are there already.
bool is_for_generated_code(std::string_view file) {
  constexpr std::string_view kFiles[] = {"rt_bytes", "rt_minmax", "rt_round",
                                         "rt_sqrt"};
  return std::ranges::contains(kFiles, file);
}

}  // namespace

Result<void> link_runtime(llvm::Module& module, const target::Target& target,
                          RuntimeParts parts, Diagnostics& diagnostics) {
  llvm::Linker linker(module);
  bool found = false;
  for (const RuntimeBitcode& bitcode : kRuntimeBitcode) {
    if (bitcode.arch != target.name) continue;
    found = true;
    if (!is_wanted(bitcode.file, parts)) continue;
    llvm::StringRef bytes(reinterpret_cast<const char*>(bitcode.bytes.data()),
                          bitcode.bytes.size());
    // The bodies are read when they are linked, and so not all of them.
    llvm::Expected<std::unique_ptr<llvm::Module>> part =
        llvm::getLazyBitcodeModule(llvm::MemoryBufferRef(bytes, bitcode.file),
                                   module.getContext());
    if (!part) {
      return diagnostics.fail(std::format("runtime '{}' for {}: {}",
                                          bitcode.file, target.name,
                                          llvm::toString(part.takeError())));
    }
    // About the target for which clang compiled, which need not be this one.
    if ((*part)->getTargetTriple().getArch() !=
        module.getTargetTriple().getArch()) {
      if (llvm::NamedMDNode* flags = (*part)->getModuleFlagsMetadata())
        flags->eraseFromParent();
    }
    (*part)->setDataLayout(module.getDataLayout());
    (*part)->setTargetTriple(module.getTargetTriple());
    unsigned flags = is_for_generated_code(bitcode.file)
                         ? llvm::Linker::LinkOnlyNeeded
                         : llvm::Linker::None;
    if (linker.linkInModule(std::move(*part), flags)) {
      return diagnostics.fail(std::format("runtime '{}' for {}: cannot link",
                                          bitcode.file, target.name));
    }
  }
  if (!found) {
    return diagnostics.fail(
        std::format("this build has no runtime for {}", target.name));
  }
  replace_nlr_push(module, target);
  return {};
}

void optimise(llvm::Module& module, llvm::TargetMachine& machine,
              const target::Target& target, OptLevel level) {
  for (llvm::Function& function : module) {
    // The runtime was compiled for a generic core of the architecture.
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
    function.removeFnAttr("tune-cpu");
    // The slow way of misaligned accesses: a call each, unless there is only
    // one. bench/mix.c becomes 10 to 16 % smaller on Xtensa and RISC-V.
    if (function.getName().starts_with("rt_load") ||
        function.getName().starts_with("rt_store"))
      function.addFnAttr("function-inline-threshold", "0");
    if (level == OptLevel::kO0 && function.getName().starts_with("wasm."))
      function.addFnAttr(llvm::Attribute::NoInline);
  }
  assert(!llvm::verifyModule(module, &llvm::errs()));

  llvm::PipelineTuningOptions tuning;
  // Unrolling doubles text and gains nothing measurable; none of the cores
  // has vectors.
  tuning.LoopUnrolling = false;
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;
  llvm::PassBuilder builder(&machine, tuning);
  Analyses analyses;
  // There is no C library at run time.
  llvm::TargetLibraryInfoImpl library(machine.getTargetTriple());
  library.disableAllFunctions();
  analyses.function.registerPass(
      [&] { return llvm::TargetLibraryAnalysis(library); });
  analyses.register_in(builder);

  make_pipeline(builder, target, level).run(module, analyses.module);
}

std::vector<uint8_t> emit_directly(llvm::Module& module,
                                   llvm::TargetMachine& machine,
                                   llvm::CodeGenFileType type) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  bool cannot = machine.addPassesToEmitFile(passes, stream, nullptr, type);
  assert(!cannot && "every target emits assembly and objects");
  (void)cannot;
  passes.run(module);
  return {bytes.begin(), bytes.end()};
}

std::vector<uint8_t> print_ir(const llvm::Module& module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, nullptr);
  return {text.begin(), text.end()};
}

std::vector<uint8_t> emit(llvm::Module& module, llvm::TargetMachine& machine,
                          const target::Target& target,
                          llvm::CodeGenFileType type) {
  static WithoutConstantHoisting gate;
  if (!target.derives_constants) module.getContext().setOptPassGate(gate);
  if (target.emission == target::Emission::kXtensaAssembly)
    return emit_xtensa(module, machine, target, type);
  return emit_directly(module, machine, type);
}

}  // namespace wasm2mpy::codegen
