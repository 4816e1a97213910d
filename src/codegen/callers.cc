#include "codegen/callers.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include <llvm/ADT/SetVector.h>
#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/CodeGen/MachineFrameInfo.h>
#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetFrameLowering.h>
#include <llvm/CodeGen/TargetLowering.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/CodeGen/TargetRegisterInfo.h>
#include <llvm/CodeGen/TargetSubtargetInfo.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDwarf.h>
#include <llvm/MC/MCSymbol.h>
#include <llvm/Target/RegisterTargetPassConfigCallback.h>
#include <llvm/Target/TargetMachine.h>

#include "codegen/marks.h"
#include "contract/constants.h"
#include "target/target.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::MachineBasicBlock;
using llvm::MachineFunction;
using llvm::MachineInstr;

// A function of the module, by its index, and an instruction in it, or where
// its body begins, by the offset in the file.
struct Place {
  uint32_t function;
  uint32_t offset;
};

// The functions of the module that an instruction stands in, the innermost
// first. A location of two instructions that were joined has line 0, and then
// it is anywhere in its function.
std::vector<Place> places_of(const llvm::DILocation* location) {
  std::vector<Place> places;
  for (; location; location = location->getInlinedAt()) {
    const llvm::DISubprogram& function = *location->getScope()->getSubprogram();
    uint32_t line = location->getLine();
    places.push_back(
        {function.getLine(), line ? line : function.getScopeLine()});
  }
  return places;
}

// Calls of what leaves all registers alone are assembly to LLVM.
bool calls_a_caller(const MachineInstr& assembly) {
  return llvm::any_of(assembly.operands(), [](const auto& operand) {
    auto* callee = operand.isGlobal()
                       ? llvm::dyn_cast<llvm::Function>(operand.getGlobal())
                       : nullptr;
    return callee && callee->hasFnAttribute(marks::kCaller);
  });
}

bool calls(const llvm::CallBase& call, const llvm::Function* callee) {
  return call.getCalledOperand() == callee ||
         (call.isInlineAsm() && llvm::is_contained(call.args(), callee));
}

// Frames whose return address is stored are multiples of so many bytes.
constexpr int64_t kRounding = 16;

const char* frames_mark(target::CallFrames frames) {
  switch (frames) {
    case target::CallFrames::kDescribed:
      return marks::kFramesDescribed;
    case target::CallFrames::kStored:
      return marks::kFramesStored;
    case target::CallFrames::kWindows:
      return marks::kFramesOfWindows;
  }
  std::unreachable();
}

// Where the frame of a function is at some place in it.
struct FrameRule {
  unsigned base = 0;             // a register, as DWARF counts
  int64_t size = 0;              // from there to the frame's end
  std::optional<int64_t> saved;  // the return address, from that end
  bool is_known = true;

  void apply(const llvm::MCCFIInstruction& change, unsigned return_address) {
    switch (change.getOperation()) {
      case llvm::MCCFIInstruction::OpDefCfa:
        base = change.getRegister();
        size = change.getOffset();
        return;
      case llvm::MCCFIInstruction::OpDefCfaRegister:
        base = change.getRegister();
        return;
      case llvm::MCCFIInstruction::OpDefCfaOffset:
        size = change.getOffset();
        return;
      case llvm::MCCFIInstruction::OpAdjustCfaOffset:
        size += change.getOffset();
        return;
      case llvm::MCCFIInstruction::OpOffset:
        if (change.getRegister() == return_address) saved = change.getOffset();
        return;
      case llvm::MCCFIInstruction::OpRestore:
      case llvm::MCCFIInstruction::OpSameValue:
        if (change.getRegister() == return_address) saved.reset();
        return;
      case llvm::MCCFIInstruction::OpGnuArgsSize:
        return;
      default:
        is_known = false;
    }
  }
};

class CallNotes : public llvm::MachineFunctionPass {
 public:
  CallNotes() : MachineFunctionPass(id_) {}

  bool runOnMachineFunction(MachineFunction& function) override {
    llvm::Attribute mark =
        function.getFunction().getFnAttribute(marks::kCaller);
    if (!mark.isValid()) return false;
    has_windows_ = mark.getValueAsString() == marks::kFramesOfWindows;
    is_stored_ = mark.getValueAsString() == marks::kFramesStored;
    const llvm::TargetSubtargetInfo& target = function.getSubtarget();
    const llvm::TargetRegisterInfo& registers = *target.getRegisterInfo();
    auto number_of = [&](llvm::MCRegister name) {
      return unsigned(registers.getDwarfRegNum(name, true));
    };
    stack_pointer_ = number_of(
        target.getTargetLowering()->getStackPointerRegisterToSaveRestore());
    return_address_ = number_of(registers.getRARegister());
    word_ = function.getDataLayout().getPointerSize();
    bool is_reserved =
        target.getFrameLowering()->hasReservedCallFrame(function);
    // Where the stack pointer changes around calls, only x86 says so.
    moves_unsaid_ =
        !is_reserved && !function.getTarget().getTargetTriple().isX86();
    FrameRule start{.base = stack_pointer_};
    for (const llvm::MCCFIInstruction& change :
         function.getTarget().getMCAsmInfo()->getInitialFrameState())
      start.apply(change, return_address_);
    const llvm::MachineFrameInfo& frame = function.getFrameInfo();
    whole_frame_ = 0;
    if (is_reserved && !frame.hasVarSizedObjects() &&
        !registers.hasStackRealignment(function))
      whole_frame_ = start.size + int64_t(frame.getStackSize());

    if (is_stored_) find_saved_address(function.front());

    std::map<MachineBasicBlock*, FrameRule> seen = {{&function.front(), start}};
    std::vector<MachineBasicBlock*> waiting = {&function.front()};
    while (!waiting.empty()) {
      MachineBasicBlock* block = waiting.back();
      waiting.pop_back();
      FrameRule rule = seen.at(block);
      go_through(*block, rule);
      for (MachineBasicBlock* next : block->successors())
        if (seen.try_emplace(next, rule).second) waiting.push_back(next);
    }
    return true;
  }

 private:
  void go_through(MachineBasicBlock& block, FrameRule& rule) {
    MachineFunction& function = *block.getParent();
    for (MachineInstr& instruction : block) {
      if (instruction.isCFIInstruction()) {
        rule.apply(function.getFrameInstructions()[instruction.getOperand(0)
                                                       .getCFIIndex()],
                   return_address_);
      } else if (instruction.isInlineAsm()) {
        if (calls_a_caller(instruction)) note(instruction, rule);
      } else if (instruction.isCall() && !instruction.isReturn()) {
        note(instruction, rule);
      }
    }
  }

  void find_saved_address(const MachineBasicBlock& entry) {
    saved_at_ = -1;
    for (const MachineInstr& store : entry) {
      if (store.mayStore() && store.getNumOperands() >= 3 &&
          is_register(store, 0, return_address_) &&
          is_register(store, 1, stack_pointer_) &&
          store.getOperand(2).isImm()) {
        saved_at_ = store.getOperand(2).getImm();
        return;
      }
    }
  }

  static bool is_register(const MachineInstr& instruction, unsigned i,
                          unsigned number) {
    const llvm::MachineOperand& operand = instruction.getOperand(i);
    const llvm::TargetRegisterInfo& registers =
        *instruction.getMF()->getSubtarget().getRegisterInfo();
    return operand.isReg() && operand.getReg().isPhysical() &&
           unsigned(registers.getDwarfRegNum(operand.getReg().asMCReg(),
                                             true)) == number;
  }

  // 0: not known.
  uint32_t frame_of(const MachineInstr& call, const FrameRule& rule) const {
    bool is_far = call.isInlineAsm();
    if (is_far &&
        call.getMF()->getFunction().hasFnAttribute(llvm::Attribute::Naked))
      return RT_FRAME_FAR;
    if (has_windows_) return RT_FRAME_WORD;
    int64_t size = rule.base == stack_pointer_ ? rule.size : whole_frame_;
    if (!rule.is_known || moves_unsaid_ || size % word_ != 0) return 0;
    if (is_stored_) {
      int64_t behind = (size - saved_at_) / word_ - 1;
      bool is_usual = saved_at_ >= 0 && size % kRounding == 0 && behind >= 0 &&
                      behind < kRounding / word_;
      return is_usual ? uint32_t(size / word_ + behind) * RT_FRAME_WORD : 0;
    }
    uint32_t frame = uint32_t(size / word_) * RT_FRAME_WORD;
    if (rule.saved == -int64_t(word_)) return frame;
    return is_far && !rule.saved ? frame | RT_FRAME_FAR : 0;
  }

  void note(MachineInstr& call, const FrameRule& rule) {
    MachineFunction& function = *call.getMF();
    llvm::Module& module = *function.getFunction().getParent();
    llvm::NamedMDNode* notes = module.getOrInsertNamedMetadata(marks::kCalls);
    std::string label =
        std::string(kCallLabel) + std::to_string(notes->getNumOperands());
    llvm::MCSymbol* symbol = function.getContext().getOrCreateSymbol(label);
    bool is_inside = call.isInlineAsm();
    if (is_inside) {
      call.setPreInstrSymbol(function, symbol);
    } else {
      call.setPostInstrSymbol(function, symbol);
    }
    llvm::LLVMContext& context = module.getContext();
    llvm::SmallVector<llvm::Metadata*> numbers;
    auto add = [&](uint32_t number) {
      numbers.push_back(llvm::ConstantAsMetadata::get(
          llvm::ConstantInt::get(llvm::Type::getInt32Ty(context), number)));
    };
    add(frame_of(call, rule));
    add(is_inside);
    for (Place place : places_of(call.getDebugLoc().get())) {
      add(place.function);
      add(place.offset);
    }
    notes->addOperand(llvm::MDNode::get(context, numbers));
  }

  static char id_;
  unsigned stack_pointer_ = 0;
  unsigned return_address_ = 0;
  unsigned word_ = 0;
  bool moves_unsaid_ = false;
  bool has_windows_ = false;
  bool is_stored_ = false;
  // Then: from the stack pointer to where the return address is.
  int64_t saved_at_ = -1;
  // Behind the prologue; 0: it hangs on what runs.
  int64_t whole_frame_ = 0;
};
char CallNotes::id_ = 0;

}  // namespace

Locations::Locations(llvm::Module& module) : context_(module.getContext()) {
  llvm::DIBuilder builder(module);
  file_ = builder.createFile(module.getName(), "");
  // Nothing of it is emitted.
  unit_ = builder.createCompileUnit(
      llvm::DISourceLanguageName(llvm::dwarf::DW_LANG_C), file_, "", true, "",
      0, "", llvm::DICompileUnit::NoDebug);
  type_ = builder.createSubroutineType(builder.getOrCreateTypeArray({}));
  builder.finalize();
}

void Locations::begin(llvm::Function& function, uint32_t index,
                      uint32_t offset) {
  llvm::DIBuilder builder(*function.getParent(), true, unit_);
  function_ = builder.createFunction(file_, "", "", file_, index, type_, offset,
                                     llvm::DINode::FlagZero,
                                     llvm::DISubprogram::SPFlagDefinition);
  builder.finalizeSubprogram(function_);
  function.setSubprogram(function_);
}

llvm::DILocation* Locations::at(uint32_t offset) {
  return llvm::DILocation::get(context_, offset, 0, function_);
}

std::set<uint32_t> mark_callers(llvm::Module& module, const Target& target) {
  llvm::Function* walk = module.getFunction(kCallWalk);
  if (!walk) return {};
  llvm::SetVector<llvm::Function*> callers;
  callers.insert(walk);
  std::set<uint32_t> indices;
  for (llvm::Function& function : module) {
    if (function.getSubprogram() && !function.isDeclaration())
      callers.insert(&function);
  }
  for (size_t i = 0; i < callers.size(); ++i) {
    for (llvm::User* user : callers[i]->users()) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(user);
      if (call && calls(*call, callers[i])) callers.insert(call->getFunction());
    }
  }
  for (llvm::Function* function : callers) {
    function->addFnAttr(marks::kCaller, frames_mark(target.call_frames));
    // Has where the frame is told, and the return address saved even where
    // nothing returns.
    function->setUWTableKind(llvm::UWTableKind::Sync);
    function->addFnAttr("nooutline");
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      if (!llvm::isa<llvm::CallBase>(instruction)) continue;
      for (Place place : places_of(instruction.getDebugLoc().get()))
        indices.insert(place.function);
    }
  }
  return indices;
}

std::vector<CallSite> noted_calls(const llvm::Module& module,
                                  const std::map<uint32_t, uint32_t>* numbers) {
  std::vector<CallSite> calls;
  const llvm::NamedMDNode* notes = module.getNamedMetadata(marks::kCalls);
  if (!notes) return calls;
  for (const llvm::MDNode* note : notes->operands()) {
    auto number = [&](unsigned i) {
      return uint32_t(
          llvm::mdconst::extract<llvm::ConstantInt>(note->getOperand(i))
              ->getZExtValue());
    };
    CallSite& call = calls.emplace_back();
    call.frame = number(0);
    call.is_inside = number(1) != 0;
    for (unsigned i = 2; i < note->getNumOperands(); i += 2) {
      if (!numbers) {
        call.functions.push_back(number(i + 1));
        continue;
      }
      // One that calls nothing but what the code generator needs, such as a
      // division, has none: no trap comes from there.
      auto found = numbers->find(number(i));
      if (found != numbers->end()) call.functions.push_back(found->second);
    }
  }
  return calls;
}

void note_calls() {
  static const llvm::RegisterTargetPassConfigCallback callback(
      [](llvm::TargetMachine&, llvm::PassManagerBase&,
         llvm::TargetPassConfig* config) {
        // When frames are what they will be.
        config->insertPass(&llvm::StackMapLivenessID, new CallNotes());
      });
}

}  // namespace wasm2mpy::codegen
