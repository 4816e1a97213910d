// The fields of a structure are accesses by one index with several offsets,
// and each offset has a limit of its own. The first check can be the one of the
// largest offset, when all ways from there come to that without doing anything
// that can be seen: no store, no call. It traps a little earlier then, in the
// same way.
//
// Between the two may be a test of alignment. An index that fails both traps as
// out of bounds now; it was unaligned before. The specification has no such
// trap: there the first access would have been made, and the second one have
// been out of bounds.
#include "codegen/passes/check_widening.h"

#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/IR/IRBuilder.h>

#include "codegen/check.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::APInt;
using llvm::BasicBlock;
using llvm::BranchInst;

struct BoundsCheck {
  Check check;
  Fact fact;
};

std::optional<BoundsCheck> bounds_check(const BranchInst& branch) {
  std::optional<Check> check = check_of(branch);
  if (!check || check->kind != CheckKind::kBounds) return std::nullopt;
  std::optional<Fact> fact =
      fact_of(branch.getCondition(), branch.getSuccessor(0) == check->pass);
  if (!fact || fact->is_alignment) return std::nullopt;
  return BoundsCheck{*check, *fact};
}

// The least limit that the index of `first` must keep on all ways from the
// start of `block`, or else trap alike.
APInt coming_limit(const BoundsCheck& first, const BasicBlock& block,
                   const APInt& known, int depth) {
  // Round a loop the index is another one.
  const auto* index = llvm::dyn_cast<llvm::Instruction>(first.fact.value);
  if (depth == 0 || (index && index->getParent() == &block)) return known;
  for (const llvm::Instruction& instruction : block)
    if (instruction.mayHaveSideEffects()) return known;
  const auto* branch = llvm::dyn_cast<BranchInst>(block.getTerminator());
  if (!branch) return known;
  if (branch->isUnconditional())
    return coming_limit(first, *branch->getSuccessor(0), known, depth - 1);
  std::optional<Check> check = check_of(*branch);
  if (!check) {
    return llvm::APIntOps::umax(
        coming_limit(first, *branch->getSuccessor(0), known, depth / 2),
        coming_limit(first, *branch->getSuccessor(1), known, depth / 2));
  }
  if (check->kind == CheckKind::kOther) return known;
  if (check->kind == CheckKind::kBounds && !same_trap(*check, first.check))
    return known;
  APInt limit = known;
  std::optional<BoundsCheck> bounds = bounds_check(*branch);
  if (bounds && bounds->fact.value == first.fact.value)
    limit = llvm::APIntOps::umin(known, bounds->fact.limit);
  return coming_limit(first, *check->pass, limit, depth - 1);
}

}  // namespace

llvm::PreservedAnalyses CheckWidening::run(llvm::Function& function,
                                           llvm::FunctionAnalysisManager&) {
  bool changed = false;
  for (BasicBlock& block : function) {
    auto* branch = llvm::dyn_cast<BranchInst>(block.getTerminator());
    if (!branch) continue;
    std::optional<BoundsCheck> bounds = bounds_check(*branch);
    if (!bounds) continue;
    const Fact& fact = bounds->fact;
    APInt limit = coming_limit(*bounds, *bounds->check.pass, fact.limit, 16);
    if (limit == fact.limit) continue;
    llvm::IRBuilder<> builder(branch);
    llvm::Value* number = builder.getInt(limit);
    branch->setCondition(branch->getSuccessor(0) == bounds->check.pass
                             ? builder.CreateICmpULE(fact.value, number)
                             : builder.CreateICmpUGT(fact.value, number));
    changed = true;
  }
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wasm2mpy::codegen
