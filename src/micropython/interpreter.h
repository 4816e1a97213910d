// The MicroPython on this computer.
#ifndef WASM2MPY_MICROPYTHON_INTERPRETER_H_
#define WASM2MPY_MICROPYTHON_INTERPRETER_H_

#include <span>
#include <string>

#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy::runner {

// Asks the program `micropython` (a path, or a name to be found in PATH) for
// the architecture whose modules it loads.
Result<const Target*> interpreter_target(const std::string& micropython,
                                         Diagnostics& diagnostics);

// Runs a script with this program's standard streams, and returns its exit
// status. It is 128 + the signal, with an error, when
// one ended it.
Result<int> run_script(const std::string& micropython,
                       const std::string& script,
                       std::span<const std::string> arguments,
                       Diagnostics& diagnostics);

}  // namespace wasm2mpy::runner

#endif  // WASM2MPY_MICROPYTHON_INTERPRETER_H_
