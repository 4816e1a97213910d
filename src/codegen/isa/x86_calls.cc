// ELF's i386 wants the address of the global offset table in ebx at calls that
// may go through the table of procedures. There is none in a module of
// MicroPython's, but LLVM cannot know where a pointer leads, or a library
// function is. So each function that calls one would find out its own address
// (12 bytes), save ebx and have a register less.
#include "codegen/isa/x86_calls.h"

#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/MachineJumpTableInfo.h>
#include <llvm/CodeGen/MachineRegisterInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetInstrInfo.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/CodeGen/TargetSubtargetInfo.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Target/RegisterTargetPassConfigCallback.h>

namespace wasm2mpy::codegen {
namespace {

using llvm::MachineFunction;
using llvm::MachineInstr;
using llvm::MachineOperand;
using llvm::Register;

class PlainCalls : public llvm::MachineFunctionPass {
 public:
  static char ID;
  PlainCalls() : MachineFunctionPass(ID) {}

  bool runOnMachineFunction(MachineFunction& function) override {
    registers_ = &function.getRegInfo();
    instructions_ = function.getSubtarget().getInstrInfo();
    Register ebx = find_ebx(*registers_->getTargetRegisterInfo());
    bool changed = forget_registers(function);
    for (llvm::MachineBasicBlock& block : function) {
      MachineInstr* copy = nullptr;
      for (MachineInstr& instruction : llvm::make_early_inc_range(block)) {
        if (instruction.isCopy() && instruction.getOperand(0).getReg() == ebx)
          copy = &instruction;
        if (!copy || !instruction.isCall()) continue;
        if (remove_use(instruction, ebx)) {
          changed = true;
          Register base = copy->getOperand(1).getReg();
          copy->eraseFromParent();
          erase_if_unused(base);
        }
        copy = nullptr;
      }
    }
    return address_from_base(function) || changed;
  }

 private:
  static Register find_ebx(const llvm::TargetRegisterInfo& registers) {
    for (unsigned i = 1; i < registers.getNumRegs(); ++i)
      if (llvm::StringRef(registers.getName(i)) == "EBX") return Register(i);
    return Register();
  }

  // Functions that never return, for who raises jumps, need not save registers
  // for their callers. Other cores save all by one instruction, or have a
  // calling convention for it (RT_NORETURN).
  bool forget_registers(const MachineFunction& function) {
    if (!function.getFunction().doesNotReturn()) return false;
    registers_->setCalleeSavedRegs({});
    return true;
  }

  static bool remove_use(MachineInstr& call, Register used) {
    for (unsigned i = call.getNumOperands(); i-- > 0;) {
      const MachineOperand& operand = call.getOperand(i);
      if (!operand.isReg() || !operand.isImplicit() || !operand.isUse() ||
          operand.getReg() != used)
        continue;
      call.removeOperand(i);
      return true;
    }
    return false;
  }

  // What the base is needed for, data, can be addressed from the instruction
  // that finds it out, as on Darwin. Going on to the table of global offsets,
  // which is nowhere, would cost an addition.
  bool address_from_base(MachineFunction& function) {
    // Their entries are offsets from that table.
    if (function.getJumpTableInfo()) return false;
    unsigned from_table = flag_named("x86-gotoff");
    unsigned from_base = flag_named("x86-pic-base-offset");
    MachineInstr* addition = nullptr;
    llvm::SmallVector<MachineOperand*, 8> offsets;
    for (llvm::MachineBasicBlock& block : function) {
      for (MachineInstr& instruction : block) {
        for (MachineOperand& operand : instruction.operands()) {
          unsigned flag = operand.isReg() ? 0 : operand.getTargetFlags();
          if (flag == from_table) {
            offsets.push_back(&operand);
          } else if (flag != 0) {
            if (flag != flag_named("x86-got-absolute-address") || addition)
              return false;
            addition = &instruction;
          }
        }
      }
    }
    if (!addition || instructions_->getName(addition->getOpcode()) != "ADD32ri")
      return false;
    Register base = addition->getOperand(1).getReg();
    registers_->replaceRegWith(addition->getOperand(0).getReg(), base);
    addition->eraseFromParent();
    move_to_use(base);
    for (MachineOperand* operand : offsets) operand->setTargetFlags(from_base);
    return true;
  }

  // So that it does not keep a register until then.
  void move_to_use(Register base) {
    MachineInstr* definition = registers_->getUniqueVRegDef(base);
    llvm::MachineBasicBlock* block = nullptr;
    for (MachineInstr& use : registers_->use_nodbg_instructions(base)) {
      if (use.isPHI() || (block && use.getParent() != block)) return;
      block = use.getParent();
    }
    // It may be in a loop.
    if (!definition || !block ||
        (block != definition->getParent() &&
         !block->getParent()->getFunction().hasMinSize()))
      return;
    MachineInstr* call = nullptr;
    for (MachineInstr& instruction : *block) {
      if (instructions_->isFrameInstr(instruction))
        call =
            instructions_->isFrameSetup(instruction) ? &instruction : nullptr;
      if (!instruction.readsVirtualRegister(base)) continue;
      // Not between the arguments of a call.
      definition->moveBefore(call ? call : &instruction);
      return;
    }
  }

  unsigned flag_named(llvm::StringRef name) const {
    for (const auto& [flag, text] :
         instructions_->getSerializableDirectMachineOperandTargetFlags())
      if (text == name) return flag;
    llvm::reportFatalInternalError("LLVM has another name for " + name);
  }

  // What computes the base: MOVPC32r, ADD32ri, and copies of that.
  void erase_if_unused(Register base) {
    if (!base.isVirtual() || !registers_->use_nodbg_empty(base)) return;
    MachineInstr* definition = registers_->getUniqueVRegDef(base);
    if (!definition) return;
    llvm::StringRef name = instructions_->getName(definition->getOpcode());
    bool is_copy = definition->isCopy();
    if (!is_copy && name != "ADD32ri" && name != "MOVPC32r") return;
    Register source = is_copy || name == "ADD32ri"
                          ? definition->getOperand(1).getReg()
                          : Register();
    definition->eraseFromParent();
    if (source) erase_if_unused(source);
  }

  llvm::MachineRegisterInfo* registers_ = nullptr;
  const llvm::TargetInstrInfo* instructions_ = nullptr;
};

char PlainCalls::ID;

}  // namespace

void use_plain_calls_on_x86() {
  static const llvm::RegisterTargetPassConfigCallback callback(
      [](llvm::TargetMachine& machine, llvm::PassManagerBase&,
         llvm::TargetPassConfig* passes) {
        if (machine.getTargetTriple().getArch() == llvm::Triple::x86)
          passes->insertPass(&llvm::FinalizeISelID, new PlainCalls);
      });
}

}  // namespace wasm2mpy::codegen
