#include "codegen/isa/xtensa/offsets.h"

#include <algorithm>
#include <map>
#include <optional>

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

namespace wasm2mpy::codegen::xtensa {
namespace {

using llvm::GetElementPtrInst;
using llvm::Value;

// Whether it adds a number of bytes to an address.
bool adds_bytes(const GetElementPtrInst& address) {
  return address.getNumOperands() == 2 &&
         address.getSourceElementType()->isIntegerTy(8) &&
         address.getOperand(1)->getType()->isIntegerTy(32) &&
         !address.getType()->isVectorTy();
}

// The part of the address's offset that no load or store by it can hold.
std::optional<int64_t> excess(const GetElementPtrInst& address) {
  auto* offset = llvm::dyn_cast<llvm::ConstantInt>(address.getOperand(1));
  if (!adds_bytes(address) || !offset || offset->isNegative() ||
      address.use_empty())
    return std::nullopt;
  int64_t held = 1024;
  const llvm::DataLayout& layout = address.getDataLayout();
  for (const llvm::User* user : address.users()) {
    const Value* pointer = llvm::getLoadStorePointerOperand(user);
    if (pointer != &address) return std::nullopt;
    uint64_t bytes = layout.getTypeStoreSize(llvm::getLoadStoreType(user));
    held = std::min<int64_t>(held, 256 * std::min<uint64_t>(bytes, 4));
  }
  return offset->getSExtValue() / held * held;
}

class OffsetSplitter {
 public:
  explicit OffsetSplitter(llvm::Function& function)
      : function_(function), dominators_(function), loops_(dominators_) {}

  void run() {
    if (loops_.empty()) return;
    llvm::SmallVector<GetElementPtrInst*> addresses;
    for (llvm::Instruction& instruction : llvm::instructions(function_))
      if (auto* address = llvm::dyn_cast<GetElementPtrInst>(&instruction))
        if (adds_bytes(*address)) addresses.push_back(address);
    for (GetElementPtrInst* address : addresses) {
      if (llvm::isa<llvm::ConstantInt>(address->getOperand(1))) {
        split_constant(*address);
      } else {
        split_indexed(*address);
      }
    }
  }

 private:
  // base + offset
  void split_constant(GetElementPtrInst& address) {
    auto* base = llvm::dyn_cast<GetElementPtrInst>(address.getOperand(0));
    if (base && adds_bytes(*base)) return;
    std::optional<int64_t> part = excess(address);
    if (part && *part != 0 && move_to_base(address, *part))
      reduce(address, *part);
  }

  // base + index, to which all that use it add an offset
  void split_indexed(GetElementPtrInst& indexed) {
    std::optional<int64_t> part;
    for (llvm::User* user : indexed.users()) {
      auto* address = llvm::dyn_cast<GetElementPtrInst>(user);
      if (!address) return;
      std::optional<int64_t> its_part = excess(*address);
      if (!its_part || *its_part == 0 || (part && *part != *its_part)) return;
      part = its_part;
    }
    if (!part || !move_to_base(indexed, *part)) return;
    for (llvm::User* user : indexed.users())
      reduce(*llvm::cast<GetElementPtrInst>(user), *part);
  }

  static void reduce(GetElementPtrInst& address, int64_t part) {
    auto* offset = llvm::cast<llvm::ConstantInt>(address.getOperand(1));
    address.setOperand(1,
                       llvm::ConstantInt::get(offset->getType(),
                                              offset->getSExtValue() - part));
  }

  bool is_for_inner_loop(const GetElementPtrInst& address) const {
    return std::ranges::all_of(address.users(), [&](const llvm::User* user) {
      auto* access = llvm::dyn_cast<llvm::Instruction>(user);
      return access && loops_.getLoopDepth(access->getParent()) >
                           loops_.getLoopDepth(address.getParent());
    });
  }

  bool move_to_base(GetElementPtrInst& address, int64_t part) {
    Value* base = address.getOperand(0);
    const llvm::Loop* loop = nullptr;
    for (const llvm::Loop* outer = loops_.getLoopFor(address.getParent());
         outer && outer->isLoopInvariant(base); outer = outer->getParentLoop())
      loop = outer;
    llvm::BasicBlock* before = loop ? loop->getLoopPredecessor() : nullptr;
    llvm::Instruction* place = before ? before->getTerminator() : &address;
    if (!before) {
      // Computed before a loop already, for which LLVM would undo that.
      if (!is_for_inner_loop(address)) return false;
      before = address.getParent();
    }
    Value*& sum = sums_[{base, before, part}];
    if (!sum) {
      llvm::IRBuilder<> builder(place);
      sum = builder.CreateGEP(builder.getInt8Ty(), base,
                              builder.getInt32(uint32_t(part)));
      // Or the reduction of loops to additions would join it with the rest.
      llvm::Type* type = sum->getType();
      sum = builder.CreateCall(
          llvm::InlineAsm::get(llvm::FunctionType::get(type, {type}, false), "",
                               "=r,0", /*hasSideEffects=*/false),
          {sum});
    }
    address.setOperand(0, sum);
    // It may be below the object that the base points to, or beyond.
    address.setNoWrapFlags(llvm::GEPNoWrapFlags::none());
    return true;
  }

  llvm::Function& function_;
  llvm::DominatorTree dominators_;
  llvm::LoopInfo loops_;
  std::map<std::tuple<Value*, llvm::BasicBlock*, int64_t>, Value*> sums_;
};

}  // namespace

void split_offsets(llvm::Function& function) { OffsetSplitter(function).run(); }

}  // namespace wasm2mpy::codegen::xtensa
