#ifndef WASM2MPY_ANALYSIS_HIDE_EXPORTS_H_
#define WASM2MPY_ANALYSIS_HIDE_EXPORTS_H_

#include <span>
#include <string>

#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

// Takes the exports of these names away (--hide). Fails when the module has no
// such export.
Result<void> hide_exports(wasm::Module& module,
                          std::span<const std::string> names,
                          Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_ANALYSIS_HIDE_EXPORTS_H_
