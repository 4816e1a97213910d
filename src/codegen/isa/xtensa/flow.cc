#include "codegen/isa/xtensa/flow.h"

#include <algorithm>

namespace wasm2mpy::codegen::xtensa {

FlowGraph::FlowGraph(const Function& function, Abi abi,
                     const LabelSet& entered) {
  const std::vector<Line>& lines = function.lines;
  effects_.resize(lines.size());
  targets_.resize(lines.size());
  std::unordered_map<std::string_view, size_t> labels;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].is_label()) continue;
    labels[lines[i].name] = i;
    if (entered.contains(lines[i].name)) entered_.push_back(i);
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].is_label()) continue;
    std::optional<Effects> effects = xtensa::effects(lines[i], abi);
    if (!effects) {
      is_unknown_ = true;
      return;
    }
    effects_[i] = *effects;
    if (effects->flow == Flow::kBranch || effects->flow == Flow::kJump) {
      auto found = labels.find(lines[i].operands.back());
      if (found == labels.end()) {
        is_unknown_ = true;
        return;
      }
      targets_[i] = found->second;
    }
  }
}

std::vector<Registers> live_after(const FlowGraph& graph, size_t n_lines) {
  std::vector<Registers> after(n_lines, 0);
  std::vector<Registers> before(n_lines + 1, 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = n_lines; i-- > 0;) {
      Registers live = 0;
      graph.for_each_successor(i, [&](size_t next) { live |= before[next]; });
      after[i] = live;
      const Effects& effects = graph.effects(i);
      live = (live & ~effects.writes) | effects.reads;
      if (live != before[i]) {
        before[i] = live;
        changed = true;
      }
    }
  }
  return after;
}

Constants::Constants(const Function& function, const FlowGraph& graph) {
  const std::vector<Line>& lines = function.lines;
  line_slots_.assign(lines.size(), -1);
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (!line.is_spill || line.operands.size() != 3) continue;
    if (register_number(line.operands[1]) != kStackPointer) continue;
    line_slots_[i] =
        slots_.try_emplace(line.operands[2], int(slots_.size())).first->second;
  }

  // Memory: of very large functions only the registers.
  if (lines.size() * slots_.size() > 10'000'000) {
    slots_.clear();
    std::ranges::fill(line_slots_, -1);
  }

  before_.resize(lines.size());
  if (lines.empty()) return;
  before_[0].assign(16 + slots_.size(), kUnknown);
  std::vector<size_t> work = {0};
  while (!work.empty()) {
    size_t line = work.back();
    work.pop_back();
    State state = before_[line];
    transfer(function, graph, line, state);
    graph.for_each_successor(line, [&](size_t next) {
      State& known = before_[next];
      if (known.empty()) {
        known = state;
        work.push_back(next);
        return;
      }
      bool changed = false;
      for (size_t i = 0; i < known.size(); ++i) {
        if (known[i] == state[i] || known[i] == kUnknown) continue;
        known[i] = kUnknown;
        changed = true;
      }
      if (changed) work.push_back(next);
    });
  }
}

int Constants::intern(const std::string& value) {
  auto [found, is_new] = indices_.try_emplace(value, int(values_.size()));
  if (is_new) values_.push_back(value);
  return found->second;
}

void Constants::transfer(const Function& function, const FlowGraph& graph,
                         size_t i, State& state) {
  const Line& line = function.lines[i];
  if (line.is_label()) return;
  int result = kUnknown;
  if (line.is("movi")) {
    if (std::optional<int32_t> value = number(line.operands[1]))
      result = intern(std::to_string(*value));
  } else if (line.is("l32r")) {
    if (const std::string* value = function.literal(line.operands[1])) {
      std::optional<int32_t> constant = number(*value);
      result = intern(constant ? std::to_string(*constant) : *value);
    }
  } else if (line.is("or") && line.operands[1] == line.operands[2]) {
    result = state[register_number(line.operands[1])];
  } else if (line_slots_[i] >= 0) {
    int& slot = state[16 + line_slots_[i]];
    if (line.is("l32i")) {
      result = slot;
    } else {
      // A place can be one of float registers, too.
      int reg = line.is("s32i") ? register_number(line.operands[0]) : -1;
      slot = reg < 0 ? kUnknown : state[reg];
    }
  }
  Registers writes = graph.effects(i).writes;
  for (int reg = 0; reg < 16; ++reg) {
    if ((writes >> reg & 1) != 0) state[reg] = result;
  }
}

const std::string* Constants::in_register(size_t line, int reg) const {
  if (reg < 0 || before_[line].empty()) return nullptr;
  int value = before_[line][reg];
  return value < 0 ? nullptr : &values_[value];
}

const std::string* Constants::in_spill(size_t line) const {
  if (line_slots_[line] < 0 || before_[line].empty()) return nullptr;
  int value = before_[line][16 + line_slots_[line]];
  return value < 0 ? nullptr : &values_[value];
}

int Constants::register_with(size_t line, const std::string& value) const {
  if (before_[line].empty()) return -1;
  for (int reg = 0; reg < 16; ++reg) {
    if (reg == kStackPointer) continue;
    const std::string* found = in_register(line, reg);
    if (found && *found == value) return reg;
  }
  return -1;
}

}  // namespace wasm2mpy::codegen::xtensa
