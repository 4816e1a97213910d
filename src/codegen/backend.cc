#include "codegen/backend.h"

#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/PassInstrumentation.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Triple.h>

#include "codegen/analyses.h"
#include "codegen/callers.h"
#include "codegen/isa/far_branches.h"
#include "codegen/isa/x86_calls.h"
#include "codegen/isa/xtensa/emit.h"
#include "codegen/isa/xtensa/late.h"
#include "codegen/llvm_targets.h"
#include "codegen/passes/budget.h"
#include "codegen/passes/short_intervals.h"
#include "codegen/pipeline.h"

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

// StrengthReduction is in the pipeline, for all targets. What differs between
// them is no option of LLVM, which would be seen by all threads, but up to the
// PassGate.
void leave_out_strength_reduction() {
  auto option = llvm::cl::getRegisteredOptions().find("disable-lsr");
  if (option == llvm::cl::getRegisteredOptions().end())
    llvm::reportFatalInternalError("LLVM has no option disable-lsr");
  static_cast<llvm::cl::opt<bool>*>(option->second)->setValue(true);
}

// All that is global in LLVM is set here, once, before any thread compiles.
void initialise() {
  static const bool done = [] {
    initialise_llvm_targets();
    xtensa::register_late_changes();
    use_plain_calls_on_x86();
    mark_short_intervals();
    lengthen_far_branches();
    note_calls();
    leave_out_strength_reduction();
    return true;
  }();
  (void)done;
}

// Normalised, else "thumbv6m-none-eabi" would have an operating system "eabi"
// and no environment, and other library calls.
llvm::Triple triple_of(const target::Target& target) {
  return llvm::Triple(llvm::Triple::normalize(std::string(target.triple)));
}

const llvm::Target* find_llvm_target(const llvm::Triple& triple) {
  initialise();
  std::string error;
  return llvm::TargetRegistry::lookupTarget(triple, error);
}

}  // namespace

bool can_generate(const target::Target& target) {
  return find_llvm_target(triple_of(target));
}

std::unique_ptr<llvm::TargetMachine> make_target_machine(
    const target::Target& target, OptLevel level) {
  llvm::Triple triple = triple_of(target);
  const llvm::Target* llvm_target = find_llvm_target(triple);
  if (!llvm_target) return nullptr;
  llvm::TargetOptions options;
  options.FloatABIType = target.float_abi == target::FloatAbi::kHard
                             ? llvm::FloatABI::Hard
                             : llvm::FloatABI::Soft;
  options.MCOptions.ABIName = std::string(target.abi);
  options.FunctionSections = true;
  options.DataSections = true;
  options.UniqueSectionNames = true;
  std::string_view cpu = is_for_size(level) && !target.cpu_for_size.empty()
                             ? target.cpu_for_size
                             : target.cpu;
  std::string features(target.features);
  if (target.misaligned == target::Misaligned::kWorks)
    features.append(",").append(target.works_misaligned_feature);
  return std::unique_ptr<llvm::TargetMachine>(llvm_target->createTargetMachine(
      triple, cpu, features, options,
      target.relocation_model == target::RelocationModel::kPic
          ? llvm::Reloc::PIC_
          : llvm::Reloc::Static,
      llvm::CodeModel::Small, codegen_level(target, level)));
}

void optimise(llvm::Module& module, llvm::TargetMachine& machine,
              const target::Target& target, OptLevel level, Contents contents) {
  for (llvm::Function& function : module) {
    if (level == OptLevel::kO0 && is_module_function(function.getName()))
      function.addFnAttr(llvm::Attribute::NoInline);
  }
  assert(!llvm::verifyModule(module, &llvm::errs()));

  llvm::PassInstrumentationCallbacks callbacks;
  leave_out_in_huge_functions(callbacks);
  Analyses analyses(&machine, &callbacks);
  make_pipeline(target, level, contents).run(module, analyses.of_module());
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
  return target.emission == target::Emission::kXtensaAssembly
             ? emit_xtensa(module, machine, target, type)
             : emit_directly(module, machine, type);
}

}  // namespace wasm2mpy::codegen
