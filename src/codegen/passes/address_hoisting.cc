// A table of the module is at a constant address: `table[i]` is at base + i +
// constant. Loads on ARM add an index or a constant. Base and constant can be
// added before the loop, and the load adds the index. Where loads add constants
// only, as on RISC-V and Xtensa, there is nothing to gain.
#include "codegen/passes/address_hoisting.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/IR/IRBuilder.h>

namespace wasm2mpy::codegen {
namespace {

using llvm::GetElementPtrInst;
using llvm::Instruction;
using llvm::Loop;
using llvm::Value;

// More would take the registers that the loop needs.
constexpr unsigned kMostInLoop = 2;

// base + index + constant, of which only `index` is another one in each round.
struct Address {
  GetElementPtrInst* whole;
  GetElementPtrInst* indexed;
  int64_t constant;

  Value* base() const { return indexed->getPointerOperand(); }
};

std::optional<Address> address_in(const Loop& loop, Instruction& access) {
  auto* whole = llvm::dyn_cast_or_null<GetElementPtrInst>(
      getLoadStorePointerOperand(&access));
  if (!whole || !loop.contains(whole) || !whole->hasOneUse())
    return std::nullopt;
  auto* indexed = llvm::dyn_cast<GetElementPtrInst>(whole->getPointerOperand());
  // An index that others use, too, is added once for all.
  if (!indexed || !loop.contains(indexed) || !indexed->hasOneUse() ||
      !loop.isLoopInvariant(indexed->getPointerOperand()) ||
      indexed->getNumIndices() != 1 ||
      loop.isLoopInvariant(indexed->getOperand(1)))
    return std::nullopt;
  const llvm::DataLayout& layout = access.getDataLayout();
  llvm::APInt constant(layout.getIndexTypeSizeInBits(whole->getType()), 0);
  if (!whole->accumulateConstantOffset(layout, constant)) return std::nullopt;
  return Address{whole, indexed, constant.getSExtValue()};
}

// Whether the load or store can add two of the three, but not all.
bool pays(const Address& address, llvm::Type* type,
          const llvm::TargetTransformInfo& target) {
  auto adds_index = [&](int64_t constant) {
    return target.isLegalAddressingMode(type, nullptr, constant, true, 1);
  };
  return adds_index(0) && !adds_index(address.constant);
}

bool hoist_in(Loop& loop, const llvm::TargetTransformInfo& target) {
  llvm::BasicBlock* before = loop.getLoopPreheader();
  if (!before || !loop.isInnermost()) return false;
  llvm::SmallDenseMap<std::pair<Value*, int64_t>, Value*, 4> hoisted;
  for (llvm::BasicBlock* block : loop.blocks()) {
    for (Instruction& access : *block) {
      if (!llvm::isa<llvm::LoadInst, llvm::StoreInst>(access)) continue;
      std::optional<Address> address = address_in(loop, access);
      if (!address || !pays(*address, llvm::getLoadStoreType(&access), target))
        continue;
      std::pair<Value*, int64_t> key(address->base(), address->constant);
      if (!hoisted.contains(key)) {
        if (hoisted.size() == kMostInLoop) continue;
        llvm::IRBuilder<> builder(before->getTerminator());
        hoisted[key] = builder.CreatePtrAdd(
            key.first,
            llvm::ConstantInt::getSigned(
                builder.getIndexTy(access.getDataLayout(), 0), key.second));
      }
      GetElementPtrInst* indexed = address->indexed;
      indexed->setOperand(0, hoisted[key]);
      indexed->setNoWrapFlags(llvm::GEPNoWrapFlags::none());
      address->whole->replaceAllUsesWith(indexed);
      address->whole->eraseFromParent();
    }
  }
  return !hoisted.empty();
}

}  // namespace

llvm::PreservedAnalyses AddressHoisting::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  auto& loops = analyses.getResult<llvm::LoopAnalysis>(function);
  auto& target = analyses.getResult<llvm::TargetIRAnalysis>(function);
  bool changed = false;
  for (Loop* loop : loops.getLoopsInPreorder())
    changed |= hoist_in(*loop, target);
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wasm2mpy::codegen
