#include "codegen/variable_reach.h"

#include <algorithm>

#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>

#include "codegen/analyses.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::SCEV;

class Finder {
 public:
  Finder(const Context& context, llvm::ScalarEvolution& evolution,
         VariableReach& reach)
      : context_(context), evolution_(evolution), reach_(reach) {}

  void visit(llvm::Instruction& instruction) {
    if (llvm::Value* pointer = llvm::getLoadStorePointerOperand(&instruction)) {
      if (instruction.getMetadata(llvm::LLVMContext::MD_tbaa) ==
          context_.tag(Region::kLinearMemory))
        visit_access(evolution_.removePointerBase(evolution_.getSCEV(pointer)),
                     context_.out.getDataLayout().getTypeStoreSize(
                         llvm::getLoadStoreType(&instruction)));
    } else if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) {
      llvm::Function* callee = call->getCalledFunction();
      if (callee && callee->getName() == "rt_memory_fill")
        visit_bytes(*call, 1, 3);
      if (callee && callee->getName() == "rt_memory_copy") {
        visit_bytes(*call, 2, 4);
        visit_bytes(*call, 3, 4);
      }
    }
  }

 private:
  void visit_bytes(llvm::CallBase& call, unsigned at, unsigned count) {
    const SCEV* size = evolution_.getSCEV(call.getArgOperand(count));
    visit_access(evolution_.getSCEV(call.getArgOperand(at)),
                 evolution_.getUnsignedRangeMax(size).getLimitedValue());
  }

  void visit_access(const SCEV* at, uint64_t size) {
    uint64_t last = evolution_.getUnsignedRangeMax(at).getLimitedValue();
    uint64_t bytes = context_.instance.memory_bytes[0];
    if (last <= bytes && size <= bytes - last) {
      reach_.bases.insert(evolution_.getUnsignedRangeMin(at).getLimitedValue());
      reach_.ends.insert(last + size);
    } else if (std::optional<uint64_t> base = constant_part(at)) {
      reach_.bases.insert(*base);
      reach_.open_bases.insert(*base);
    }
  }

  // Of a sum, be it the first one of a loop.
  static std::optional<uint64_t> constant_part(const SCEV* value) {
    while (auto* loop = llvm::dyn_cast<llvm::SCEVAddRecExpr>(value))
      value = loop->getStart();
    if (auto* sum = llvm::dyn_cast<llvm::SCEVAddExpr>(value))
      value = sum->getOperand(0);
    auto* constant = llvm::dyn_cast<llvm::SCEVConstant>(value);
    if (!constant) return {};
    return constant->getAPInt().getLimitedValue();
  }

  const Context& context_;
  llvm::ScalarEvolution& evolution_;
  VariableReach& reach_;
};

}  // namespace

VariableReach find_variable_reach(const Context& context) {
  VariableReach reach;
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::LoopSimplifyPass());
  Analyses analyses(/*machine=*/nullptr, /*callbacks=*/nullptr);
  llvm::FunctionAnalysisManager& functions = analyses.of_functions();
  for (llvm::Function& function : context.out) {
    if (function.isDeclaration()) continue;
    passes.run(function, functions);
    Finder finder(context,
                  functions.getResult<llvm::ScalarEvolutionAnalysis>(function),
                  reach);
    for (llvm::Instruction& instruction : llvm::instructions(function))
      finder.visit(instruction);
    functions.clear(function, function.getName());
  }
  return reach;
}

}  // namespace wasm2mpy::codegen
