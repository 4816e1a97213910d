// The name of a function as traps tell it (trap_sites.h).
#ifndef WASM2MPY_CODEGEN_TRAP_NAMES_H_
#define WASM2MPY_CODEGEN_TRAP_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// As Settings::names says, without zero bytes; nothing is instantiation.
std::string trap_name(const Context& context, std::optional<uint32_t> function);

// A name as people know it: plain, without the hash of Rust, without the types
// of C++, and not too long.
std::string short_name(std::string_view full_name);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRAP_NAMES_H_
