// The function that finds imports, in bytecode: rt_finder of runtime/rt.h.
#ifndef WASM2MPY_CODEGEN_ABI_FINDER_H_
#define WASM2MPY_CODEGEN_ABI_FINDER_H_

#include <string>

#include "codegen/abi/type_tables.h"

namespace wasm2mpy::codegen {

std::string make_finder(const QstrNumber& qstr);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_FINDER_H_
