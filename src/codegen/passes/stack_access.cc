#include "codegen/passes/stack_access.h"

#include <algorithm>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/IR/AttributeMask.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include "codegen/marks.h"

namespace wasm2mpy::codegen {
namespace {

// Arguments are handed on through so many functions.
constexpr int kRounds = 4;
// A pointer is made of so many values, one of the other.
constexpr int kDepth = 32;

class Followed {
 public:
  Followed(const llvm::Module& module, uint32_t stack_pointer)
      : layout_(module.getDataLayout()), stack_pointer_(stack_pointer) {
    for (const llvm::Function& function : module) {
      if (function.hasLocalLinkage() && !function.hasAddressTaken())
        note_calls(function);
    }
    for (int round = 0; round < kRounds && vote(); ++round) known_.clear();
  }

  // Whether the value is the stack pointer or something near it.
  bool leads_into_stack(const llvm::Value& value, int depth = kDepth) {
    if (depth == 0) return false;
    // A value that is made of itself is what else it is made of.
    auto [place, is_new] = known_.try_emplace(&value, false);
    if (!is_new) return place->second;
    bool result = find_out(value, depth - 1);
    return known_[&value] = result;
  }

 private:
  // What the calls of a function give for one of its arguments.
  struct Argument {
    const llvm::Argument* argument;
    std::vector<const llvm::Value*> given;
  };

  void note_calls(const llvm::Function& function) {
    for (const llvm::Argument& argument : function.args()) {
      if (!argument.getType()->isIntegerTy()) continue;
      Argument& noted = arguments_.emplace_back(&argument);
      for (const llvm::User* user : function.users())
        noted.given.push_back(llvm::cast<llvm::CallBase>(user)->getArgOperand(
            argument.getArgNo()));
    }
  }

  // Whether that changed anything.
  bool vote() {
    bool changes = false;
    for (const Argument& argument : arguments_) {
      size_t votes = size_t(std::ranges::count_if(
          argument.given,
          [&](const llvm::Value* value) { return leads_into_stack(*value); }));
      if (2 * votes > argument.given.size())
        changes |= into_stack_.insert(argument.argument).second;
    }
    return changes;
  }

  bool find_out(const llvm::Value& value, int depth) {
    if (llvm::isa<llvm::Argument>(value)) return into_stack_.contains(&value);
    const auto* instruction = llvm::dyn_cast<llvm::Instruction>(&value);
    if (!instruction) return false;
    auto leads = [&](const llvm::Use& use) {
      return leads_into_stack(*use, depth);
    };
    switch (instruction->getOpcode()) {
      case llvm::Instruction::Load:
        return is_stack_pointer(*llvm::cast<llvm::LoadInst>(instruction));
      case llvm::Instruction::Add:
      case llvm::Instruction::Sub:
      case llvm::Instruction::And:
      case llvm::Instruction::Or:
      case llvm::Instruction::PHI:
      case llvm::Instruction::Select:
      case llvm::Instruction::ZExt:
      case llvm::Instruction::Trunc:
      case llvm::Instruction::Freeze:
        return std::ranges::any_of(instruction->operands(), leads);
      default:
        return false;
    }
  }

  bool is_stack_pointer(const llvm::LoadInst& load) const {
    llvm::APInt offset(
        layout_.getIndexTypeSizeInBits(load.getPointerOperandType()), 0);
    const llvm::Value* base =
        load.getPointerOperand()->stripAndAccumulateConstantOffsets(
            layout_, offset, /*AllowNonInbounds=*/true);
    const auto* argument = llvm::dyn_cast<llvm::Argument>(base);
    return argument && argument->getArgNo() == 0 && offset == stack_pointer_;
  }

  const llvm::DataLayout& layout_;
  uint32_t stack_pointer_;
  std::vector<Argument> arguments_;
  llvm::DenseSet<const llvm::Value*> into_stack_;  // arguments
  llvm::DenseMap<const llvm::Value*, bool> known_;
};

}  // namespace

llvm::PreservedAnalyses StackAccess::run(llvm::Module& module,
                                         llvm::ModuleAnalysisManager&) {
  std::vector<llvm::Function*> accesses;
  for (llvm::Function& function : module) {
    if (function.hasFnAttribute(marks::kLooksFirst))
      accesses.push_back(&function);
  }
  if (accesses.empty()) return llvm::PreservedAnalyses::all();
  Followed followed(module, place_.pointer);
  bool changes = false;
  for (llvm::Function* function : accesses) {
    for (llvm::User* user : function->users()) {
      auto* call = llvm::cast<llvm::CallBase>(user);
      if (!followed.leads_into_stack(*call->getArgOperand(1))) continue;
      llvm::IRBuilder<> builder(call);
      call->setArgOperand(
          0, builder.CreateConstInBoundsGEP1_32(
                 builder.getInt8Ty(), call->getArgOperand(0), place_.view));
      call->removeParamAttrs(
          0, llvm::AttributeMask(call->getAttributes().getParamAttrs(0)));
      changes = true;
    }
  }
  return changes ? llvm::PreservedAnalyses::none()
                 : llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
