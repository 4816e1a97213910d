#include "analysis/poll_plan.h"

#include <algorithm>

#include "analysis/call_components.h"

namespace wasm2mpy::codegen {

PollPlan::PollPlan(const Facts& facts)
    : component_(facts.functions.size()),
      in_circle_(facts.functions.size()),
      may_poll_(facts.functions.size()) {
  uint32_t number = 0;
  for (const CallComponent& component : find_call_components(facts)) {
    bool polls = std::ranges::any_of(component.functions, [&](uint32_t index) {
      const FunctionFacts& function = facts.functions[index];
      return component.is_cycle || function.has_loop || function.tail_calls ||
             function.calls_unknown ||
             std::ranges::any_of(function.callees, [&](uint32_t callee) {
               return may_poll_[callee];
             });
    });
    for (uint32_t function : component.functions) {
      component_[function] = number;
      in_circle_[function] = component.is_cycle;
      may_poll_[function] = polls;
    }
    ++number;
  }
}

}  // namespace wasm2mpy::codegen
