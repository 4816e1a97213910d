#include "codegen/passes/budget.h"

#include <algorithm>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/PassInstrumentation.h>

#include "codegen/marks.h"
#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {
namespace {

// The largest functions that people met are lexers, made by tree-sitter for
// grammars of programming languages: 112 KB and more. All else, interpreters
// and SQLite's virtual machine, is below 40 KB.
constexpr size_t kHugeSize = 128 << 10;

// All that a huge function gets, beside those of our own passes that are
// required (isRequired): cores need them.
constexpr llvm::StringLiteral kForHuge[] = {"SROAPass", "InstSimplifyPass"};

// From so many blocks on, checks are not looked at. InstCombine takes 60 us for
// a byte of WebAssembly at 2,000 loads by one index, and four times as long for
// twice as many.
constexpr size_t kManyBlocks = 600;

size_t longest_chain(llvm::Function& function) {
  llvm::DenseMap<const llvm::BasicBlock*, size_t> lengths;
  size_t longest = 0;
  for (const llvm::BasicBlock* block :
       llvm::ReversePostOrderTraversal<llvm::Function*>(&function)) {
    const llvm::BasicBlock* before = block->getUniquePredecessor();
    size_t length = before ? lengths.lookup(before) + 1 : 1;
    lengths[block] = length;
    longest = std::max(longest, length);
  }
  return longest;
}

bool is_within(const Bounds& bounds, llvm::Function& function,
               llvm::FunctionAnalysisManager& analyses) {
  if (bounds.chain && has_longer_chain(function, bounds.chain)) return false;
  if (!bounds.loops || function.size() <= bounds.loops) return true;
  return analyses.getResult<llvm::LoopAnalysis>(function)
             .getLoopsInPreorder()
             .size() <= bounds.loops;
}

// None of a module or of a part of the call graph.
const llvm::Function* function_of(const llvm::Any& unit) {
  if (const auto* function = llvm::any_cast<const llvm::Function*>(&unit))
    return *function;
  if (const auto* loop = llvm::any_cast<const llvm::Loop*>(&unit))
    return (*loop)->getHeader()->getParent();
  return nullptr;
}

// LLVM looks through no call of llvm.expect.
void hide_checks(llvm::Function& function) {
  for (llvm::BasicBlock& block : function) {
    auto* branch = llvm::dyn_cast<llvm::BranchInst>(block.getTerminator());
    if (!branch || !check_of(*branch) ||
        llvm::isa<llvm::Constant>(branch->getCondition()))
      continue;
    llvm::IRBuilder<> builder(branch);
    branch->setCondition(
        builder.CreateIntrinsic(llvm::Intrinsic::expect, builder.getInt1Ty(),
                                {branch->getCondition(), builder.getFalse()}));
  }
}

void show_checks(llvm::Function& function) {
  for (llvm::BasicBlock& block : function) {
    for (llvm::Instruction& instruction : llvm::make_early_inc_range(block)) {
      auto* call = llvm::dyn_cast<llvm::IntrinsicInst>(&instruction);
      if (!call || call->getIntrinsicID() != llvm::Intrinsic::expect) continue;
      call->replaceAllUsesWith(call->getArgOperand(0));
      call->eraseFromParent();
    }
  }
}

}  // namespace

bool has_longer_chain(llvm::Function& function, size_t blocks) {
  return function.size() > blocks && longest_chain(function) > blocks;
}

llvm::PreservedAnalyses Within::run(llvm::Function& function,
                                    llvm::FunctionAnalysisManager& analyses) {
  if (is_within(bounds_, function, analyses))
    return passes_.run(function, analyses);
  note_fewer_passes(function);
  return cheaper_.run(function, analyses);
}

llvm::PreservedAnalyses WithoutChecks::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  if (function.size() <= kManyBlocks) return passes_.run(function, analyses);
  note_fewer_passes(function);
  hide_checks(function);
  llvm::PreservedAnalyses preserved = passes_.run(function, analyses);
  show_checks(function);
  llvm::PreservedAnalyses all_but_values = llvm::PreservedAnalyses::none();
  all_but_values.preserveSet<llvm::CFGAnalyses>();
  preserved.intersect(all_but_values);
  return preserved;
}

void note_size(llvm::Function& function, size_t size) {
  if (size <= kHugeSize) return;
  function.addFnAttr(marks::kHuge);
  note_fewer_passes(function);
}

bool is_huge(const llvm::Function& function) {
  return function.hasFnAttribute(marks::kHuge);
}

void leave_out_in_huge_functions(
    llvm::PassInstrumentationCallbacks& callbacks) {
  callbacks.registerShouldRunOptionalPassCallback(
      [](llvm::StringRef pass, llvm::Any unit) {
        const llvm::Function* function = function_of(unit);
        return !function || !is_huge(*function) ||
               llvm::is_contained(kForHuge, pass);
      });
}

void note_fewer_passes(llvm::Function& function) {
  function.addFnAttr(marks::kFewerPasses);
}

bool has_fewer_passes(const llvm::Function& function) {
  return function.hasFnAttribute(marks::kFewerPasses);
}

}  // namespace wasm2mpy::codegen
