// What the tool does, from the command line's wishes to the files.
#ifndef WASM2MPY_CLI_DRIVER_H_
#define WASM2MPY_CLI_DRIVER_H_

#include <span>
#include <vector>

#include "analysis/facts.h"
#include "bind/bindings.h"
#include "cli/options.h"
#include "report/report.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Compiles a module, or stops after the stage that the options name.
Result<void> compile(const Options& options, Diagnostics& diagnostics);

// The same for a binary module that was read already. Returns what each build
// costs, if the options want a report or say how much RAM there is.
Result<std::vector<report::Report>> compile_binary(
    const Options& options, std::span<const uint8_t> binary,
    Diagnostics& diagnostics);

// Prints the report that the options want, if any. That for programs has all
// warnings until now.
Result<void> print_report(const Options& options,
                          std::span<const report::Report> reports,
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

#endif  // WASM2MPY_CLI_DRIVER_H_
