// The functions of the runtime that are in bytecode: rt_finder and rt_pins of
// runtime/rt.h.
#ifndef WASM2MPY_CODEGEN_ABI_RUNTIME_BYTECODE_H_
#define WASM2MPY_CODEGEN_ABI_RUNTIME_BYTECODE_H_

#include <string>

#include "codegen/abi/type_tables.h"

namespace wasm2mpy::codegen {

std::string make_finder(const QstrNumber& qstr);
std::string make_pins(const QstrNumber& qstr);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_RUNTIME_BYTECODE_H_
