// Under which name Python imports a module file.
#ifndef WASM2MPY_PACKAGE_MODULE_NAME_H_
#define WASM2MPY_PACKAGE_MODULE_NAME_H_

#include <string>
#include <string_view>

#include "support/diagnostics.h"

namespace wasm2mpy {

// Whether an import statement can name it.
bool is_importable(std::string_view name);

// What a user would have chosen: "my-app" is "my_app".
std::string importable_name(std::string_view name);

// Warns when no import statement can name the .mpy file at `path`. If its name
// is that of `input`, which is then not empty, another name for the input is
// suggested.
void warn_if_not_importable(const std::string& path, const std::string& input,
                            Diagnostics& diagnostics);

// Warns when MicroPython has a module of that name itself. `file` is what the
// message is about; `advice` says how to give another name.
void warn_if_built_in(std::string_view name, const std::string& file,
                      std::string_view advice, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_PACKAGE_MODULE_NAME_H_
