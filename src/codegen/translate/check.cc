#include "codegen/translate/check.h"

#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/PatternMatch.h>

#include "codegen/marks.h"

namespace wasm2mpy::codegen {

using llvm::APInt;
using llvm::CmpInst;

namespace {

// The call of a block that does nothing but trap, or null.
const llvm::CallInst* trap_call(const llvm::BasicBlock& block) {
  const llvm::BasicBlock* end = &block;
  // Passes over loops like their exits to be blocks of their own.
  const auto* jump =
      llvm::dyn_cast<llvm::BranchInst>(&*block.getFirstNonPHIIt());
  if (jump && jump->isUnconditional()) end = jump->getSuccessor(0);
  if (!llvm::isa<llvm::UnreachableInst>(end->getTerminator())) return nullptr;
  return llvm::dyn_cast<llvm::CallInst>(&*end->getFirstNonPHIIt());
}

}  // namespace

std::optional<CheckKind> trap_of(const llvm::BasicBlock& block) {
  const llvm::CallInst* call = trap_call(block);
  const llvm::Function* callee = call ? call->getCalledFunction() : nullptr;
  if (!callee || !callee->hasFnAttribute(marks::kTrap)) return std::nullopt;
  llvm::StringRef kind =
      callee->getFnAttribute(marks::kTrap).getValueAsString();
  if (kind == marks::kTrapOfBounds) return CheckKind::kBounds;
  if (kind == marks::kTrapOfAlignment) return CheckKind::kAlignment;
  return CheckKind::kOther;
}

void mark_trap(llvm::Function& function, CheckKind kind) {
  function.addFnAttr(marks::kTrap,
                     kind == CheckKind::kBounds      ? marks::kTrapOfBounds
                     : kind == CheckKind::kAlignment ? marks::kTrapOfAlignment
                                                     : marks::kTrapOfOther);
}

bool same_trap(const Check& a, const Check& b) {
  const llvm::CallInst* call = trap_call(*a.trap);
  // Where traps are merged, the place they come from can be the argument.
  for (const llvm::Use& argument : call->args()) {
    const auto* phi = llvm::dyn_cast<llvm::PHINode>(&argument);
    if (phi && !phi->hasConstantValue()) return false;
  }
  return call->isIdenticalTo(trap_call(*b.trap));
}

std::optional<Check> check_of(const llvm::BranchInst& branch) {
  if (!branch.isConditional()) return std::nullopt;
  for (unsigned i = 0; i < 2; ++i) {
    std::optional<CheckKind> kind = trap_of(*branch.getSuccessor(i));
    if (kind)
      return Check{*kind, branch.getSuccessor(i), branch.getSuccessor(1 - i)};
  }
  return std::nullopt;
}

void remove_check(llvm::BranchInst& branch, const Check& check) {
  bool outcome = branch.getSuccessor(0) == check.pass;
  branch.setCondition(llvm::ConstantInt::getBool(branch.getContext(), outcome));
}

void mark_memory_size(llvm::LoadInst& load, const APInt& least) {
  llvm::MDNode* range =
      llvm::MDBuilder(load.getContext())
          .createRange(least, APInt::getZero(least.getBitWidth()));
  load.setMetadata(marks::kMemorySize, range);
}

std::optional<APInt> least_memory_size(const llvm::Value& value) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(&value);
  const llvm::MDNode* range =
      load ? load->getMetadata(marks::kMemorySize) : nullptr;
  if (!range || range->getNumOperands() != 2) return std::nullopt;
  auto number = [&](unsigned i) {
    return llvm::mdconst::extract<llvm::ConstantInt>(range->getOperand(i))
        ->getValue();
  };
  if (!number(1).isZero()) return std::nullopt;
  return number(0);
}

namespace {

// The constraint that `value` is at most what is compared with it, a size less
// a constant.
std::optional<Constraint> constraint_of_size(llvm::Value* value,
                                             llvm::Value* compared) {
  using namespace llvm::PatternMatch;
  const APInt* added;
  llvm::Value* size;
  if (!match(compared, m_Add(m_Value(size), m_APInt(added))))
    return std::nullopt;
  std::optional<APInt> least = least_memory_size(*size);
  if (!least || (-*added).ugt(*least)) return std::nullopt;
  return Constraint{value, false, -*added, llvm::cast<llvm::LoadInst>(size)};
}

}  // namespace

std::optional<Constraint> constraint_of(llvm::Value* condition, bool outcome) {
  using namespace llvm::PatternMatch;
  llvm::Value* value;
  const APInt* number;
  if (match(condition, m_Trunc(m_Value(value))) && !outcome)
    return Constraint{value, true,
                      APInt(value->getType()->getIntegerBitWidth(), 1)};
  llvm::Value* compared;
  llvm::CmpPredicate matched;
  if (!match(condition, m_ICmp(matched, m_Value(value), m_Value(compared))) ||
      !value->getType()->isIntegerTy())
    return std::nullopt;
  CmpInst::Predicate predicate = matched;
  if (!outcome) predicate = CmpInst::getInversePredicate(predicate);
  if (!match(compared, m_APInt(number))) {
    if (predicate == CmpInst::ICMP_UGE) {
      std::swap(value, compared);
    } else if (predicate != CmpInst::ICMP_ULE) {
      return std::nullopt;
    }
    return constraint_of_size(value, compared);
  }
  const APInt* mask;
  llvm::Value* masked;
  if (predicate == CmpInst::ICMP_EQ && number->isZero() &&
      match(value, m_And(m_Value(masked), m_APInt(mask))) && mask->isMask())
    return Constraint{masked, true, *mask};
  if (predicate == CmpInst::ICMP_ULE) return Constraint{value, false, *number};
  if (predicate == CmpInst::ICMP_ULT && !number->isZero())
    return Constraint{value, false, *number - 1};
  return std::nullopt;
}

}  // namespace wasm2mpy::codegen
