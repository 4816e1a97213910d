#include "codegen/passes/short_intervals.h"

#include <algorithm>

#include <llvm/CodeGen/LiveIntervals.h>
#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/MachineRegisterInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/Target/RegisterTargetPassConfigCallback.h>

namespace wasm2mpy::codegen {
namespace {

// With fewer calls the look at all of them is as fast.
constexpr size_t kManyCalls = 100;

class ShortIntervals : public llvm::MachineFunctionPass {
 public:
  ShortIntervals() : MachineFunctionPass(id_) {}

  bool runOnMachineFunction(llvm::MachineFunction& function) override {
    auto& intervals = getAnalysis<llvm::LiveIntervalsWrapperPass>().getLIS();
    if (intervals.getRegMaskSlots().size() < kManyCalls) return false;
    const llvm::MachineRegisterInfo& registers = function.getRegInfo();
    for (unsigned i = 0; i < registers.getNumVirtRegs(); ++i) {
      llvm::Register reg = llvm::Register::index2VirtReg(i);
      if (registers.reg_nodbg_empty(reg) || !intervals.hasInterval(reg))
        continue;
      llvm::LiveInterval& interval = intervals.getInterval(reg);
      if (is_short(interval, intervals) && !is_in_assembly(reg, registers))
        interval.markNotSpillable();
    }
    return false;
  }

  void getAnalysisUsage(llvm::AnalysisUsage& usage) const override {
    usage.addRequired<llvm::LiveIntervalsWrapperPass>();
    usage.setPreservesAll();
    MachineFunctionPass::getAnalysisUsage(usage);
  }

 private:
  // Of one with several parts LLVM then weighs hints in another way.
  static bool is_short(const llvm::LiveInterval& interval,
                       const llvm::LiveIntervals& intervals) {
    if (interval.size() != 1 ||
        !interval.isZeroLength(intervals.getSlotIndexes()))
      return false;
    llvm::ArrayRef<llvm::SlotIndex> calls = intervals.getRegMaskSlots();
    const auto* call = std::ranges::lower_bound(calls, interval.beginIndex());
    return call == calls.end() || *call >= interval.endIndex();
  }

  // That may be spilled: it can take its operand from memory.
  static bool is_in_assembly(llvm::Register reg,
                             const llvm::MachineRegisterInfo& registers) {
    return std::ranges::any_of(
        registers.reg_nodbg_instructions(reg),
        [](const llvm::MachineInstr& each) { return each.isInlineAsm(); });
  }

  static char id_;
};
char ShortIntervals::id_ = 0;

}  // namespace

void mark_short_intervals() {
  static const llvm::RegisterTargetPassConfigCallback callback(
      [](llvm::TargetMachine&, llvm::PassManagerBase&,
         llvm::TargetPassConfig* config) {
        // The last pass before registers are allocated.
        config->insertPass(&llvm::MachineSchedulerID, new ShortIntervals());
      });
}

}  // namespace wasm2mpy::codegen
