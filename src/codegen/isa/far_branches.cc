#include "codegen/isa/far_branches.h"

#include <cstdint>
#include <cstdlib>
#include <vector>

#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetInstrInfo.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/CodeGen/TargetSubtargetInfo.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Target/RegisterTargetPassConfigCallback.h>

#include "codegen/marks.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::MachineBasicBlock;
using llvm::MachineFunction;
using llvm::MachineInstr;

// A bit less than they do, from the end of a block.
constexpr int64_t kConditionalReach = 254 - 12;
constexpr int64_t kReach = 2046 - 24;

// A block and how it ends.
struct Block {
  MachineBasicBlock* block = nullptr;
  MachineBasicBlock* taken = nullptr;  // by a conditional branch
  MachineBasicBlock* next = nullptr;   // by another branch
  llvm::SmallVector<llvm::MachineOperand, 4> condition;
  int64_t size = 0;  // before anything is changed
  int64_t end = 0;
  // The branch is not to be conditional, or is to be a call. What was said once
  // stays.
  bool taken_is_long = false;
  bool taken_is_far = false;
  bool next_is_long = false;
  bool next_is_far = false;

  // Where both would be too long for a conditional branch, that leads around
  // the branch to `taken`, to one to `next`.
  int64_t new_size() const {
    bool has_one_more = taken_is_long && (!next || next_is_long);
    return size + 2 * (int64_t(has_one_more) + taken_is_far + next_is_far);
  }
};

class FarBranches : public llvm::MachineFunctionPass {
 public:
  FarBranches() : MachineFunctionPass(id_) {}

  bool runOnMachineFunction(MachineFunction& function) override {
    if (!function.getFunction().hasFnAttribute(marks::kNoLiterals))
      return false;
    instructions_ = function.getSubtarget().getInstrInfo();
    function.RenumberBlocks();
    find_blocks(function);
    while (find_longer()) {
    }
    std::vector<MachineInstr*> far;
    for (const Block& each : blocks_) change(function, each, far);
    // LLVM makes the first one a call itself. Where it makes none it may leave
    // out that the function saves lr.
    const llvm::MCInstrDesc& call = instructions_->get(opcode_named("tBfar"));
    for (size_t i = 1; i < far.size(); ++i) far[i]->setDesc(call);
    return true;
  }

 private:
  void find_blocks(MachineFunction& function) {
    blocks_.clear();
    for (MachineBasicBlock& block : function) {
      Block& each = blocks_.emplace_back();
      each.block = &block;
      find_end(each);
      for (const MachineInstr& instruction : block)
        each.size += instructions_->getInstSizeInBytes(instruction);
    }
  }

  void find_end(Block& each) {
    MachineBasicBlock& block = *each.block;
    MachineBasicBlock* first = nullptr;
    MachineBasicBlock* second = nullptr;
    if (instructions_->analyzeBranch(block, first, second, each.condition)) {
      each.condition.clear();
    } else if (each.condition.empty()) {
      each.next = first;
    } else {
      each.taken = first;
      each.next = second;
    }
    // Nothing has removed it in a huge function.
    if (!each.next || !block.isLayoutSuccessor(each.next)) return;
    each.next = nullptr;
    llvm::DebugLoc location = block.findBranchDebugLoc();
    instructions_->removeBranch(block);
    if (each.taken)
      instructions_->insertBranch(block, each.taken, nullptr, each.condition,
                                  location);
  }

  // Whether there are more than with the last sizes.
  bool find_longer() {
    int64_t end = 0;
    for (Block& each : blocks_) {
      end = llvm::alignTo(uint64_t(end), each.block->getAlignment());
      end += each.new_size();
      each.end = end;
    }
    bool found = false;
    auto set = [&](bool& flag, bool value) {
      found |= value && !flag;
      flag |= value;
    };
    for (Block& each : blocks_) {
      if (each.taken) {
        int64_t distance = distance_of(each, *each.taken);
        set(each.taken_is_long, distance > kConditionalReach);
        set(each.taken_is_far, distance > kReach);
      }
      if (!each.next) continue;
      int64_t distance = distance_of(each, *each.next);
      set(each.next_is_long, distance > kConditionalReach);
      set(each.next_is_far, distance > kReach);
    }
    return found;
  }

  int64_t distance_of(const Block& from, const MachineBasicBlock& to) const {
    const Block& target = blocks_[size_t(to.getNumber())];
    return std::abs(target.end - target.new_size() - from.end);
  }

  void change(MachineFunction& function, const Block& each,
              std::vector<MachineInstr*>& far) {
    if (each.taken_is_long) {
      lengthen(function, each, far);
    } else if (each.next_is_far) {
      far.push_back(&each.block->back());
    }
  }

  void lengthen(MachineFunction& function, const Block& each,
                std::vector<MachineInstr*>& far) {
    MachineBasicBlock& block = *each.block;
    MachineBasicBlock* around = each.next;
    if (!around) {
      around = block.getNextNode();
    } else if (each.next_is_long) {
      around = insert_branch_to(*each.next, function, block);
      if (each.next_is_far) far.push_back(&around->back());
    }
    llvm::SmallVector<llvm::MachineOperand, 4> condition = each.condition;
    llvm::DebugLoc location = block.findBranchDebugLoc();
    instructions_->removeBranch(block);
    if (instructions_->reverseBranchCondition(condition))
      llvm::reportFatalInternalError("a condition cannot be reversed");
    instructions_->insertBranch(block, around, each.taken, condition, location);
    if (each.taken_is_far) far.push_back(&block.back());
  }

  // In a block of its own, behind `block`, for which it is in place of
  // `target`.
  MachineBasicBlock* insert_branch_to(MachineBasicBlock& target,
                                      MachineFunction& function,
                                      MachineBasicBlock& block) {
    MachineBasicBlock* made = function.CreateMachineBasicBlock();
    function.insert(std::next(block.getIterator()), made);
    for (const auto& each : target.liveins()) made->addLiveIn(each);
    instructions_->insertBranch(*made, &target, nullptr, {}, llvm::DebugLoc());
    made->addSuccessor(&target);
    block.replaceSuccessor(&target, made);
    return made;
  }

  unsigned opcode_named(llvm::StringRef name) const {
    for (unsigned i = 0; i < instructions_->getNumOpcodes(); ++i)
      if (instructions_->getName(i) == name) return i;
    llvm::reportFatalInternalError("LLVM has another name for " + name);
  }

  static char id_;
  const llvm::TargetInstrInfo* instructions_ = nullptr;
  std::vector<Block> blocks_;  // by their numbers
};
char FarBranches::id_ = 0;

}  // namespace

void lengthen_far_branches() {
  static const llvm::RegisterTargetPassConfigCallback callback(
      [](llvm::TargetMachine& machine, llvm::PassManagerBase&,
         llvm::TargetPassConfig* config) {
        if (machine.getTargetTriple().getSubArch() !=
            llvm::Triple::ARMSubArch_v6m)
          return;
        // The last pass of all targets before those of ARM.
        config->insertPass(&llvm::StackMapLivenessID, new FarBranches());
      });
}

}  // namespace wasm2mpy::codegen
