// Constants in loops. LLVM computes one wherever it is used rather than keep it
// in a register for long, and it does not know which registers become free
// here.
//
// A loop is a stretch of lines from a label to the last branch back to it, that
// is entered at its first line only, from the line before. What moves goes
// there. Only what every iteration executes does: so nothing takes more time.
#include <algorithm>
#include <bit>
#include <map>
#include <unordered_map>

#include "codegen/isa/xtensa/branches.h"
#include "codegen/isa/xtensa/rewrite.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

// Time: in larger ones a constant more does not matter.
constexpr size_t kMostLines = 2000;

struct Loop {
  size_t first;  // its label
  size_t last;   // the branch back
};

bool is_transfer(Flow flow) {
  return flow == Flow::kBranch || flow == Flow::kJump;
}

class ConstantHoister {
 public:
  ConstantHoister(Function& function, const FlowGraph& graph, Abi abi,
                  const LabelSet& entered)
      : lines_(function.lines), graph_(graph), abi_(abi), entered_(entered) {}

  bool run() {
    find_loops();
    if (loops_.empty()) return false;
    live_ = live_after(graph_, lines_.size());
    taken_.assign(lines_.size(), 0);
    // Inner ones first: they gain more.
    std::ranges::sort(loops_, {}, [](const Loop& loop) {
      return std::pair(loop.last - loop.first, loop.first);
    });
    for (const Loop& loop : loops_) {
      hoist(loop);
      test_alignment(loop);
    }
    insert();
    return !inserted_.empty();
  }

 private:
  Flow flow(size_t i) const { return graph_.effects(i).flow; }
  size_t target_of(size_t i) const {
    return labels_.at(lines_[i].operands.back());
  }

  void find_loops() {
    for (size_t i = 0; i < lines_.size(); ++i)
      if (lines_[i].is_label()) labels_[lines_[i].name] = i;
    std::map<size_t, size_t> last;  // of the loop with that label
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].is_label() || !is_transfer(flow(i))) continue;
      size_t target = target_of(i);
      transfers_.emplace_back(i, target);
      if (target < i) last[target] = i;
    }
    for (auto [first, end] : last)
      if (end - first < kMostLines && is_entered_from_before({first, end}))
        loops_.push_back({first, end});
  }

  bool is_entered_from_before(Loop loop) const {
    if (loop.first == 0) return false;
    size_t before = loop.first - 1;
    if (!lines_[before].is_label() && flow(before) != Flow::kNext &&
        flow(before) != Flow::kBranch && flow(before) != Flow::kCall)
      return false;
    for (size_t i = loop.first; i <= loop.last; ++i)
      if (lines_[i].is_label() && entered_.contains(lines_[i].name))
        return false;
    auto is_inside = [&](size_t i) {
      return i >= loop.first && i <= loop.last;
    };
    return std::ranges::none_of(transfers_, [&](auto transfer) {
      return !is_inside(transfer.first) && is_inside(transfer.second);
    });
  }

  Registers used(size_t i) const {
    Registers registers = taken_[i];
    if (lines_[i].is_label() || lines_[i].name.empty()) return registers;
    std::optional<Effects> effects = xtensa::effects(lines_[i], abi_);
    return registers | effects->reads | effects->writes;
  }

  // That nothing in the loop touches and no value goes through.
  Registers free_registers(Loop loop) const {
    Registers registers = live_before(loop) | 1u << kStackPointer;
    for (size_t i = loop.first; i <= loop.last; ++i) registers |= used(i);
    return ~registers & 0xffff;
  }

  // The label has no effects of its own.
  Registers live_before(Loop loop) const { return live_[loop.first]; }

  // Lines that each iteration comes to, unless it leaves the loop.
  std::vector<size_t> always_executed(Loop loop) const {
    std::vector<size_t> result;
    size_t skipped_to = 0;
    for (size_t i = loop.first; i <= loop.last; ++i) {
      if (!lines_[i].is_label() && i >= skipped_to) result.push_back(i);
      if (lines_[i].is_label() || lines_[i].name.empty()) continue;
      if (flow(i) == Flow::kIndirect) break;
      if (!is_transfer(flow(i))) continue;
      size_t target = target_of(i);
      if (target > i && target <= loop.last)
        skipped_to = std::max(skipped_to, target);
      // Another iteration, or one of a loop within, begins.
      if (target == loop.first && i != loop.last) break;
    }
    return result;
  }

  // A constant, or a spilled one that the loop does not change.
  bool is_constant(const Line& line, Loop loop) const {
    if (line.is("movi") || line.is("l32r")) return true;
    if (!line.is("l32i") || !line.is_spill ||
        register_number(line.operands[1]) != kStackPointer)
      return false;
    for (size_t i = loop.first; i <= loop.last; ++i) {
      const Line& other = lines_[i];
      if (other.is("movsp")) return false;
      if (other.is_spill && !other.is("l32i") && other.operands.size() == 3 &&
          other.operands[2] == line.operands[2])
        return false;
    }
    return true;
  }

  void hoist(Loop loop) {
    Registers free = free_registers(loop);
    std::map<std::vector<std::string>, int> hoisted;  // by what they compute
    for (size_t i : always_executed(loop)) {
      if (lines_[i].name.empty() || !is_constant(lines_[i], loop)) continue;
      int reg = register_number(lines_[i].operands[0]);
      if (reg < 0 || reg == kStackPointer) continue;
      if (is_only_value(loop, i, reg)) {
        move_before(loop, i);
        continue;
      }
      std::vector<std::string> what = {lines_[i].name};
      what.insert(what.end(), lines_[i].operands.begin() + 1,
                  lines_[i].operands.end());
      auto found = hoisted.find(what);
      if (found == hoisted.end() && free == 0) continue;
      int place =
          found != hoisted.end() ? found->second : std::countr_zero(free);
      if (!rename(loop, i, reg, place)) continue;
      if (found == hoisted.end()) {
        free &= free - 1;
        hoisted[what] = place;
        lines_[i].operands[0] = register_name(place);
        move_before(loop, i);
      } else {
        lines_[i] = {};
      }
    }
  }

  // Whether what line i gives is all that the register holds in the loop.
  bool is_only_value(Loop loop, size_t i, int reg) const {
    if ((live_before(loop) >> reg & 1) != 0) return false;
    for (size_t k = loop.first; k <= loop.last; ++k) {
      if (k == i || lines_[k].is_label() || lines_[k].name.empty()) continue;
      if ((taken_[k] >> reg & 1) != 0) return false;
      if ((xtensa::effects(lines_[k], abi_)->writes >> reg & 1) != 0)
        return false;
    }
    return true;
  }

  // Has what reads the value of line i read another register, if all of it
  // follows in straight code of the loop: behind it the other may hold another
  // value.
  bool rename(Loop loop, size_t i, int from, int to) {
    std::vector<std::pair<size_t, size_t>> uses;
    for (size_t k = i + 1;; ++k) {
      if (k > loop.last || lines_[k].is_label()) return false;
      if (lines_[k].name.empty()) continue;
      std::optional<Effects> effects = xtensa::effects(lines_[k], abi_);
      if ((effects->reads >> from & 1) != 0) {
        if (effects->flow != Flow::kNext && effects->flow != Flow::kBranch)
          return false;
        for (size_t n = 0; n < lines_[k].operands.size(); ++n) {
          if (register_number(lines_[k].operands[n]) != from) continue;
          if (is_plain_use(lines_[k], n)) {
            uses.emplace_back(k, n);
          } else if (n != 0 || !defines_first(lines_[k])) {
            return false;
          }
        }
      }
      if ((effects->writes >> from & 1) != 0) {
        if (effects->flow != Flow::kNext) return false;
        break;
      }
      if ((live_[k] >> from & 1) == 0) break;
      if (effects->flow == Flow::kBranch) {
        size_t target = target_of(k);
        if ((live_[target] >> from & 1) != 0) return false;
      } else if (effects->flow != Flow::kNext) {
        return false;
      }
    }
    for (auto [line, operand] : uses)
      lines_[line].operands[operand] = register_name(to);
    return true;
  }

  void move_before(Loop loop, size_t i) {
    int reg = register_number(lines_[i].operands[0]);
    for (size_t k = loop.first; k <= loop.last; ++k) taken_[k] |= 1u << reg;
    inserted_.emplace(loop.first, std::move(lines_[i]));
    lines_[i] = {};
  }

  // `extui t, x, 0, 2; bnez t, trap` is one branch with the mask in a register.
  void test_alignment(Loop loop) {
    std::map<std::string, int> masks;  // by the number of bits
    for (size_t i : always_executed(loop)) {
      if (i == loop.last) break;
      const Line& test = lines_[i];
      const Line& branch = lines_[i + 1];
      if (!test.is("extui") || test.operands[2] != "0" ||
          (!branch.is("bnez") && !branch.is("beqz")) ||
          branch.operands[0] != test.operands[0])
        continue;
      int reg = register_number(test.operands[0]);
      if ((live_[i + 1] >> reg & 1) != 0) continue;
      std::optional<int32_t> bits = number(test.operands[3]);
      if (!bits || *bits > 11) continue;
      auto found = masks.find(test.operands[3]);
      if (found == masks.end()) {
        Registers free = free_registers(loop);
        if (free == 0) continue;
        int place = std::countr_zero(free);
        found = masks.emplace(test.operands[3], place).first;
        for (size_t k = loop.first; k <= loop.last; ++k)
          taken_[k] |= 1u << place;
        inserted_.emplace(loop.first,
                          Line{.name = "movi",
                               .operands = {register_name(place),
                                            std::to_string((1 << *bits) - 1)}});
      }
      Line joined = {
          .name = branch.is("bnez") ? "bany" : "bnone",
          .operands = {test.operands[1], register_name(found->second),
                       branch.operands[1]}};
      lines_[i + 1] = std::move(joined);
      lines_[i] = {};
    }
  }

  void insert() {
    std::vector<Line> lines;
    auto next = inserted_.begin();
    for (size_t i = 0; i < lines_.size(); ++i) {
      for (; next != inserted_.end() && next->first == i; ++next)
        lines.push_back(std::move(next->second));
      if (lines_[i].is_label() || !lines_[i].name.empty())
        lines.push_back(std::move(lines_[i]));
    }
    lines_ = std::move(lines);
  }

  std::vector<Line>& lines_;
  const FlowGraph& graph_;
  Abi abi_;
  const LabelSet& entered_;
  std::unordered_map<std::string, size_t> labels_;
  std::vector<std::pair<size_t, size_t>> transfers_;  // and their targets
  std::vector<Loop> loops_;
  std::vector<Registers> live_;
  // Registers that hold something for the loops around a line.
  std::vector<Registers> taken_;
  std::multimap<size_t, Line> inserted_;  // before which line
};

}  // namespace

bool hoist_constants(Function& function, Abi abi, const LabelSet& entered) {
  FlowGraph graph(function, abi, entered);
  return ConstantHoister(function, graph, abi, entered).run();
}

}  // namespace wasm2mpy::codegen::xtensa
