// The commands that need a MicroPython: they compile for the one that they
// find, in a temporary folder.
#ifndef WASM2MPY_CLI_COMMANDS_H_
#define WASM2MPY_CLI_COMMANDS_H_

#include "cli/options.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Copies the module to the board that is connected, compiled for it.
Result<void> deploy_module(const Options& options, Diagnostics& diagnostics);

// Runs the module in MicroPython on this computer. Returns the exit status of
// the program, or of the call.
Result<int> run_module(const Options& options, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_COMMANDS_H_
