// Facts about every point of a function: which registers are still needed,
// and which constants registers and places of spilled registers hold.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_FLOW_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_FLOW_H_

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "codegen/isa/xtensa/assembly.h"
#include "codegen/isa/xtensa/instruction.h"

namespace wasm2mpy::codegen::xtensa {

using LabelSet = std::set<std::string, std::less<>>;

// The paths through a function. Valid until its lines change.
class FlowGraph {
 public:
  // `entered`: labels to which indirect jumps may go.
  FlowGraph(const Function& function, Abi abi, const LabelSet& entered);

  // An instruction or a label is not understood: nothing is known.
  bool is_unknown() const { return is_unknown_; }
  const Effects& effects(size_t line) const { return effects_[line]; }

  template <typename Visit>
  void for_each_successor(size_t line, Visit visit) const {
    Flow flow = effects_[line].flow;
    bool goes_on =
        flow == Flow::kNext || flow == Flow::kBranch || flow == Flow::kCall;
    if (goes_on && line + 1 < effects_.size()) visit(line + 1);
    if (flow == Flow::kBranch || flow == Flow::kJump) visit(targets_[line]);
    if (flow == Flow::kIndirect)
      for (size_t target : entered_) visit(target);
  }

 private:
  bool is_unknown_ = false;
  std::vector<Effects> effects_;  // of each line
  std::vector<size_t> targets_;   // of branches and jumps
  std::vector<size_t> entered_;
};

// For each line the registers whose values are read after it.
std::vector<Registers> live_after(const FlowGraph& graph, size_t n_lines);

// What registers and spill places hold where that is known: a number or a
// symbol. The same constant may be known under several registers.
class Constants {
 public:
  Constants(const Function& function, const FlowGraph& graph);

  // Before that line, which is reachable; null if not known.
  const std::string* in_register(size_t line, int reg) const;
  // What the load of a spilled register gives.
  const std::string* in_spill(size_t line) const;
  // A register that holds the value before that line, or -1.
  int register_with(size_t line, const std::string& value) const;

 private:
  static constexpr int kUnknown = -1;
  using State = std::vector<int>;

  int intern(const std::string& value);
  void transfer(const Function& function, const FlowGraph& graph, size_t line,
                State& state);

  std::vector<std::string> values_;
  std::unordered_map<std::string, int> indices_;
  std::unordered_map<std::string, int> slots_;  // by offset in the frame
  std::vector<int> line_slots_;
  std::vector<State> before_;
};

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_FLOW_H_
