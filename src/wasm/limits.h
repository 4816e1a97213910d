// Implementation limits. Those that other engines have too carry the values
// of the WebAssembly JavaScript Interface, "Implementation limits", so that a
// module that runs in a browser is never refused here; the others keep the
// memory that a hostile module can make this program use in proportion to the
// module's size.
#ifndef WASM2MPY_WASM_LIMITS_H_
#define WASM2MPY_WASM_LIMITS_H_

#include <cstdint>

namespace wasm2mpy::wasm {

inline constexpr uint32_t kMaxTypes = 1'000'000;
inline constexpr uint32_t kMaxFunctions = 1'000'000;
inline constexpr uint32_t kMaxImports = 1'000'000;
inline constexpr uint32_t kMaxExports = 1'000'000;
inline constexpr uint32_t kMaxGlobals = 1'000'000;
inline constexpr uint32_t kMaxTags = 1'000'000;
inline constexpr uint32_t kMaxTables = 100'000;
inline constexpr uint32_t kMaxMemories = 100;
inline constexpr uint32_t kMaxDataSegments = 100'000;
inline constexpr uint32_t kMaxElementSegments = 1'000'000;
inline constexpr uint32_t kMaxParams = 1'000;
inline constexpr uint32_t kMaxResults = 1'000;
inline constexpr uint32_t kMaxStructFields = 10'000;
inline constexpr uint32_t kMaxLocals = 50'000;
inline constexpr uint32_t kMaxBodySize = 7'654'321;
inline constexpr uint32_t kMaxBranchTable = 65'520;

// Not in other engines: a call of two bytes can push a thousand results.
inline constexpr uint32_t kMaxOperands = 1'000'000;
// Likewise a block of two bytes can have two thousand of them. Counted over
// one function.
inline constexpr uint32_t kMaxBlockTypeEntries = 4'000'000;

// Likewise an import of two bytes can have a module name of any length, which
// it shares with others. Counted over the module.
inline constexpr uint64_t kMaxRepeatedNames = 1 << 26;

// Other engines allow ten million; a segment of this size would need more
// RAM than any board with MicroPython has.
inline constexpr uint32_t kMaxSegmentItems = 1'000'000;

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_LIMITS_H_
