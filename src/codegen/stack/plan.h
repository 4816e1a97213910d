// Which functions compare the native stack pointer with the limit.
//
// Every cycle of calls must hold a function that checks, and no path between
// two checks may use more stack than the reserve that the limit leaves. So a
// function checks when it is part of a cycle of direct calls, when it calls
// something unknown (a reference or an import can lead back to it), or when
// the functions below it that do not check could together use too much.
//
// A function checks behind its prologue, when its frame is there already, so
// that one comparison counts the frame. If the frame is large this is too
// late; then another function checks ahead (check.h).
//
// How large frames are is known only after code generation. So the plan is
// made with guesses first, and made again with the sizes that came out; when
// it asks for more checks than there are, the module is compiled once more.
// Functions with much code are therefore checked ahead from the beginning. In
// a module with much code some guess is always too low, by a little, and once
// more takes long: there the limit leaves more than the plan makes use of.
#ifndef WASM2MPY_CODEGEN_STACK_PLAN_H_
#define WASM2MPY_CODEGEN_STACK_PLAN_H_

#include <cstdint>
#include <vector>

#include "analysis/facts.h"
#include "codegen/stack/frame_sizes.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

// Bytes of native stack that code without a check may use below one that
// checked, with room for raising the exception.
uint32_t stack_reserve(const Facts& facts, const target::Target& target);

struct StackPlan {
  std::vector<bool> checks;     // by function index
  std::vector<uint32_t> ahead;  // bytes to check for ahead; 0: none

  // What a frame may exceed that was checked for ahead, in bytes.
  uint32_t excess = 0;

  // Bytes that a frame may have before the function's own check.
  uint32_t ahead_of(size_t function) const {
    return ahead[function] ? ahead[function] + excess : 0;
  }
  // Whether a module compiled by this plan does all that `other` asks for.
  bool covers(const StackPlan& other) const;
  // Does all that `other` asks for from now on, and a little more.
  void add(const StackPlan& other);
  // Has every function check.
  void check_all() { checks.assign(checks.size(), true); }
  // For a module that is trusted.
  static StackPlan without_checks(size_t functions);
};

// Before anything is known of frames.
StackPlan plan_stack_checks(const Facts& facts, const target::Target& target);

// What a module needs at least that was compiled by `plan`, and whose frames
// came out like this. Checks that there are count: those of a long chain of
// calls could be elsewhere as well.
StackPlan needed_stack_checks(const StackPlan& plan, const Facts& facts,
                              const FrameSizes& frames,
                              const target::Target& target);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_STACK_PLAN_H_
