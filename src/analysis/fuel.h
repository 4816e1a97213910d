// What --fuel counts down: a global of the module that Python sees as any
// other, so that what is left can be read and set.
#ifndef WASM2MPY_ANALYSIS_FUEL_H_
#define WASM2MPY_ANALYSIS_FUEL_H_

#include "analysis/facts.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

// Adds the global and its export, if the settings ask for it. The bodies must
// be validated: for them there is no such global.
Result<void> add_fuel(const Settings& settings, wasm::Module& module,
                      codegen::Facts& facts, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_ANALYSIS_FUEL_H_
