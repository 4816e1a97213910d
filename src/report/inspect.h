// `wasm2mpy inspect`: what a WebAssembly module offers and needs.
#ifndef WASM2MPY_REPORT_INSPECT_H_
#define WASM2MPY_REPORT_INSPECT_H_

#include <string>

#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

// A text of several lines. Reads, and so validates, the function bodies.
Result<std::string> describe_module(const wasm::Module& module,
                                    Diagnostics& diagnostics);

// For programs: one object, described in docs/library.md.
Result<std::string> module_json(const wasm::Module& module,
                                Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_REPORT_INSPECT_H_
