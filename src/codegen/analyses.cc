#include "codegen/analyses.h"

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/BasicAliasAnalysis.h>
#include <llvm/Analysis/BlockFrequencyInfo.h>
#include <llvm/Analysis/BranchProbabilityInfo.h>
#include <llvm/Analysis/CallGraph.h>
#include <llvm/Analysis/DemandedBits.h>
#include <llvm/Analysis/EphemeralValuesCache.h>
#include <llvm/Analysis/GlobalsModRef.h>
#include <llvm/Analysis/IVUsers.h>
#include <llvm/Analysis/InlineAdvisor.h>
#include <llvm/Analysis/LastRunTrackingAnalysis.h>
#include <llvm/Analysis/LazyCallGraph.h>
#include <llvm/Analysis/LazyValueInfo.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/MemoryDependenceAnalysis.h>
#include <llvm/Analysis/MemorySSA.h>
#include <llvm/Analysis/OptimizationRemarkEmitter.h>
#include <llvm/Analysis/PostDominators.h>
#include <llvm/Analysis/ProfileSummaryInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScopedNoAliasAA.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/Analysis/TypeBasedAliasAnalysis.h>
#include <llvm/IR/Dominators.h>
#include <llvm/TargetParser/Triple.h>
#include <llvm/Transforms/Scalar/SimpleLoopUnswitch.h>

namespace wasm2mpy::codegen {
namespace {

// One that is asked for and is not registered ends the program at once.
template <class... Kinds, class Manager>
void add(Manager& manager) {
  (manager.registerPass([] { return Kinds(); }), ...);
}

// In the order in which they are asked.
llvm::AAManager aliases() {
  llvm::AAManager manager;
  manager.registerFunctionAnalysis<llvm::BasicAA>();
  manager.registerFunctionAnalysis<llvm::ScopedNoAliasAA>();
  manager.registerFunctionAnalysis<llvm::TypeBasedAA>();
  manager.registerModuleAnalysis<llvm::GlobalsAA>();
  return manager;
}

// There is no C library at run time.
llvm::TargetLibraryAnalysis no_library(const llvm::Triple& triple) {
  llvm::TargetLibraryInfoImpl library(triple);
  library.disableAllFunctions();
  return llvm::TargetLibraryAnalysis(library);
}

}  // namespace

Analyses::Analyses(llvm::TargetMachine* machine,
                   llvm::PassInstrumentationCallbacks* callbacks) {
  auto instrumentation = [=] {
    return llvm::PassInstrumentationAnalysis(callbacks);
  };
  loops_.registerPass(instrumentation);
  functions_.registerPass(instrumentation);
  components_.registerPass(instrumentation);
  modules_.registerPass(instrumentation);

  functions_.registerPass([] { return aliases(); });
  functions_.registerPass([=] {
    return machine ? machine->getTargetIRAnalysis() : llvm::TargetIRAnalysis();
  });
  functions_.registerPass([=] {
    return no_library(machine ? machine->getTargetTriple() : llvm::Triple());
  });
  add<llvm::BasicAA, llvm::ScopedNoAliasAA, llvm::TypeBasedAA,
      llvm::AssumptionAnalysis, llvm::BlockFrequencyAnalysis,
      llvm::BranchProbabilityAnalysis, llvm::DemandedBitsAnalysis,
      llvm::DominatorTreeAnalysis, llvm::EphemeralValuesAnalysis,
      llvm::LastRunTrackingAnalysis, llvm::LazyValueAnalysis,
      llvm::LoopAnalysis, llvm::MemoryDependenceAnalysis,
      llvm::MemorySSAAnalysis, llvm::OptimizationRemarkEmitterAnalysis,
      llvm::PostDominatorTreeAnalysis, llvm::ScalarEvolutionAnalysis,
      llvm::ShouldNotRunFunctionPassesAnalysis>(functions_);
  add<llvm::IVUsersAnalysis, llvm::ShouldRunExtraSimpleLoopUnswitch>(loops_);
  add<llvm::CallGraphAnalysis, llvm::GlobalsAA, llvm::InlineAdvisorAnalysis,
      llvm::LazyCallGraphAnalysis, llvm::ProfileSummaryAnalysis>(modules_);

  modules_.registerPass(
      [this] { return llvm::FunctionAnalysisManagerModuleProxy(functions_); });
  modules_.registerPass(
      [this] { return llvm::CGSCCAnalysisManagerModuleProxy(components_); });
  components_.registerPass(
      [] { return llvm::FunctionAnalysisManagerCGSCCProxy(); });
  components_.registerPass(
      [this] { return llvm::ModuleAnalysisManagerCGSCCProxy(modules_); });
  functions_.registerPass(
      [this] { return llvm::CGSCCAnalysisManagerFunctionProxy(components_); });
  functions_.registerPass(
      [this] { return llvm::ModuleAnalysisManagerFunctionProxy(modules_); });
  functions_.registerPass(
      [this] { return llvm::LoopAnalysisManagerFunctionProxy(loops_); });
  loops_.registerPass(
      [this] { return llvm::FunctionAnalysisManagerLoopProxy(functions_); });
}

}  // namespace wasm2mpy::codegen
