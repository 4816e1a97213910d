// Where it trapped: the name of the function, behind the text of a trap.
//
// Each call of a trap function says in which WebAssembly function it stands.
// LLVM inlines functions and drops checks, so only after optimisation it is
// known which ones can trap. Until then an address stands for a function that
// nobody knows (an undefined global): to LLVM it is a constant like any other.
// Then those that are left get numbers from 1 on, and their names a table. So
// a check costs a small constant where the trap is raised and nothing where it
// is not, and a function that was inlined has its own name.
#ifndef WASM2MPY_CODEGEN_TRAP_NAMES_H_
#define WASM2MPY_CODEGEN_TRAP_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// What stands for a function in a call of Context::trap_function(); nothing
// stands for instantiation.
llvm::Constant* trap_site(Context& context, std::optional<uint32_t> function);

// Numbers the functions that are left and defines rt_names.
void define_trap_names(Context& context);

// A name as people know it: plain, without the hash of Rust, without the types
// of C++, and not too long.
std::string short_name(std::string_view full_name);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRAP_NAMES_H_
