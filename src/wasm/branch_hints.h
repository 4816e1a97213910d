#ifndef WASM2MPY_WASM_BRANCH_HINTS_H_
#define WASM2MPY_WASM_BRANCH_HINTS_H_

#include <cstdint>
#include <span>

#include "wasm/module.h"

namespace wasm2mpy::wasm {

// Decodes the payload of the custom section "metadata.code.branch_hint". A
// broken one gives no hints.
BranchHints read_branch_hints(std::span<const uint8_t> payload,
                              const std::vector<Function>& functions);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_BRANCH_HINTS_H_
