// What features.def says about each feature of WebAssembly.
#ifndef WASM2MPY_WASM_FEATURE_H_
#define WASM2MPY_WASM_FEATURE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace wasm2mpy::wasm {

enum class Feature : uint8_t {
#define FEATURE(id, name, support, way_out) k##id,
#include "wasm/features.def"
#undef FEATURE
};

// "simd", "exception-handling", ...
std::string_view to_string(Feature feature);
bool is_supported(Feature feature);
// "uses the simd proposal, which is not supported yet: compile with
// -mno-simd128".
std::string unsupported_message(Feature feature);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_FEATURE_H_
