// The Python that `wasm2mpy run` has MicroPython execute.
#ifndef WASM2MPY_MICROPYTHON_SCRIPT_H_
#define WASM2MPY_MICROPYTHON_SCRIPT_H_

#include <optional>
#include <span>
#include <string>

#include "bind/bindings.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::runner {

struct Wanted {
  std::string module_name;  // under which it is imported
  std::optional<std::string> function;
  std::span<const std::string> arguments;
  const bind::Bindings* bindings = nullptr;  // null: none
  // For a WASI program: NAME=VALUE each; FOLDER or FOLDER::NAME each, none:
  // the current folder as "/".
  std::span<const std::string> environment = {};
  std::span<const std::string> folders = {};
  // Where the text of a trap goes; empty: to standard error, as an error.
  std::string trap_file = {};
};

// A script that calls an exported function, prints its results and the buffers
// that it changed, and ends with status 1 after a trap. Without a function it
// runs the program that the module is, with sys.argv as its arguments. Fails
// when there is no such function, or the arguments do not have its type.
Result<std::string> script_for(const wasm::Module& module, const Wanted& wanted,
                               Diagnostics& diagnostics);

}  // namespace wasm2mpy::runner

#endif  // WASM2MPY_MICROPYTHON_SCRIPT_H_
