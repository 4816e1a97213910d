// Which way branches are likely to go, as compilers or profiles say.
// https://github.com/WebAssembly/branch-hinting
#include "wasm/branch_hints.h"

#include "support/bytes.h"

namespace wasm2mpy::wasm {

BranchHints read_branch_hints(std::span<const uint8_t> payload,
                              const std::vector<Function>& functions) {
  BranchHints hints;
  ByteCursor cursor(payload);
  uint32_t function_count = cursor.read_leb_u32("function count");
  for (uint32_t i = 0; i < function_count && cursor.ok(); ++i) {
    uint32_t index = cursor.read_leb_u32("function index");
    if (index >= functions.size()) cursor.fail("bad index");
    uint32_t hint_count = cursor.read_leb_u32("hint count");
    for (uint32_t j = 0; j < hint_count && cursor.ok(); ++j) {
      uint32_t offset = cursor.read_leb_u32("offset");
      uint32_t size = cursor.read_leb_u32("hint size");
      uint8_t value = cursor.read_u8("hint");
      if (size != 1 || value > 1) cursor.fail("bad hint");
      if (!cursor.ok()) break;
      // Of an import there is no code.
      if (!functions[index].import)
        hints[uint32_t(functions[index].body_offset + offset)] = value != 0;
    }
  }
  if (!cursor.ok() || !cursor.at_end()) return {};
  return hints;
}

}  // namespace wasm2mpy::wasm
