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
#include <llvm/IR/PatternMatch.h>

#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::APInt;
using llvm::BasicBlock;
using llvm::BranchInst;

struct BoundsCheck {
  Check check;
  Constraint constraint;
};

std::optional<BoundsCheck> bounds_check(const BranchInst& branch) {
  std::optional<Check> check = check_of(branch);
  if (!check || check->kind != CheckKind::kBounds) return std::nullopt;
  std::optional<Constraint> constraint = constraint_of(
      branch.getCondition(), branch.getSuccessor(0) == check->pass);
  if (!constraint || constraint->is_alignment) return std::nullopt;
  return BoundsCheck{*check, *constraint};
}

// The smaller one of two limits, and the greater one. Limits of one size are
// what they are less than it.
APInt stricter(const Constraint& constraint, const APInt& a, const APInt& b) {
  return constraint.size ? llvm::APIntOps::umax(a, b)
                         : llvm::APIntOps::umin(a, b);
}
APInt laxer(const Constraint& constraint, const APInt& a, const APInt& b) {
  return constraint.size ? llvm::APIntOps::umin(a, b)
                         : llvm::APIntOps::umax(a, b);
}

// The least limit that the index of `first` must keep on all ways from the
// start of `block`, or else trap alike.
APInt coming_limit(const BoundsCheck& first, const BasicBlock& block,
                   const APInt& known, int depth) {
  // Round a loop the index is another one.
  const auto* index = llvm::dyn_cast<llvm::Instruction>(first.constraint.value);
  if (depth == 0 || (index && index->getParent() == &block)) return known;
  for (const llvm::Instruction& instruction : block)
    if (instruction.mayHaveSideEffects()) return known;
  const auto* branch = llvm::dyn_cast<BranchInst>(block.getTerminator());
  if (!branch) return known;
  if (branch->isUnconditional())
    return coming_limit(first, *branch->getSuccessor(0), known, depth - 1);
  std::optional<Check> check = check_of(*branch);
  if (!check) {
    return laxer(
        first.constraint,
        coming_limit(first, *branch->getSuccessor(0), known, depth / 2),
        coming_limit(first, *branch->getSuccessor(1), known, depth / 2));
  }
  if (check->kind == CheckKind::kOther) return known;
  if (check->kind == CheckKind::kBounds && !same_trap(*check, first.check))
    return known;
  APInt limit = known;
  std::optional<BoundsCheck> bounds = bounds_check(*branch);
  if (bounds && bounds->constraint.value == first.constraint.value &&
      bounds->constraint.size == first.constraint.size)
    limit = stricter(first.constraint, known, bounds->constraint.limit);
  return coming_limit(first, *check->pass, limit, depth - 1);
}

// Of comparisons that all must come out as `outcome` the one that implies the
// others; null: they are of several values.
llvm::Value* strictest(llvm::Value* condition, bool outcome) {
  using namespace llvm::PatternMatch;
  llvm::Value* left;
  llvm::Value* right;
  bool are_two =
      outcome ? match(condition, m_LogicalAnd(m_Value(left), m_Value(right)))
              : match(condition, m_LogicalOr(m_Value(left), m_Value(right)));
  if (!are_two) return condition;
  left = strictest(left, outcome);
  right = strictest(right, outcome);
  if (!left || !right) return nullptr;
  std::optional<Constraint> a = constraint_of(left, outcome);
  std::optional<Constraint> b = constraint_of(right, outcome);
  if (!a || !b || a->value != b->value || a->size != b->size ||
      a->is_alignment || b->is_alignment)
    return nullptr;
  return stricter(*a, a->limit, b->limit) == a->limit ? left : right;
}

// LLVM makes one branch of the checks of two fields. With sizes that are not
// constant it does not see that one of them is enough.
bool join_comparisons(BranchInst& branch) {
  std::optional<Check> check = check_of(branch);
  if (!check || check->kind != CheckKind::kBounds) return false;
  llvm::Value* condition = branch.getCondition();
  llvm::Value* joined =
      strictest(condition, branch.getSuccessor(0) == check->pass);
  if (!joined || joined == condition) return false;
  branch.setCondition(joined);
  return true;
}

}  // namespace

llvm::PreservedAnalyses CheckWidening::run(llvm::Function& function,
                                           llvm::FunctionAnalysisManager&) {
  bool changed = false;
  for (BasicBlock& block : function) {
    auto* branch = llvm::dyn_cast<BranchInst>(block.getTerminator());
    if (!branch) continue;
    changed |= join_comparisons(*branch);
    std::optional<BoundsCheck> bounds = bounds_check(*branch);
    if (!bounds) continue;
    const Constraint& constraint = bounds->constraint;
    APInt limit =
        coming_limit(*bounds, *bounds->check.pass, constraint.limit, 16);
    if (limit == constraint.limit) continue;
    llvm::IRBuilder<> builder(branch);
    // An addition, which is what a constraint about a size looks like.
    llvm::Value* number =
        constraint.size
            ? builder.CreateAdd(constraint.size, builder.getInt(-limit))
            : builder.getInt(limit);
    branch->setCondition(branch->getSuccessor(0) == bounds->check.pass
                             ? builder.CreateICmpULE(constraint.value, number)
                             : builder.CreateICmpUGT(constraint.value, number));
    changed = true;
  }
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wasm2mpy::codegen
