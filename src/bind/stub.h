// Stub files (.pyi): what editors and type checkers want to know of a module.
#ifndef WASM2MPY_BIND_STUB_H_
#define WASM2MPY_BIND_STUB_H_

#include <string>

#include "bind/bindings.h"
#include "wasm/module.h"

namespace wasm2mpy::bind {

struct StubOptions {
  std::string source;        // name of the module's file
  bool traps = true;         // there is a class Trap
  bool has_instance = true;  // import makes an instance
  bool has_instantiate = true;
  bool is_command = false;  // there is `main`
  bool has_fuel = false;    // instantiate() takes it
};

// The text of the stub of a module: all exports with their types, bound
// functions with their signatures.
std::string make_stub(const wasm::Module& module, const Bindings& bindings,
                      const StubOptions& options);

}  // namespace wasm2mpy::bind

#endif  // WASM2MPY_BIND_STUB_H_
