// The text of `wasm2mpy targets`.
#ifndef WASM2MPY_CLI_TARGET_LIST_H_
#define WASM2MPY_CLI_TARGET_LIST_H_

#include <string>

namespace wasm2mpy {

// All architectures and boards, in lines of at most 80 columns.
std::string target_list();

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_TARGET_LIST_H_
