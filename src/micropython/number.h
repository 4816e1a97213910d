#ifndef WASM2MPY_MICROPYTHON_NUMBER_H_
#define WASM2MPY_MICROPYTHON_NUMBER_H_

#include <expected>
#include <string>
#include <string_view>

#include "wasm/types.h"

namespace wasm2mpy::runner {

// A whole number of so many bits as Python writes it. Error: where it must be.
std::expected<std::string, std::string> python_integer(std::string_view text,
                                                       unsigned bits,
                                                       bool is_signed);

// A value of the command line as a Python expression of that type: integers
// are decimal or 0x..., signed or unsigned; floats also inf and nan; a
// reference can only be null. The error is what was expected: "i32, a whole
// number ...".
std::expected<std::string, std::string> python_number(std::string_view text,
                                                      wasm::ValType type);

}  // namespace wasm2mpy::runner

#endif  // WASM2MPY_MICROPYTHON_NUMBER_H_
