// Signatures that fit the module: what the code generator puts into it, and
// what stubs tell.
#ifndef WASM2MPY_BIND_BINDINGS_H_
#define WASM2MPY_BIND_BINDINGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bind/signature.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::bind {

struct BoundFunction {
  Signature signature;
  uint32_t function;       // its index
  std::string parameters;  // a code (RT_BIND_...) for each
  std::string results;
};

// How the module allocates in its memory: indices of exported functions.
struct Allocator {
  std::optional<uint32_t> allocate;  // none: copies are on the linear stack
  std::optional<uint32_t> pin;
  std::optional<uint32_t> release;
  uint32_t argument = 0;
  bool is_realloc = false;
  // Makes the string objects of AssemblyScript, too.
  bool makes_strings() const { return pin.has_value(); }
};

struct Bindings {
  std::vector<BoundFunction> functions;
  Allocator allocator;
  uint32_t stack_low = 0;     // the linear stack must not grow below
  std::string documentation;  // see SignatureFile

  bool empty() const { return functions.empty(); }
  // Whether anything is read from or written to linear memory.
  bool use_memory() const;
  // The function that has this name in Python, or null.
  const BoundFunction* find(std::string_view name) const;
};

// Checks the signatures of a stub file (its text, its name for messages)
// against the module. `stack_pointer` is the global with the pointer of the
// stack in linear memory, if known.
Result<Bindings> bind(const wasm::Module& module,
                      std::optional<uint32_t> stack_pointer,
                      std::string_view text, std::string_view file,
                      Diagnostics& diagnostics);

}  // namespace wasm2mpy::bind

#endif  // WASM2MPY_BIND_BINDINGS_H_
