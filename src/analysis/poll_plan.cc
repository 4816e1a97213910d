#include "analysis/poll_plan.h"

#include "analysis/call_components.h"

namespace wasm2mpy::codegen {

PollPlan::PollPlan(const Facts& facts)
    : component_(facts.functions.size()), in_circle_(facts.functions.size()) {
  uint32_t number = 0;
  for (const CallComponent& component : find_call_components(facts)) {
    for (uint32_t function : component.functions) {
      component_[function] = number;
      in_circle_[function] = component.is_cycle;
    }
    ++number;
  }
}

}  // namespace wasm2mpy::codegen
