// A memory that a linker has made and no instruction uses.
#ifndef WASM2MPY_ANALYSIS_UNUSED_MEMORY_H_
#define WASM2MPY_ANALYSIS_UNUSED_MEMORY_H_

#include "analysis/facts.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

// Takes it out of the module, with its export, unless the options say something
// about memories.
Result<void> drop_unused_memory(const Settings& settings, wasm::Module& module,
                                codegen::Facts& facts,
                                Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_ANALYSIS_UNUSED_MEMORY_H_
