// Which proposals beyond WebAssembly 1.0 a module makes use of.
#ifndef WASM2MPY_ANALYSIS_MODULE_FEATURES_H_
#define WASM2MPY_ANALYSIS_MODULE_FEATURES_H_

#include <cstdint>
#include <set>
#include <string_view>

#include "support/diagnostics.h"
#include "wasm/function.h"
#include "wasm/module.h"

namespace wasm2mpy {

// Names are those of wasm/features.def, after
// https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
struct ModuleFeatures {
  std::set<std::string_view> names;
  // Defined functions that contain memory.grow.
  uint32_t functions_that_grow = 0;
};

// Reads, and so validates, all function bodies.
Result<ModuleFeatures> find_features(const wasm::Module& module,
                                     Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_ANALYSIS_MODULE_FEATURES_H_
