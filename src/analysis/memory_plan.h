// What --memory makes of memory 0, and where compilers put things in it.
#ifndef WASM2MPY_ANALYSIS_MEMORY_PLAN_H_
#define WASM2MPY_ANALYSIS_MEMORY_PLAN_H_

#include <cstdint>

#include "analysis/facts.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

enum class MemoryMode : uint8_t {
  kExact,  // all pages are there from the start
  kLean,   // bytes are there when they are touched
  kSized,  // as many bytes as the user says
};

struct MemoryWish {
  bool is_given = false;  // the user says something, be it the default
  MemoryMode mode = MemoryMode::kExact;
  uint64_t bytes = 0;  // kSized
  // Of a lean memory: what the linear stack may take, where it can be told
  // from other data.
  uint64_t linear_stack = 16 * 1024;
};

struct MemoryPlan {
  bool is_lean = false;
  uint32_t bytes = 0;  // size of memory 0 in bytes; 0: its pages
  // Of a lean memory: the lowest address that the linear stack may reach, 0 if
  // it is not known; and what is there from the start.
  uint32_t floor = 0;
  uint32_t start = 0;
  uint32_t end = 0;
};

// Fails if the wish cannot be fulfilled.
Result<MemoryPlan> plan_memory(const wasm::Module& module, const Facts& facts,
                               const MemoryWish& wish,
                               Diagnostics& diagnostics);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_MEMORY_PLAN_H_
