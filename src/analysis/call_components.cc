#include "analysis/call_components.h"

#include <algorithm>
#include <utility>

namespace wasm2mpy::codegen {
namespace {

// Tarjan's strongly connected components over direct calls, with a stack of
// its own (call chains in the input may be as long as the module).
class Finder {
 public:
  explicit Finder(const Facts& facts)
      : facts_(facts), nodes_(facts.functions.size()) {}

  std::vector<CallComponent> run() {
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].order == 0) visit(i);
    }
    return std::move(components_);
  }

 private:
  struct Node {
    uint32_t order = 0;  // 0: not visited
    uint32_t low = 0;
    bool on_stack = false;
    uint32_t next_callee = 0;
  };

  void visit(uint32_t root);
  void finish(uint32_t function);

  const Facts& facts_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> path_;
  std::vector<uint32_t> open_;
  std::vector<CallComponent> components_;
  uint32_t order_ = 0;
};

void Finder::finish(uint32_t function) {
  CallComponent component;
  uint32_t member;
  do {
    member = open_.back();
    open_.pop_back();
    nodes_[member].on_stack = false;
    component.functions.push_back(member);
  } while (member != function);
  component.is_cycle =
      component.functions.size() > 1 ||
      std::ranges::binary_search(facts_.functions[function].callees, function);
  components_.push_back(std::move(component));
}

void Finder::visit(uint32_t root) {
  auto enter = [&](uint32_t function) {
    nodes_[function].order = nodes_[function].low = ++order_;
    nodes_[function].on_stack = true;
    path_.push_back(function);
    open_.push_back(function);
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

std::vector<CallComponent> find_call_components(const Facts& facts) {
  return Finder(facts).run();
}

}  // namespace wasm2mpy::codegen
