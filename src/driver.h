// What the tool does, from the command line's wishes to the files.
#ifndef WASM2MPY_DRIVER_H_
#define WASM2MPY_DRIVER_H_

#include "bind/bindings.h"
#include "codegen/facts.h"
#include "options.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Compiles a module, or stops after the stage that the options name.
Result<void> compile(const Options& options, Diagnostics& diagnostics);

// The same for a binary module that was read already.
Result<void> compile_binary(const Options& options,
                            std::span<const uint8_t> binary,
                            Diagnostics& diagnostics);

// The signatures that --bind names, checked against the module.
Result<bind::Bindings> read_bindings(const wasm::Module& module,
                                     const codegen::Facts& facts,
                                     const Options& options,
                                     Diagnostics& diagnostics);

// Prints what a module or a .mpy file is.
Result<void> inspect(const Options& options, Diagnostics& diagnostics);

// Runs the command that the arguments (argv without the program's name) ask
// for. Returns the exit status.
Result<int> run(std::span<const char* const> arguments,
                Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_DRIVER_H_
