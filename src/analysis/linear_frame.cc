// Compilers move the stack pointer by constants, or to where a local has kept
// it. So it is enough to see what instructions side by side make:
//
//   global.get $sp  i32.const 16  i32.sub  local.tee 0  global.set $sp
//   local.get 0  i32.const 16  i32.add  global.set $sp
//
// A local keeps a distance if it is set in one place only, up to the end of the
// block where that is.
#include "analysis/linear_frame.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "wasm/opcode.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::Instruction;
using wasm::Opcode;

// From the stack pointer at first; none: not known.
using Distance = std::optional<int64_t>;

// More is no frame but a mistake, and sums of such numbers stay small.
constexpr int64_t kMostBytes = int64_t{1} << 30;

class Follower {
 public:
  Follower(const wasm::FunctionBody& body, uint32_t stack_pointer)
      : code_(body.code),
        stack_pointer_(stack_pointer),
        sets_(body.locals.size()),
        locals_(body.locals.size()) {
    for (const Instruction& instruction : code_) {
      if (instruction.opcode == Opcode::kLocalSet ||
          instruction.opcode == Opcode::kLocalTee)
        ++sets_[instruction.index];
    }
  }

  LinearFrame follow() {
    open_.push_back({.opcode = Opcode::kBlock});
    for (const Instruction& instruction : code_) visit(instruction);
    return std::move(frame_);
  }

 private:
  struct Block {
    Opcode opcode;
    Distance at_start;
    bool is_reached = false;       // its end
    Distance at_end;               // if all ways to it agree
    std::vector<uint32_t> locals;  // that were set in it
  };

  void visit(const Instruction& instruction) {
    Distance top = value_of(instruction);
    before_ = top_;
    top_ = top;
    switch (instruction.opcode) {
      case Opcode::kGlobalSet:
        if (instruction.index == stack_pointer_) set(before_);
        return;
      case Opcode::kLocalSet:
      case Opcode::kLocalTee:
        if (!is_live_ || sets_[instruction.index] != 1) return;
        locals_[instruction.index] = before_;
        open_.back().locals.push_back(instruction.index);
        return;
      case Opcode::kBr:
        branch(instruction.index);
        is_live_ = false;
        return;
      case Opcode::kBrIf:
      case Opcode::kBrOnNull:
      case Opcode::kBrOnNonNull:
      case Opcode::kBrOnCast:
      case Opcode::kBrOnCastFail:
        branch(instruction.index);
        return;
      case Opcode::kBrTable:
        for (uint32_t label : instruction.labels) branch(label);
        is_live_ = false;
        return;
      case Opcode::kCall:
      case Opcode::kCallIndirect:
      case Opcode::kCallRef:
        // The callee's frame would be anywhere: a task with its own stack.
        if (is_live_ && !now_) frame_.is_balanced = false;
        return;
      case Opcode::kReturn:
      case Opcode::kReturnCall:
      case Opcode::kReturnCallIndirect:
      case Opcode::kReturnCallRef:
        branch(uint32_t(open_.size() - 1));
        is_live_ = false;
        return;
      case Opcode::kUnreachable:
      case Opcode::kThrow:
      case Opcode::kThrowRef:
      case Opcode::kRethrow:
        is_live_ = false;
        return;
      case Opcode::kElse:
        reach(open_.back(), now_);
        leave_locals();
        now_ = open_.back().at_start;
        open_.back().opcode = Opcode::kElse;
        is_live_ = instruction.reachable;
        return;
      case Opcode::kCatch:
      case Opcode::kCatchAll:
        reach(open_.back(), now_);
        leave_locals();
        now_ = std::nullopt;
        is_live_ = instruction.reachable;
        return;
      case Opcode::kTryTable:
        // A callee may have moved it when it threw.
        if (is_live_) {
          for (const wasm::CatchClause& clause : instruction.catches)
            reach(target(clause.label), std::nullopt);
        }
        open(instruction.opcode);
        return;
      default:
        break;
    }
    if (wasm::opens_block(instruction.opcode)) {
      open(instruction.opcode);
    } else if (wasm::closes_block(instruction.opcode)) {
      close(instruction.reachable);
    }
  }

  // What the instruction leaves on the operand stack, as far as that is plain.
  Distance value_of(const Instruction& instruction) {
    Distance constant = constant_;
    constant_ = std::nullopt;
    Distance value;
    switch (instruction.opcode) {
      case Opcode::kGlobalGet:
        if (instruction.index == stack_pointer_) value = now_;
        break;
      case Opcode::kLocalGet:
        value = locals_[instruction.index];
        break;
      case Opcode::kLocalTee:
        return top_;
      case Opcode::kI32Const:
        constant_ = int32_t(uint32_t(instruction.bits));
        return std::nullopt;
      case Opcode::kI32Add:
        return constant && before_ ? bounded(*before_ + *constant)
                                   : std::nullopt;
      case Opcode::kI32Sub:
        return constant && before_ ? bounded(*before_ - *constant)
                                   : std::nullopt;
      default:
        return std::nullopt;
    }
    if (value && is_live_) frame_.pointers.emplace(&instruction, *value);
    return value;
  }

  static Distance bounded(int64_t distance) {
    return std::abs(distance) < kMostBytes ? Distance(distance) : std::nullopt;
  }

  void set(Distance distance) {
    now_ = distance;
    if (is_live_ && now_ && *now_ < 0)
      frame_.bytes = std::max(frame_.bytes, uint32_t(-*now_));
  }

  Block& target(uint32_t label) { return open_[open_.size() - 1 - label]; }

  void branch(uint32_t label) { reach(target(label), now_); }

  void reach(Block& block, Distance distance) {
    if (!is_live_) return;
    if (block.opcode == Opcode::kLoop) {
      // Where a loop begins it is known only of the way in from above.
      if (distance != block.at_start) frame_.is_balanced = false;
    } else if (!block.is_reached) {
      block.is_reached = true;
      block.at_end = distance;
    } else if (block.at_end != distance) {
      block.at_end = std::nullopt;
    }
  }

  void open(Opcode opcode) {
    open_.push_back({.opcode = opcode, .at_start = now_});
  }

  // `can_begin`: whether the block can be entered.
  void close(bool can_begin) {
    Block& block = open_.back();
    if (block.opcode == Opcode::kLoop) {
      block.opcode = Opcode::kBlock;  // behind it goes on what falls out of it
    }
    reach(block, now_);
    if (block.opcode == Opcode::kIf) {
      is_live_ = can_begin;
      reach(block, block.at_start);
    }
    leave_locals();
    now_ = block.at_end;
    is_live_ = block.is_reached;
    open_.pop_back();
    if (open_.empty() && is_live_ && now_ != Distance(0))
      frame_.is_balanced = false;
  }

  void leave_locals() {
    for (uint32_t local : open_.back().locals) locals_[local] = std::nullopt;
    open_.back().locals.clear();
  }

  const std::vector<Instruction>& code_;
  uint32_t stack_pointer_;
  std::vector<uint32_t> sets_;    // by local: how many instructions set it
  std::vector<Distance> locals_;  // what they have kept
  std::vector<Block> open_;
  bool is_live_ = true;
  Distance now_ = 0;
  // What the last instructions have left: on top, below it, and the constant.
  Distance top_;
  Distance before_;
  Distance constant_;
  LinearFrame frame_;
};

}  // namespace

LinearFrame follow_stack_pointer(const wasm::FunctionBody& body,
                                 uint32_t stack_pointer) {
  return Follower(body, stack_pointer).follow();
}

}  // namespace wasm2mpy::codegen
