// What --memory makes of memory 0, and where compilers put things in it.
#ifndef WASM2MPY_ANALYSIS_MEMORY_PLAN_H_
#define WASM2MPY_ANALYSIS_MEMORY_PLAN_H_

#include <cstdint>
#include <optional>
#include <set>

#include "analysis/facts.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

struct MemoryPlan {
  MemoryMode mode = MemoryMode::kExact;  // of memory 0
  uint32_t bytes = 0;                    // kSized; else 0
  // Of a lean memory: the lowest address that the linear stack may reach, 0 if
  // it is not known; and what is there from the start.
  uint32_t floor = 0;
  uint32_t start = 0;
  uint32_t end = 0;
  // Of one that is not whole: the upper end of the linear stack, if functions
  // see to it that their frames are there (linear_frame.h), else 0; and the
  // bytes of it that are there from the start, which the frames may have.
  uint32_t stack_top = 0;
  uint32_t first_stack = 0;
  // Lean because all pages would take too much of the RAM that there is.
  bool is_chosen = false;
  // That is all the memory the program is known to use: its stack and its
  // variables. Code compares with these constants.
  bool is_whole = false;
  // It may be whole, which the reach of the variables tells.
  bool wants_reach = false;
  // Bytes before a whole one's end where nothing is known to begin: accesses of
  // several fields of one structure share a comparison.
  uint32_t reach = 0;

  // All others are exact.
  MemoryMode mode_of(uint32_t memory) const {
    return memory == 0 ? mode : MemoryMode::kExact;
  }
  bool is_lean(uint32_t memory) const {
    return mode_of(memory) == MemoryMode::kLean;
  }
  // What can be accessed of a new memory of this type, in bytes.
  uint64_t bytes_in_bounds(uint32_t memory, const wasm::MemoryType& type) const;
  // What of that is there.
  uint64_t bytes_in_ram(uint32_t memory, const wasm::MemoryType& type) const;
};

// What the accesses of a program tell of its variables, in addresses.
struct VariableReach {
  std::set<uint64_t> bases;  // that their indices are added to
  std::set<uint64_t> ends;   // of what those can touch whose range is known
  std::set<uint64_t> open_bases;  // of the others
};

// `ram` is what Python has for everything, in bytes; none: it is not known.
// `reach` is null if it is not known either. Fails if the wish cannot be
// fulfilled.
Result<MemoryPlan> plan_memory(const wasm::Module& module, const Facts& facts,
                               const MemoryWish& wish,
                               std::optional<uint64_t> ram,
                               const VariableReach* reach,
                               Diagnostics& diagnostics);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_MEMORY_PLAN_H_
