// LLVM prepares its IR for the selector of instructions in ways that fit cores
// with flags. What it does last can only be undone after it: by a pass that is
// put into the code generator's own list.
//
// `x + 1 == 0`, the end of many a loop, becomes an addition that tells of its
// overflow, which Xtensa has not; its selector makes 0 or 1 of the overflow
// and compares that.
#include "codegen/isa/xtensa/late.h"

#include <algorithm>
#include <memory>

#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/Pass.h>
#include <llvm/Target/RegisterTargetPassConfigCallback.h>
#include <llvm/Target/TargetMachine.h>

#include "codegen/isa/xtensa/calls_apart.h"
#include "codegen/isa/xtensa/near_slot.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

using llvm::IRBuilder;
using llvm::Value;

bool is_supported(const llvm::WithOverflowInst& call) {
  llvm::Intrinsic::ID id = call.getIntrinsicID();
  if (id != llvm::Intrinsic::uadd_with_overflow &&
      id != llvm::Intrinsic::usub_with_overflow)
    return false;
  return call.getLHS()->getType()->isIntegerTy(32) &&
         std::ranges::all_of(call.users(), [](const llvm::User* user) {
           auto* part = llvm::dyn_cast<llvm::ExtractValueInst>(user);
           return part && part->getNumIndices() == 1;
         });
}

Value* overflow(IRBuilder<>& builder, llvm::WithOverflowInst& call,
                Value* result) {
  Value* left = call.getLHS();
  Value* right = call.getRHS();
  if (call.getIntrinsicID() == llvm::Intrinsic::usub_with_overflow)
    return builder.CreateICmpULT(left, right);
  if (auto* number = llvm::dyn_cast<llvm::ConstantInt>(right)) {
    if (number->isOne()) return builder.CreateIsNull(result);
    if (number->isMinusOne()) return builder.CreateIsNotNull(left);
  }
  return builder.CreateICmpULT(result, left);
}

class LateChanges : public llvm::FunctionPass {
 public:
  LateChanges() : FunctionPass(id_) {}
  bool runOnFunction(llvm::Function& function) override {
    return compare_overflows(function);
  }

 private:
  static char id_;
};
char LateChanges::id_ = 0;

void add_late_changes(llvm::TargetMachine& machine,
                      llvm::legacy::PassManagerBase&,
                      llvm::TargetPassConfig* config) {
  if (machine.getTargetTriple().getArch() != llvm::Triple::xtensa) return;
  // The identity of LLVM's last pass is known to itself only.
  std::unique_ptr<llvm::Pass> last(llvm::createCodeGenPrepareLegacyPass());
  config->insertPass(last->getPassID(), new LateChanges());
  add_calls_apart(*config);
  add_near_slot(*config);
}

}  // namespace

bool compare_overflows(llvm::Function& function) {
  llvm::SmallVector<llvm::WithOverflowInst*> calls;
  for (llvm::Instruction& instruction : llvm::instructions(function)) {
    auto* call = llvm::dyn_cast<llvm::WithOverflowInst>(&instruction);
    if (call && is_supported(*call)) calls.push_back(call);
  }
  for (llvm::WithOverflowInst* call : calls) {
    IRBuilder<> builder(call);
    bool adds = call->getIntrinsicID() == llvm::Intrinsic::uadd_with_overflow;
    Value* result = adds ? builder.CreateAdd(call->getLHS(), call->getRHS())
                         : builder.CreateSub(call->getLHS(), call->getRHS());
    for (llvm::User* user : llvm::make_early_inc_range(call->users())) {
      auto* part = llvm::cast<llvm::ExtractValueInst>(user);
      if (part->getIndices()[0] == 0) {
        part->replaceAllUsesWith(result);
      } else {
        // Next to the branch, or the selector cannot join them.
        for (llvm::Use& use : llvm::make_early_inc_range(part->uses())) {
          auto* place = llvm::cast<llvm::Instruction>(use.getUser());
          IRBuilder<> there(llvm::isa<llvm::PHINode>(place)
                                ? static_cast<llvm::Instruction*>(call)
                                : place);
          use.set(overflow(there, *call, result));
        }
      }
      part->eraseFromParent();
    }
    call->eraseFromParent();
  }
  return !calls.empty();
}

void register_late_changes() {
  static llvm::RegisterTargetPassConfigCallback callback(
      [](llvm::TargetMachine& machine, llvm::legacy::PassManagerBase& passes,
         llvm::TargetPassConfig* config) {
        add_late_changes(machine, passes, config);
      });
}

}  // namespace wasm2mpy::codegen::xtensa
