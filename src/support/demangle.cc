#include "support/demangle.h"

#include "llvm/Demangle/Demangle.h"

namespace wasm2mpy {

std::string demangled(std::string_view name) {
  bool is_mangled = name.starts_with("_Z") || name.starts_with("_R");
  return is_mangled ? llvm::demangle(name) : std::string(name);
}

}  // namespace wasm2mpy
