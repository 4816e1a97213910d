// Names of functions as people write them.
#ifndef WASM2MPY_SUPPORT_DEMANGLE_H_
#define WASM2MPY_SUPPORT_DEMANGLE_H_

#include <string>
#include <string_view>

namespace wasm2mpy {

// A mangled name of C++ or Rust in plain text; any other name as it is. wasm-ld
// writes plain names into the name section, unless it is called by rustc.
std::string demangled(std::string_view name);

// The same without the hash of Rust and without the types of C++.
std::string plain_name(std::string_view name);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_DEMANGLE_H_
