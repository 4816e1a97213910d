// How C lays out the structures of the runtime for an architecture: offsets of
// fields that generated code touches, sizes.
#ifndef WASM2MPY_CONTRACT_LAYOUT_H_
#define WASM2MPY_CONTRACT_LAYOUT_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace wasm2mpy {

// The numbers of runtime/contract/layout.def, in bytes.
struct RuntimeLayout {
  std::string_view arch;  // as in the target table: "x64"
#define RT_OFFSET(name, type, field) uint32_t name;
#define RT_SIZE(name, type) uint32_t name;
#define RT_NUMBER(name, value) uint32_t name;
#include "../../runtime/contract/layout.def"
#undef RT_OFFSET
#undef RT_SIZE
#undef RT_NUMBER
};

// One for each architecture; the build makes it (cmake/export_layout.cc).
extern const std::span<const RuntimeLayout> kRuntimeLayouts;

// Of an architecture of the target table.
const RuntimeLayout& runtime_layout(std::string_view arch);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CONTRACT_LAYOUT_H_
