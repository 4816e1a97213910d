#ifndef WASM2MPY_BIND_ALLOCATOR_H_
#define WASM2MPY_BIND_ALLOCATOR_H_

#include <cstdint>
#include <optional>

#include "bind/bindings.h"
#include "wasm/module.h"

namespace wasm2mpy::bind {

// The module's own allocator, known by the names and types of exports; without
// `allocate` if there is none.
Allocator find_allocator(const wasm::Module& module);

// Whether AssemblyScript made the module, where strings are objects with text
// in UTF-16: known by its allocator, or by what its standard library imports.
bool is_assemblyscript(const wasm::Module& module, const Allocator& allocator);

// The lowest address that the stack in linear memory may reach.
uint32_t lowest_stack_address(const wasm::Module& module,
                              uint32_t stack_pointer);

}  // namespace wasm2mpy::bind

#endif  // WASM2MPY_BIND_ALLOCATOR_H_
