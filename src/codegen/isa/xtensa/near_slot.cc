#include "codegen/isa/xtensa/near_slot.h"

#include <algorithm>

#include <llvm/CodeGen/MachineFrameInfo.h>
#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/MachineInstr.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>

namespace wasm2mpy::codegen::xtensa {
namespace {

// XtensaFrameLowering makes the slot of frames that it expects to be larger.
constexpr uint64_t kLargestWithoutSlot = 2047;
// What is saved of registers is not in the frame yet.
constexpr uint64_t kSavedRegisters = 64;

// How far the accesses to the frame reach, at least.
uint64_t reach(const llvm::MachineFunction& function) {
  uint64_t narrowest = 4;
  for (const llvm::MachineBasicBlock& block : function) {
    for (const llvm::MachineInstr& instruction : block) {
      if (!instruction.mayStore() ||
          !std::ranges::any_of(
              instruction.operands(),
              [](const llvm::MachineOperand& each) { return each.isFI(); }))
        continue;
      for (const llvm::MachineMemOperand* access : instruction.memoperands()) {
        if (access->getSize().hasValue())
          narrowest =
              std::min(narrowest, access->getSize().getValue().getFixedValue());
      }
    }
  }
  return 255 * narrowest;
}

// The end of the parameters that are on the stack, from the frame's own end.
uint64_t size_of_parameters(const llvm::MachineFrameInfo& frame) {
  int64_t end = 0;
  for (int i = frame.getObjectIndexBegin(); i < 0; ++i)
    end = std::max(end, frame.getObjectOffset(i) + frame.getObjectSize(i));
  return uint64_t(end);
}

class NearSlot : public llvm::MachineFunctionPass {
 public:
  NearSlot() : MachineFunctionPass(id_) {}

  bool runOnMachineFunction(llvm::MachineFunction& function) override {
    llvm::MachineFrameInfo& frame = function.getFrameInfo();
    frame.computeMaxCallFrameSize(function);
    uint64_t size = frame.estimateStackSize(function);
    if (size > kLargestWithoutSlot ||
        size + size_of_parameters(frame) + kSavedRegisters <= reach(function))
      return false;
    // Counted when the size is estimated. But it is laid out as a part of a
    // block of objects, which is of no size.
    int object = frame.CreateStackObject(kLargestWithoutSlot + 1,
                                         llvm::Align(1), /*isSpillSlot=*/false);
    frame.mapLocalFrameObject(object, 0);
    frame.setUseLocalStackAllocationBlock(true);
    return true;
  }

 private:
  static char id_;
};
char NearSlot::id_ = 0;

}  // namespace

void add_near_slot(llvm::TargetPassConfig& config) {
  // The last pass before frames are laid out.
  config.insertPass(&llvm::ShrinkWrapID, new NearSlot());
}

}  // namespace wasm2mpy::codegen::xtensa
