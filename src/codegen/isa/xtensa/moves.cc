// Moves between registers that can be left out.
//
// Both ways look at straight code only: from the definition of a register, or
// from the move, to the point where the other register takes over.
#include <algorithm>

#include "codegen/isa/xtensa/rewrite.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

constexpr size_t kFar = 40;  // lines to look at

class MoveRemover {
 public:
  MoveRemover(Function& function, const FlowGraph& graph)
      : lines_(function.lines),
        graph_(graph),
        live_(live_after(graph, function.lines.size())) {}

  // One at a time, because each changes what is live.
  bool run() {
    bool changed = false;
    std::vector<bool> touched(lines_.size(), false);
    touched_ = std::move(touched);
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (!is_move(i)) continue;
      if (define_target(i) || use_source(i)) changed = true;
    }
    std::erase_if(lines_, [](const Line& line) {
      return !line.is_label() && line.name.empty();
    });
    return changed;
  }

 private:
  bool is_move(size_t i) const {
    return lines_[i].is("or") && lines_[i].operands[1] == lines_[i].operands[2];
  }

  bool reads(size_t i, int reg) const {
    return (graph_.effects(i).reads >> reg & 1) != 0;
  }
  bool writes(size_t i, int reg) const {
    return (graph_.effects(i).writes >> reg & 1) != 0;
  }
  // In an operand, not by convention (calls).
  bool names(size_t i, int reg) const {
    return std::ranges::any_of(
        lines_[i].operands,
        [&](const std::string& text) { return register_number(text) == reg; });
  }
  void rename(size_t i, int from, int to) {
    for (std::string& operand : lines_[i].operands)
      if (register_number(operand) == from) operand = register_name(to);
  }

  // Lines that another removal of this run has changed have stale facts.
  bool claim(size_t first, size_t last) {
    for (size_t i = first; i <= last; ++i)
      if (touched_[i]) return false;
    for (size_t i = first; i <= last; ++i) touched_[i] = true;
    return true;
  }

  // `op s, ...; ...; mov d, s`, and s is not needed any more: `op d, ...`.
  bool define_target(size_t move) {
    int target = register_number(lines_[move].operands[0]);
    int source = register_number(lines_[move].operands[1]);
    if ((live_[move] >> source & 1) != 0 || source == kStackPointer)
      return false;
    for (size_t i = move; i-- > 0 && move - i < kFar;) {
      if (lines_[i].is_label() || graph_.effects(i).flow == Flow::kJump ||
          graph_.effects(i).flow == Flow::kIndirect ||
          graph_.effects(i).flow == Flow::kReturn ||
          graph_.effects(i).flow == Flow::kBranch)
        return false;
      bool is_definition = writes(i, source);
      if (graph_.effects(i).flow == Flow::kCall) {
        if (is_definition || reads(i, source) || reads(i, target) ||
            writes(i, target))
          return false;
        continue;
      }
      if (is_definition && !reads(i, source) && defines_first(lines_[i])) {
        // It may read the target itself.
        if (!claim(i, move)) return false;
        lines_[i].operands[0] = register_name(target);
        for (size_t k = i + 1; k < move; ++k) rename(k, source, target);
        lines_[move] = {};
        return true;
      }
      if (is_definition && (!reads(i, source) || !defines_first(lines_[i])))
        return false;
      if (is_definition) {
        // `op s, s, ...`: the value before is another one.
        if (!claim(i, move)) return false;
        lines_[i].operands[0] = register_name(target);
        for (size_t k = i + 1; k < move; ++k) rename(k, source, target);
        lines_[move] = {};
        return true;
      }
      if (reads(i, target) || writes(i, target)) return false;
    }
    return false;
  }

  // `mov d, s; ... uses of d`, while s stays as it is.
  bool use_source(size_t move) {
    int target = register_number(lines_[move].operands[0]);
    int source = register_number(lines_[move].operands[1]);
    if (target == kStackPointer || target == source) return false;
    size_t last = move;
    for (size_t i = move + 1;; ++i) {
      if (i >= lines_.size() || i - move > kFar || lines_[i].is_label())
        return false;
      const Effects& effects = graph_.effects(i);
      if (effects.flow == Flow::kJump || effects.flow == Flow::kIndirect ||
          effects.flow == Flow::kReturn)
        return false;
      if (reads(i, target)) {
        // A call reads it by convention, or the operand is written, too.
        for (size_t k = 0; k < lines_[i].operands.size(); ++k) {
          if (register_number(lines_[i].operands[k]) == target &&
              !is_plain_use(lines_[i], k) &&
              !(k == 0 && defines_first(lines_[i])))
            return false;
        }
        if (effects.flow == Flow::kCall) return false;
        last = i;
      }
      bool ends = writes(i, target) || (live_[i] >> target & 1) == 0;
      if (effects.flow == Flow::kBranch && !ends) {
        return false;
      }
      if (ends) {
        if (!claim(move, i)) return false;
        break;
      }
      if (writes(i, source)) return false;
    }
    for (size_t i = move + 1; i <= last; ++i) {
      Line& line = lines_[i];
      for (size_t k = 0; k < line.operands.size(); ++k) {
        if (is_plain_use(line, k) &&
            register_number(line.operands[k]) == target)
          line.operands[k] = register_name(source);
      }
    }
    lines_[move] = {};
    return true;
  }

  std::vector<Line>& lines_;
  const FlowGraph& graph_;
  std::vector<Registers> live_;
  std::vector<bool> touched_;
};

}  // namespace

bool remove_moves(Function& function, Abi abi, const LabelSet& entered) {
  FlowGraph graph(function, abi, entered);
  return MoveRemover(function, graph).run();
}

}  // namespace wasm2mpy::codegen::xtensa
