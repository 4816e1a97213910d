// A pointer that goes through a list was checked when it was loaded, and again
// as the place of the node before. LLVM does not see that: a phi has no
// comparison of its own, and of low bits it knows nothing by branches at all.
//
// So each check asks whether what it tests is known: by a branch that was
// passed on every way here, or by the operation that made the value, from what
// is known about its operands. A phi is what it should be if each value is
// where it comes in. In a cycle that is assumed of the phi itself, which is
// induction over the time at which it gets its values. A check that goes may
// have been the proof for another one; but what it proved was true already
// before, by checks of earlier times, so one that is left would have trapped.
//
// The limit may be the size of a memory, less a constant. Memories never
// shrink, so what was in bounds by a size that was loaded before is so now.
#include "codegen/passes/check_elimination.h"

#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/PatternMatch.h>
#include <llvm/Support/KnownBits.h>

#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::APInt;
using llvm::BasicBlock;
using llvm::BasicBlockEdge;
using llvm::Value;

// The end of `block`, or its edge to `next` if that is not null.
struct Place {
  const BasicBlock* block;
  const BasicBlock* next = nullptr;
};

class Prover {
 public:
  Prover(const llvm::DominatorTree& dominators, const llvm::DataLayout& layout)
      : dominators_(dominators), layout_(layout) {}

  // Whether the constraint holds at the end of the block, whatever its branch
  // tests.
  bool holds(const Constraint& constraint, const BasicBlock& block) {
    assumed_.clear();
    steps_ = 0;
    wanted_ = &constraint;
    return holds(constraint.value, {&block});
  }

 private:
  bool holds(Value* value, Place place) {
    // Proofs that are longer do not pay.
    if (++steps_ > 40) return false;
    if (is_always(value)) return true;
    if (is_tested(value, place)) return true;
    if (auto* phi = llvm::dyn_cast<llvm::PHINode>(value)) {
      if (!assumed_.insert(phi).second) return true;
      for (unsigned i = 0; i < phi->getNumIncomingValues(); ++i) {
        if (!holds(phi->getIncomingValue(i),
                   {phi->getIncomingBlock(i), phi->getParent()}))
          return false;
      }
      return true;
    }
    if (auto* select = llvm::dyn_cast<llvm::SelectInst>(value)) {
      return holds(select->getTrueValue(), place) &&
             holds(select->getFalseValue(), place);
    }
    using namespace llvm::PatternMatch;
    Value* left;
    Value* right;
    if (wanted_->is_alignment &&
        (match(value, m_Add(m_Value(left), m_Value(right))) ||
         match(value, m_Sub(m_Value(left), m_Value(right))) ||
         match(value, m_Or(m_Value(left), m_Value(right)))))
      return holds(left, place) && holds(right, place);
    return false;
  }

  bool is_always(Value* value) {
    llvm::KnownBits known = llvm::computeKnownBits(value, layout_);
    return wanted_->is_alignment ? wanted_->limit.isSubsetOf(known.Zero)
                                 : known.getMaxValue().ule(least_limit());
  }

  // What a value may be at most, however small the memory.
  APInt least_limit() {
    return wanted_->size ? *least_memory_size(*wanted_->size) - wanted_->limit
                         : wanted_->limit;
  }

  bool implies(const Constraint& constraint) {
    if (constraint.is_alignment != wanted_->is_alignment) return false;
    if (constraint.is_alignment)
      return wanted_->limit.isSubsetOf(constraint.limit);
    if (!constraint.size) return constraint.limit.ule(least_limit());
    return wanted_->size && is_not_later(*constraint.size, *wanted_->size) &&
           constraint.limit.uge(wanted_->limit);
  }

  // Whether the size that was loaded first is not the greater one.
  bool is_not_later(const llvm::LoadInst& first, const llvm::LoadInst& second) {
    return &first == &second ||
           (first.getPointerOperand() == second.getPointerOperand() &&
            dominators_.dominates(&first, &second));
  }

  // By a branch that was passed on every way.
  bool is_tested(Value* value, Place place) {
    if (llvm::isa<llvm::Constant>(value)) return false;
    for (llvm::User* user : value->users()) {
      if (is_condition_tested(user, value, place)) return true;
      // Of the low bits only.
      auto* masked = llvm::dyn_cast<llvm::BinaryOperator>(user);
      if (!wanted_->is_alignment || !masked) continue;
      for (llvm::User* next : user->users())
        if (is_condition_tested(next, value, place)) return true;
    }
    return false;
  }

  bool is_condition_tested(llvm::User* condition, Value* value, Place place) {
    if (!condition->getType()->isIntegerTy(1)) return false;
    for (bool outcome : {false, true}) {
      std::optional<Constraint> constraint = constraint_of(condition, outcome);
      if (!constraint || constraint->value != value || !implies(*constraint))
        continue;
      for (llvm::User* user : condition->users()) {
        auto* branch = llvm::dyn_cast<llvm::BranchInst>(user);
        if (!branch || !branch->isConditional()) continue;
        if (is_passed({branch->getParent(), branch->getSuccessor(!outcome)},
                      place))
          return true;
      }
    }
    return false;
  }

  bool is_passed(BasicBlockEdge edge, Place place) {
    if (edge.getStart() == place.block && edge.getEnd() == place.next)
      return edge.isSingleEdge();
    return dominators_.dominates(edge, place.block);
  }

  const llvm::DominatorTree& dominators_;
  const llvm::DataLayout& layout_;
  llvm::SmallPtrSet<llvm::PHINode*, 8> assumed_;
  const Constraint* wanted_ = nullptr;
  unsigned steps_ = 0;
};

}  // namespace

llvm::PreservedAnalyses CheckElimination::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  const auto& dominators =
      analyses.getResult<llvm::DominatorTreeAnalysis>(function);
  Prover prover(dominators, function.getDataLayout());
  bool changed = false;
  for (BasicBlock& block : function) {
    auto* branch = llvm::dyn_cast<llvm::BranchInst>(block.getTerminator());
    if (!branch || !dominators.isReachableFromEntry(&block)) continue;
    std::optional<Check> check = check_of(*branch);
    if (!check || check->kind == CheckKind::kOther) continue;
    std::optional<Constraint> constraint = constraint_of(
        branch->getCondition(), branch->getSuccessor(0) == check->pass);
    if (!constraint || !prover.holds(*constraint, block)) continue;
    remove_check(*branch, *check);
    changed = true;
  }
  return changed ? llvm::PreservedAnalyses::none()
                 : llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
