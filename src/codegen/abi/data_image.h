// What the active data segments of a module write to its memories, without the
// zeros, which are there already.
#ifndef WASM2MPY_CODEGEN_ABI_DATA_IMAGE_H_
#define WASM2MPY_CODEGEN_ABI_DATA_IMAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "wasm/module.h"

namespace wasm2mpy::codegen {

// By memory: pieces in the order of their addresses, each as unsigned LEB128
// numbers the bytes that are left out before it and its size, then its bytes.
// rt_init_data() of the runtime reads this. Empty for a memory of zeros.
//
// Null if the segments have to be written one after the other when the module
// is instantiated: if an address is known only then, if a memory is another
// module's, or if a segment is out of bounds (then those before it count) or
// overlaps another one.
std::optional<std::vector<std::string>> make_data_images(
    const wasm::Module& module);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_DATA_IMAGE_H_
