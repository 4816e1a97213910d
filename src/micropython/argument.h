#ifndef WASM2MPY_MICROPYTHON_ARGUMENT_H_
#define WASM2MPY_MICROPYTHON_ARGUMENT_H_

#include <expected>
#include <string>
#include <string_view>

#include "bind/signature.h"
#include "wasm/types.h"

namespace wasm2mpy::runner {

// A literal of Python's with that text, which is UTF-8.
std::string python_text(std::string_view text);

// An argument of the command line for a parameter of a signature, as a Python
// expression. Text is a str, or its bytes; @FILE is the content of a file for
// bytes; elements of an array have commas between them. `type` is that of the
// parameter of the export, for numbers. The error is what was expected.
std::expected<std::string, std::string> python_argument(
    std::string_view text, const bind::TypeName& parameter, wasm::ValType type);

}  // namespace wasm2mpy::runner

#endif  // WASM2MPY_MICROPYTHON_ARGUMENT_H_
