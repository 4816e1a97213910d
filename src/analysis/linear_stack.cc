#include "analysis/linear_stack.h"

#include <algorithm>
#include <vector>

#include "analysis/call_components.h"

namespace wasm2mpy::codegen {

uint64_t linear_stack_use(const Facts& facts) {
  constexpr uint64_t kRounds = 32;
  std::vector<uint64_t> used(facts.functions.size());
  uint64_t deepest = 0;
  uint64_t by_reference = 0;  // of what calls that are not known may lead to
  bool calls_unknown = false;
  for (const CallComponent& component : find_call_components(facts)) {
    uint64_t frames = 0;
    uint64_t below = 0;
    for (uint32_t index : component.functions) {
      const FunctionFacts& function = facts.functions[index];
      frames += function.linear_frame;
      calls_unknown |= function.calls_unknown;
      for (uint32_t callee : function.callees)
        below = std::max(below, used[callee]);
    }
    if (component.is_cycle) frames *= kRounds;
    for (uint32_t index : component.functions) {
      used[index] = frames + below;
      if (facts.referenced[index])
        by_reference = std::max(by_reference, used[index]);
    }
    deepest = std::max(deepest, frames + below);
  }
  return deepest + (calls_unknown ? by_reference : 0);
}

}  // namespace wasm2mpy::codegen
