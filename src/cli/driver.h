// What the tool does, from the command line's wishes to the files.
#ifndef WASM2MPY_CLI_DRIVER_H_
#define WASM2MPY_CLI_DRIVER_H_

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "cli/options.h"
#include "compile/compile.h"
#include "report/report.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Reads the file, or standard input for "-": the binary module in it.
Result<std::vector<uint8_t>> read_binary_module(const std::string& path,
                                                Diagnostics& diagnostics);

// Reads what --bind names, if anything, into the settings.
Result<void> read_signature_file(const Options& options, Settings& settings,
                                 Diagnostics& diagnostics);

// Compiles what `read` gives and hands it to `write`, with the log and the
// progress that the options want.
using ReadModule = std::function<Result<std::vector<uint8_t>>()>;
using WriteArtifacts = std::function<Result<void>(const Compilation&)>;
Result<Compilation> compile_and_write(const Options& options,
                                      const Settings& settings,
                                      const ReadModule& read,
                                      const WriteArtifacts& write,
                                      Diagnostics& diagnostics);

// Compiles a module, or stops after the stage that the options name.
Result<void> compile_files(const Options& options, Diagnostics& diagnostics);

// Prints the report that the settings want, if any. That for programs has all
// warnings until now.
Result<void> print_report(const Settings& settings,
                          std::span<const report::Report> reports,
                          Diagnostics& diagnostics);

// Prints what a module or a .mpy file is.
Result<void> inspect(const Options& options, Diagnostics& diagnostics);

// Prints where the traps in texts were raised, by a debug map.
Result<void> explain(const Options& options, Diagnostics& diagnostics);

// Runs the command that the arguments (argv without the program's name) ask
// for. Returns the exit status.
Result<int> run(std::span<const char* const> arguments,
                Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_DRIVER_H_
