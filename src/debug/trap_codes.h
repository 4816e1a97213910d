// The code that a trap's text tells: "unreachable [0x1a4]". It is the offset of
// an instruction in the file, as other tools show it, and so is the same for
// all architectures. The instructions of a function that come from one line of
// the source share the code of the first of them that can trap: a code of its
// own costs each check some bytes, and nobody asks for more than the line.
#ifndef WASM2MPY_DEBUG_TRAP_CODES_H_
#define WASM2MPY_DEBUG_TRAP_CODES_H_

#include <cstdint>
#include <unordered_map>

#include "debug/lines.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::debug {

class TrapCodes {
 public:
  // Of the instruction at an offset in the file.
  uint32_t code_of(uint32_t offset) const {
    auto shared = shared_.find(offset);
    return shared == shared_.end() ? offset : shared->second;
  }

 private:
  friend Result<TrapCodes> find_trap_codes(const wasm::Module& module,
                                           const Lines& lines,
                                           Diagnostics& diagnostics);
  std::unordered_map<uint32_t, uint32_t> shared_;  // by offset
};

Result<TrapCodes> find_trap_codes(const wasm::Module& module,
                                  const Lines& lines, Diagnostics& diagnostics);

}  // namespace wasm2mpy::debug

#endif  // WASM2MPY_DEBUG_TRAP_CODES_H_
