// Which functions can call each other in a circle.
#ifndef WASM2MPY_ANALYSIS_CALL_COMPONENTS_H_
#define WASM2MPY_ANALYSIS_CALL_COMPONENTS_H_

#include <cstdint>
#include <vector>

#include "analysis/facts.h"

namespace wasm2mpy::codegen {

// Functions that lead to each other by direct calls.
struct CallComponent {
  std::vector<uint32_t> functions;
  bool is_cycle = false;  // false: it is one function that does not call itself
};

// All functions; callees come before callers.
std::vector<CallComponent> find_call_components(const Facts& facts);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_CALL_COMPONENTS_H_
