#include "codegen/isa/xtensa/rewrite.h"

#include <algorithm>

#include "codegen/isa/xtensa/branches.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

// Equal literals become one, those that nothing loads go away.
void tidy_literals(Function& function) {
  std::vector<Literal> kept;
  for (Line& line : function.lines) {
    if (!line.is("l32r")) continue;
    const std::string* value = function.literal(line.operands[1]);
    if (!value) continue;
    auto found = std::ranges::find(kept, *value, &Literal::value);
    if (found == kept.end()) {
      kept.push_back({line.operands[1], *value});
    } else {
      line.operands[1] = found->label;
    }
  }
  function.literals = std::move(kept);
}

bool is_understood(const Function& function, Abi abi, const LabelSet& entered) {
  return !FlowGraph(function, abi, entered).is_unknown();
}

}  // namespace

bool remove_dead(Function& function, Abi abi, const LabelSet& entered) {
  FlowGraph graph(function, abi, entered);
  std::vector<Line>& lines = function.lines;
  std::vector<Registers> live = live_after(graph, lines.size());

  // A place in the frame that is never loaded needs no stores. Where the stack
  // pointer moves, or the base is another register, nothing is known.
  std::set<std::string> loaded;
  bool knows_places = true;
  for (const Line& line : lines) {
    if (line.is("movsp")) knows_places = false;
    if (!line.is_spill || line.operands.size() != 3) continue;
    if (register_number(line.operands[1]) != kStackPointer)
      knows_places = false;
    if (!line.is("s32i") && !line.is("ssi")) loaded.insert(line.operands[2]);
  }

  bool keeps_return_address = function.has_noted_calls();
  auto is_dead = [&](size_t i) {
    const Line& line = lines[i];
    if (line.is_label()) return false;
    // A trap reads it, also where nothing returns.
    if (line.is("s32i") && keeps_return_address &&
        register_number(line.operands[0]) == kReturnAddress)
      return false;
    if (line.is("s32i") && line.is_spill)
      return knows_places && !loaded.contains(line.operands[2]);
    bool is_reload = line.is("l32i") && line.is_spill;
    if (!graph.effects(i).is_pure && !is_reload) return false;
    if (line.is("or") && line.operands[0] == line.operands[1] &&
        line.operands[0] == line.operands[2])
      return true;
    return (graph.effects(i).writes & live[i]) == 0;
  };
  std::vector<Line> kept;
  for (size_t i = 0; i < lines.size(); ++i)
    if (!is_dead(i)) kept.push_back(std::move(lines[i]));
  bool changed = kept.size() != lines.size();
  lines = std::move(kept);
  return changed;
}

bool join_tests(Function& function, Abi abi, const LabelSet& entered) {
  FlowGraph graph(function, abi, entered);
  std::vector<Line>& lines = function.lines;
  std::vector<Registers> live = live_after(graph, lines.size());
  bool changed = false;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    Line& test = lines[i];
    Line& branch = lines[i + 1];
    bool on_zero = branch.is("beqz");
    if (!on_zero && !branch.is("bnez")) continue;
    if (test.is_label() || !graph.effects(i).is_pure ||
        test.operands[0] != branch.operands[0])
      continue;
    Registers tested = 1u << register_number(test.operands[0]);
    if ((live[i + 1] & tested) != 0) continue;
    std::string_view name;
    if (test.is("extui") && test.operands[3] == "1") {
      name = on_zero ? "bbci" : "bbsi";
    } else if (test.is("and")) {
      name = on_zero ? "bnone" : "bany";
    } else if (test.is("xor") || test.is("sub")) {
      name = on_zero ? "beq" : "bne";
    } else {
      continue;
    }
    branch = {
        .name = std::string(name),
        .operands = {test.operands[1], test.operands[2], branch.operands[1]}};
    test = {};
    ++i;
    changed = true;
  }
  std::erase_if(lines, [](const Line& line) {
    return !line.is_label() && line.name.empty();
  });
  return changed;
}

bool move_conditionally(Function& function) {
  constexpr std::pair<std::string_view, std::string_view> kMoves[] = {
      {"beqz", "movnez"},
      {"bnez", "moveqz"},
      {"bltz", "movgez"},
      {"bgez", "movltz"},
  };
  bool changed = false;
  std::vector<Line>& lines = function.lines;
  for (size_t i = 0; i + 2 < lines.size(); ++i) {
    Line& branch = lines[i];
    Line& move = lines[i + 1];
    if (branch.is_label() || !move.is("or") ||
        move.operands[1] != move.operands[2] ||
        register_number(move.operands[0]) == kStackPointer)
      continue;
    auto found = std::ranges::find(
        kMoves, branch.name,
        &std::pair<std::string_view, std::string_view>::first);
    if (found == std::end(kMoves)) continue;
    bool skips = false;
    for (size_t k = i + 2; k < lines.size() && lines[k].is_label(); ++k)
      skips |= lines[k].name == branch.operands[1];
    if (!skips) continue;
    move = {
        .name = std::string(found->second),
        .operands = {move.operands[0], move.operands[1], branch.operands[0]}};
    branch = {};
    ++i;
    changed = true;
  }
  std::erase_if(lines, [](const Line& line) {
    return !line.is_label() && line.name.empty();
  });
  return changed;
}

void remove_saves(Function& function, Abi abi) {
  if (abi != Abi::kCall0) return;
  for (int reg = 12; reg <= 15; ++reg) {
    // Its place in the frame, and whether that is all.
    std::string place;
    auto is_save = [&](const Line& line) {
      return (line.is("s32i") || line.is("l32i")) &&
             register_number(line.operands[0]) == reg &&
             register_number(line.operands[1]) == kStackPointer;
    };
    bool is_used = false;
    for (const Line& line : function.lines) {
      if (line.is_label()) continue;
      if (is_save(line)) {
        is_used |= !place.empty() && line.operands[2] != place;
        place = line.operands[2];
      } else {
        for (const std::string& operand : line.operands)
          is_used |= register_number(operand) == reg;
      }
    }
    if (is_used || place.empty()) continue;
    bool is_shared = std::ranges::any_of(function.lines, [&](const Line& line) {
      return !line.is_label() && line.operands.size() == 3 &&
             register_number(line.operands[1]) == kStackPointer &&
             line.operands[2] == place && !is_save(line);
    });
    if (!is_shared) std::erase_if(function.lines, is_save);
  }
}

void rewrite(Function& function, const LabelSet& entered,
             const ArgumentCounts& counts) {
  Abi abi = !function.lines.empty() && function.lines[0].is("entry")
                ? Abi::kWindowed
                : Abi::kCall0;
  if (is_understood(function, abi, entered)) {
    shorten_branches(function, entered);
    use_constants(function, abi, entered, counts);
    // Each finds more after the other; they end because code only shrinks.
    for (bool changed = true; changed;) {
      changed = remove_dead(function, abi, entered);
      changed |= remove_moves(function, abi, entered);
      changed |= join_tests(function, abi, entered);
      changed |= move_conditionally(function);
      changed |= shorten_branches(function, entered);
    }
    // From one loop to that around it.
    for (int depth = 0; depth < 3; ++depth)
      if (!hoist_constants(function, abi, entered)) break;
    remove_saves(function, abi);
    turn_loop_ends(function);
    for (Line& line : function.lines)
      if (!line.is_label()) line = narrow(std::move(line));
    place_branches(function);
  }
  tidy_literals(function);
}

}  // namespace wasm2mpy::codegen::xtensa
