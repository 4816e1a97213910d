// What --interruptible must know of who calls whom.
#ifndef WASM2MPY_ANALYSIS_POLL_PLAN_H_
#define WASM2MPY_ANALYSIS_POLL_PLAN_H_

#include <cstdint>
#include <vector>

#include "analysis/facts.h"

namespace wasm2mpy::codegen {

class PollPlan {
 public:
  explicit PollPlan(const Facts& facts);

  // The function can be called again while it runs, by direct calls.
  bool is_in_circle(uint32_t function) const { return in_circle_[function]; }
  // ... by a call of `callee` there.
  bool is_circular(uint32_t function, uint32_t callee) const {
    return in_circle_[function] && component_[function] == component_[callee];
  }

 private:
  std::vector<uint32_t> component_;
  std::vector<bool> in_circle_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_POLL_PLAN_H_
