// The table by which a trap tells who called (codegen/callers.h). It is about
// addresses, so it is made when all code has its place, and stands behind
// everything else, where nothing moves by it.
#ifndef WASM2MPY_COMPILE_CALL_TABLE_H_
#define WASM2MPY_COMPILE_CALL_TABLE_H_

#include <cstdint>
#include <set>

#include "codegen/codegen.h"
#include "link/linker.h"

namespace wasm2mpy {

// Adds the table to an image, if it has calls that were noted. Returns what it
// tells, numbers or codes.
std::set<uint32_t> add_call_table(link::Image& image,
                                  const codegen::Output& object);

}  // namespace wasm2mpy

#endif  // WASM2MPY_COMPILE_CALL_TABLE_H_
