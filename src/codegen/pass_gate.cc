#include "codegen/pass_gate.h"

#include <algorithm>

#include <llvm/ADT/DenseSet.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Dominators.h>
#include <llvm/Support/MathExtras.h>

#include "codegen/passes/budget.h"

namespace wasm2mpy::codegen {
namespace {

// These look for where else in a block a value is used, or keep lists of what
// is in flight, and take more than linear time for one of this many
// instructions. 64 KB of selects in one block took 1.1, 1.5 and 2.6 s.
constexpr size_t kLargeBlock = 2000;
constexpr llvm::StringLiteral kForSmallBlocks[] = {
    "twoaddressinstruction", "machine-scheduler", "postmisched", "machine-cse",
    "machine-sink"};

// These begin again at the first block when they have changed one.
constexpr size_t kManyBlocks = 4000;
constexpr llvm::StringLiteral kForFewBlocks[] = {"codegenprepare"};

// machine-sink moves what is used at the end of a chain of checks there, and so
// what it is made of has to be kept all the way: 4,000 loads that are added up
// took 16 KB of stack on rv32imc. The scheduler looks at all uses of a constant
// for each: 16 KB of conversions took 5 s there.
constexpr size_t kLongChain = 500;
constexpr llvm::StringLiteral kForShortChains[] = {"machine-sink",
                                                   "machine-scheduler"};

bool has_large_block(const llvm::Function& function) {
  return std::ranges::any_of(function, [](const llvm::BasicBlock& block) {
    return block.size() > kLargeBlock;
  });
}

void add_wide_constants(const llvm::Instruction& instruction,
                        llvm::DenseSet<const llvm::Constant*>& constants) {
  // Constants of these are no operands of machine instructions, or are made at
  // the end of another block.
  if (llvm::isa<llvm::PHINode, llvm::SwitchInst>(instruction)) return;
  for (const llvm::Use& operand : instruction.operands()) {
    const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(operand);
    if (constant && constant->getValue().getSignificantBits() > 12)
      constants.insert(constant);
  }
}

// More different ones of more than 12 bits than `most` in one loop.
bool has_many_constants_in_loop(llvm::Function& function, size_t most) {
  llvm::DenseSet<const llvm::Constant*> constants;
  for (const llvm::BasicBlock& block : function) {
    for (const llvm::Instruction& instruction : block)
      add_wide_constants(instruction, constants);
  }
  if (constants.size() <= most) return false;
  llvm::DominatorTree dominators(function);
  llvm::LoopInfo loops(dominators);
  return std::ranges::any_of(loops, [&](const llvm::Loop* loop) {
    constants.clear();
    for (const llvm::BasicBlock* block : loop->blocks()) {
      for (const llvm::Instruction& instruction : *block)
        add_wide_constants(instruction, constants);
    }
    return constants.size() > most;
  });
}

// How Pass::skipFunction describes a function.
std::string description_of(const llvm::Function& function) {
  return ("function (" + function.getName() + ")").str();
}

}  // namespace

void PassGate::measure(llvm::Module& module) {
  for (llvm::Function& function : module) {
    bool has_many = function.size() > kManyBlocks;
    bool has_large = has_large_block(function);
    if (has_many) with_many_blocks_.insert(description_of(function));
    if (has_large) with_large_blocks_.insert(description_of(function));
    bool has_long = has_longer_chain(function, kLongChain);
    if (has_long) with_long_chains_.insert(description_of(function));
    if (has_many || has_large || has_long) note_fewer_passes(function);
    if (is_huge(function) && target_.can_be_unoptimised)
      huge_.insert(description_of(function));
    if (size_t most = target_.most_constants_of_loop;
        most > 0 && has_many_constants_in_loop(function, most))
      with_many_constants_.insert(description_of(function));
  }
}

bool PassGate::shouldRunPass(llvm::StringRef pass,
                             llvm::StringRef description) const {
  if (huge_.contains(description)) return false;
  if (pass == "consthoist" && !target_.derives_constants) return false;
  if (pass == "early-machinelicm" && with_many_constants_.contains(description))
    return false;
  if (with_long_chains_.contains(description) &&
      llvm::is_contained(kForShortChains, pass))
    return false;
  if (with_large_blocks_.contains(description) &&
      llvm::is_contained(kForSmallBlocks, pass))
    return false;
  return !with_many_blocks_.contains(description) ||
         !llvm::is_contained(kForFewBlocks, pass);
}

}  // namespace wasm2mpy::codegen
