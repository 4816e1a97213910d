#include "codegen/isa/xtensa/branches.h"

#include <algorithm>
#include <format>
#include <map>
#include <set>
#include <unordered_map>

namespace wasm2mpy::codegen::xtensa {
namespace {

bool is_branch(const Line& line) {
  if (line.is_label() || line.operands.empty()) return false;
  return !inverse(line.name).empty() || line.is("beqz.n") || line.is("bnez.n");
}

bool is_return(const Line& line) {
  return line.is("ret") || line.is("ret.n") || line.is("retw") ||
         line.is("retw.n");
}

// Nothing follows it.
bool ends_path(const Line& line) {
  return line.is("j") || line.is("jx") || is_return(line);
}

std::unordered_map<std::string, size_t> find_labels(
    const std::vector<Line>& lines) {
  std::unordered_map<std::string, size_t> labels;
  for (size_t i = 0; i < lines.size(); ++i)
    if (lines[i].is_label()) labels[lines[i].name] = i;
  return labels;
}

// Whether control gets from line i to that label without doing anything.
bool falls_to(const std::vector<Line>& lines, size_t i,
              const std::string& label) {
  for (; i < lines.size() && lines[i].is_label(); ++i)
    if (lines[i].name == label) return true;
  return false;
}

size_t skip_labels(const std::vector<Line>& lines, size_t i) {
  while (i < lines.size() && lines[i].is_label()) ++i;
  return i;
}

// Where a branch to the label ends up after the jumps that are there.
std::string final_target(const std::vector<Line>& lines,
                         const std::unordered_map<std::string, size_t>& labels,
                         const std::string& label) {
  std::string target = label;
  for (int hops = 0; hops < 16; ++hops) {
    auto found = labels.find(target);
    if (found == labels.end()) return target;
    size_t i = skip_labels(lines, found->second);
    if (i == lines.size() || !lines[i].is("j")) return target;
    target = lines[i].operands[0];
  }
  return label;  // an endless loop of jumps
}

bool thread_jumps(std::vector<Line>& lines) {
  bool changed = false;
  std::unordered_map<std::string, size_t> labels = find_labels(lines);
  for (Line& line : lines) {
    bool is_jump = line.is("j");
    if (!is_jump && !is_branch(line)) continue;
    std::string target = final_target(lines, labels, line.operands.back());
    if (target != line.operands.back()) {
      line.operands.back() = target;
      changed = true;
    }
    if (!is_jump) continue;
    auto found = labels.find(target);
    if (found == labels.end()) continue;
    size_t i = skip_labels(lines, found->second);
    // A return is shorter than a jump to it.
    if (i < lines.size() && is_return(lines[i])) {
      line = lines[i];
      changed = true;
    }
  }
  return changed;
}

// `bcc near; j far; near:` is one branch; a jump to the next line is none.
bool join_branches(std::vector<Line>& lines) {
  bool changed = false;
  std::vector<Line> kept;
  for (size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    if (is_branch(line) && i + 1 < lines.size() && lines[i + 1].is("j") &&
        falls_to(lines, i + 2, line.operands.back())) {
      line.name = inverse(line.name);
      line.operands.back() = lines[i + 1].operands[0];
      kept.push_back(std::move(line));
      ++i;
      changed = true;
    } else if ((line.is("j") || is_branch(line)) &&
               falls_to(lines, i + 1, line.operands.back())) {
      changed = true;
    } else {
      kept.push_back(std::move(line));
    }
  }
  lines = std::move(kept);
  return changed;
}

bool remove_unreachable(std::vector<Line>& lines, const LabelSet& entered) {
  std::set<std::string, std::less<>> used(entered.begin(), entered.end());
  for (const Line& line : lines)
    if (line.is("j") || is_branch(line)) used.insert(line.operands.back());
  size_t before = lines.size();
  std::erase_if(lines, [&](const Line& line) {
    return line.is_label() && !used.contains(line.name);
  });
  bool is_reachable = true;
  std::erase_if(lines, [&](const Line& line) {
    if (line.is_label()) is_reachable = true;
    bool is_gone = !is_reachable;
    if (!line.is_label() && ends_path(line)) is_reachable = false;
    return is_gone;
  });
  return lines.size() != before;
}

// --- Placing -----------------------------------------------------------------

struct Reach {
  int low;
  int high;
};

// Of the distance from the branch's first byte.
Reach reach(const Line& line) {
  if (line.is("j")) return {-131068, 131075};
  if (line.is("beqz.n") || line.is("bnez.n")) return {4, 67};
  if (line.operands.size() == 2 && !line.is("bt") && !line.is("bf"))
    return {-2044, 2051};
  return {-124, 131};
}

class Placer {
 public:
  explicit Placer(Function& function)
      : name_(function.name), lines_(function.lines) {}

  void run() {
    // A round decides with distances that grow by what it inserts, so another
    // looks whether all is well. Branches only go on to something nearer or
    // become longer, so this ends.
    do {
      measure();
    } while (extend_branches());
    do {
      measure();
    } while (narrow_branches());
    remove_unused_labels();
  }

 private:
  // An unconditional jump that branches can go to instead of its target.
  struct Jump {
    int place;
    size_t line;        // before which `label` belongs, if there is none yet
    std::string label;  // or empty
  };
  struct Gap {
    int place;
    size_t line;
  };

  void measure() {
    places_.resize(lines_.size());
    jumps_.clear();
    gaps_.clear();
    int place = 0;
    for (size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      places_[i] = place;
      place += int(size(line));
      if (line.is("j")) jumps_[line.operands[0]].push_back({places_[i], i, ""});
      // Behind it nothing comes by.
      if (!line.is_label() && ends_path(line)) gaps_.push_back({place, i + 1});
    }
    labels_ = find_labels(lines_);
  }

  // From the branch to its target, which is in the function.
  int distance(size_t i) const {
    return places_[labels_.at(lines_[i].operands.back())] - places_[i];
  }

  // With room for what is yet to be inserted between.
  static bool is_near(Reach reach, int distance, int room = 0) {
    return distance >= reach.low + room && distance <= reach.high - room;
  }

  bool extend_branches() {
    inserted_.clear();
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (!is_branch(lines_[i]) || is_near(reach(lines_[i]), distance(i)))
        continue;
      std::string target =
          final_target(lines_, labels_, lines_[i].operands.back());
      if (is_near(reach(lines_[i]), places_[labels_.at(target)] - places_[i])) {
        lines_[i].operands.back() = target;
        continue;
      }
      if (!use_jump_near_by(i, target) && !put_jump_near_by(i, target))
        jump_around(i, target);
    }
    if (inserted_.empty()) return false;
    std::vector<Line> lines;
    auto next = inserted_.begin();
    for (size_t i = 0; i <= lines_.size(); ++i) {
      for (; next != inserted_.end() && next->first == i; ++next)
        lines.push_back(std::move(next->second));
      if (i < lines_.size()) lines.push_back(std::move(lines_[i]));
    }
    lines_ = std::move(lines);
    return true;
  }

  static Line label_line(std::string name) {
    return {.kind = Line::Kind::kLabel, .name = std::move(name)};
  }
  static Line jump_line(std::string target) {
    return {.name = "j", .operands = {std::move(target)}};
  }
  std::string make_label() {
    return std::format(".Lnear.{}.{}", name_, n_labels_++);
  }

  bool use_jump_near_by(size_t branch, const std::string& target) {
    Reach limits = reach(lines_[branch]);
    for (Jump& jump : jumps_[target]) {
      if (!is_near(limits, jump.place - places_[branch], kRoom)) continue;
      if (jump.label.empty()) {
        jump.label = make_label();
        inserted_.emplace(jump.line, label_line(jump.label));
      }
      lines_[branch].operands.back() = jump.label;
      // Also where no label is inserted there is something to be looked at.
      inserted_.emplace(branch, label_line(make_label()));
      return true;
    }
    return false;
  }

  // As far ahead as possible, for the branches that follow.
  bool put_jump_near_by(size_t branch, const std::string& target) {
    Reach limits = reach(lines_[branch]);
    auto found =
        std::ranges::find_if(gaps_.rbegin(), gaps_.rend(), [&](const Gap& gap) {
          return is_near(limits, gap.place - places_[branch], kRoom);
        });
    if (found == gaps_.rend()) return false;
    std::string label = make_label();
    lines_[branch].operands.back() = label;
    inserted_.emplace(found->line, label_line(label));
    inserted_.emplace(found->line, jump_line(target));
    jumps_[target].push_back({found->place, found->line, label});
    return true;
  }

  void jump_around(size_t branch, const std::string& target) {
    std::string label = make_label();
    std::string jump = make_label();
    Line& line = lines_[branch];
    line.name = inverse(line.name);
    line.operands.back() = label;
    inserted_.emplace(branch + 1, label_line(jump));
    inserted_.emplace(branch + 1, jump_line(target));
    inserted_.emplace(branch + 1, label_line(label));
    jumps_[target].push_back({places_[branch] + 3, branch + 1, jump});
  }

  // Distances only become smaller by it, so all can be done at once.
  bool narrow_branches() {
    bool changed = false;
    for (size_t i = 0; i < lines_.size(); ++i) {
      Line& line = lines_[i];
      if (!line.is("beqz") && !line.is("bnez")) continue;
      // One byte is about to go from the distance itself.
      int distance = this->distance(i) - 1;
      if (distance < 4 || distance > 67) continue;
      line.name += ".n";
      changed = true;
    }
    return changed;
  }

  void remove_unused_labels() {
    LabelSet used;
    for (const Line& line : lines_)
      if (line.is("j") || is_branch(line)) used.insert(line.operands.back());
    std::erase_if(lines_, [&](const Line& line) {
      return line.is_label() && line.name.starts_with(".Lnear.") &&
             !used.contains(line.name);
    });
  }

  static constexpr int kRoom = 12;

  std::string name_;
  std::vector<Line>& lines_;
  std::vector<int> places_;
  std::unordered_map<std::string, size_t> labels_;
  std::unordered_map<std::string, std::vector<Jump>> jumps_;  // by target
  std::vector<Gap> gaps_;
  // Before which line; equal keys stay in order.
  std::multimap<size_t, Line> inserted_;
  int n_labels_ = 0;
};

}  // namespace

bool shorten_branches(Function& function, const LabelSet& entered) {
  bool changed = false;
  bool again = true;
  while (again) {
    // In this order: a jump that became a return cannot be joined.
    again = join_branches(function.lines);
    again |= thread_jumps(function.lines);
    again |= remove_unreachable(function.lines, entered);
    changed |= again;
  }
  return changed;
}

void turn_loop_ends(Function& function) {
  std::vector<Line>& lines = function.lines;
  std::unordered_map<std::string, size_t> labels = find_labels(lines);
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (!is_branch(lines[i]) || !lines[i + 1].is("j")) continue;
    auto out = labels.find(lines[i].operands.back());
    auto back = labels.find(lines[i + 1].operands[0]);
    if (out == labels.end() || back == labels.end() || out->second < i ||
        back->second > i)
      continue;
    // Instructions have at most three bytes.
    int distance = 3 * int(i - back->second);
    if (-distance < reach(lines[i]).low) continue;
    lines[i].name = inverse(lines[i].name);
    std::swap(lines[i].operands.back(), lines[i + 1].operands[0]);
  }
}

void place_branches(Function& function) { Placer(function).run(); }

}  // namespace wasm2mpy::codegen::xtensa
