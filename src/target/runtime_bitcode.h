// The runtime (runtime/*.c) as LLVM bitcode, one module per architecture. The
// build compiles, merges and embeds it: cmake/runtime.cmake.

#ifndef WASM2MPY_TARGET_RUNTIME_BITCODE_H_
#define WASM2MPY_TARGET_RUNTIME_BITCODE_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace wasm2mpy {

struct RuntimeBitcode {
  std::string_view arch;  // as in the target table: "x64"
  // "runtime"; of the compiler runtime the source file without suffix.
  std::string_view file;
  std::span<const uint8_t> bytes;  // aligned to 8, lives as long as the program
};

// Grouped by architecture; within one, by file name.
extern const std::span<const RuntimeBitcode> kRuntimeBitcode;

// The compiler runtime (runtime/builtins/*.c) of architectures for which it
// cannot be compiled before: cmake/libgcc.cmake.
extern const std::span<const RuntimeBitcode> kBuiltinsBitcode;

}  // namespace wasm2mpy

#endif  // WASM2MPY_TARGET_RUNTIME_BITCODE_H_
