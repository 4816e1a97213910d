#include "codegen/stack_check.h"

#include <algorithm>

namespace wasm2mpy::codegen {
namespace {

// Raising Trap calls into MicroPython, which needs about this much.
constexpr uint32_t kRaiseWords = 192;
// What functions that do not check may use together.
constexpr uint32_t kUncheckedWords = 96;
// Return address, saved registers and spills of any function.
constexpr uint32_t kFrameWords = 8;

// Tarjan's strongly connected components over direct calls, with a stack of
// its own (call chains in the input may be as long as the module). Components
// end in the order callees before callers, which is what the sum of frames
// needs.
class Chooser {
 public:
  Chooser(const Facts& facts, uint32_t words_per_value)
      : facts_(facts),
        words_per_value_(words_per_value),
        nodes_(facts.functions.size()),
        checks_(facts.functions.size()) {}

  std::vector<bool> run() {
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].order == 0) visit(i);
    }
    return std::move(checks_);
  }

 private:
  struct Node {
    uint32_t order = 0;  // 0: not visited
    uint32_t low = 0;
    bool on_stack = false;
    uint32_t next_callee = 0;
    // Stack used, in words, by this function and those below it down to and
    // excluding the functions that check.
    uint32_t unchecked_words = 0;
  };

  void visit(uint32_t root);
  void finish(uint32_t function);
  void decide(uint32_t function, bool in_cycle);

  const Facts& facts_;
  uint32_t words_per_value_;
  std::vector<Node> nodes_;
  std::vector<bool> checks_;
  std::vector<uint32_t> path_;
  std::vector<uint32_t> component_;
  uint32_t order_ = 0;
};

void Chooser::decide(uint32_t function, bool in_cycle) {
  const FunctionFacts& facts = facts_.functions[function];
  uint32_t below = 0;
  for (uint32_t callee : facts.callees) {
    if (!checks_[callee])
      below = std::max(below, nodes_[callee].unchecked_words);
  }
  uint32_t own = kFrameWords + facts.frame_values * words_per_value_;
  nodes_[function].unchecked_words = own + below;
  checks_[function] =
      in_cycle || facts.calls_unknown || own + below > kUncheckedWords;
}

void Chooser::finish(uint32_t function) {
  const std::vector<uint32_t>& callees = facts_.functions[function].callees;
  bool in_cycle = component_.back() != function ||
                  std::ranges::binary_search(callees, function);
  uint32_t member;
  do {
    member = component_.back();
    component_.pop_back();
    nodes_[member].on_stack = false;
    decide(member, in_cycle);
  } while (member != function);
}

void Chooser::visit(uint32_t root) {
  auto enter = [&](uint32_t function) {
    nodes_[function].order = nodes_[function].low = ++order_;
    nodes_[function].on_stack = true;
    path_.push_back(function);
    component_.push_back(function);
  };
  enter(root);
  while (!path_.empty()) {
    uint32_t function = path_.back();
    Node& node = nodes_[function];
    const std::vector<uint32_t>& callees = facts_.functions[function].callees;
    if (node.next_callee < callees.size()) {
      uint32_t callee = callees[node.next_callee++];
      if (nodes_[callee].order == 0) {
        enter(callee);
      } else if (nodes_[callee].on_stack) {
        node.low = std::min(node.low, nodes_[callee].order);
      }
      continue;
    }
    path_.pop_back();
    if (!path_.empty())
      nodes_[path_.back()].low = std::min(nodes_[path_.back()].low, node.low);
    if (node.low == node.order) finish(function);
  }
}

}  // namespace

uint32_t stack_reserve(const target::Target& target) {
  return (kRaiseWords + kUncheckedWords) * target.word_size;
}

std::vector<bool> choose_stack_checks(const Facts& facts,
                                      const target::Target& target) {
  return Chooser(facts, 8 / target.word_size).run();
}

}  // namespace wasm2mpy::codegen
