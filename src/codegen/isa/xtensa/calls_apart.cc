#include "codegen/isa/xtensa/calls_apart.h"

#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/MachineInstr.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>

#include "codegen/marks.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

class CallsApart : public llvm::MachineFunctionPass {
 public:
  CallsApart() : MachineFunctionPass(id_) {}

  bool runOnMachineFunction(llvm::MachineFunction& function) override {
    if (!function.getFunction().hasFnAttribute(marks::kCaller)) return false;
    for (llvm::MachineBasicBlock& block : function) {
      for (llvm::MachineInstr& instruction : block) {
        if (instruction.isCall())
          instruction.setFlag(llvm::MachineInstr::NoMerge);
      }
    }
    return true;
  }

 private:
  static char id_;
};
char CallsApart::id_ = 0;

}  // namespace

void add_calls_apart(llvm::TargetPassConfig& config) {
  config.insertPass(&llvm::FinalizeISelID, new CallsApart());
}

}  // namespace wasm2mpy::codegen::xtensa
