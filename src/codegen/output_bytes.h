// What codegen::compile() gives, as bytes: a tool as WebAssembly has one of
// LLVM's code generators, and gets what is made with others from such tools
// (src/api/cores.h). Both are of one version.
#ifndef WASM2MPY_CODEGEN_OUTPUT_BYTES_H_
#define WASM2MPY_CODEGEN_OUTPUT_BYTES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "codegen/codegen.h"

namespace wasm2mpy::codegen {

std::vector<uint8_t> to_bytes(const Output& output);

// Of bytes that to_bytes() has made.
Output output_of_bytes(std::span<const uint8_t> bytes);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_OUTPUT_BYTES_H_
