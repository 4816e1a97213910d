// The files that compiling makes: whether they may have their names, and how
// they come onto the disk.
#ifndef WASM2MPY_CLI_OUTPUTS_H_
#define WASM2MPY_CLI_OUTPUTS_H_

#include <span>

#include "cli/options.h"
#include "compile/compile.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Fails when an output would overwrite an input or another output, or has a
// name that cannot be.
Result<void> check_outputs(const Options& options, Diagnostics& diagnostics);

// The same for what the settings make beside modules: a stub, a debug map.
Result<void> check_side_files(const Options& options, const Settings& settings,
                              Diagnostics& diagnostics);

// All files or none: a module whose stub is missing, or the other way round,
// would be of two compilations.
Result<void> write_outputs(const Settings& settings,
                           std::span<const Artifact> artifacts,
                           Diagnostics& diagnostics);

// Warns when Python does not find the module under the name of its file.
void warn_about_output(const Options& options, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_OUTPUTS_H_
