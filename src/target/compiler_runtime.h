// The compiler runtime: functions that LLVM calls where a core has no
// instruction, as archives of ELF objects, one or two per architecture. The
// build makes and embeds them: cmake/libgcc.cmake.

#ifndef WASM2MPY_TARGET_COMPILER_RUNTIME_H_
#define WASM2MPY_TARGET_COMPILER_RUNTIME_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace wasm2mpy {

struct CompilerRuntime {
  std::string_view arch;  // as in the target table: "armv6m"
  // "builtins" (ours: small) or "libgcc" (faster where both have a function).
  // All of ours are weak, so that both can be used in one link.
  std::string_view name;
  std::span<const uint8_t> bytes;  // lives as long as the program
};

// Grouped by architecture; within one, "builtins" first.
extern const std::span<const CompilerRuntime> kCompilerRuntime;

}  // namespace wasm2mpy

#endif  // WASM2MPY_TARGET_COMPILER_RUNTIME_H_
