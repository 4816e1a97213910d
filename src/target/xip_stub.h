// The native text of modules made with --xip, one ELF object for each
// architecture that can have it. The build compiles them (runtime/xip/) and
// embeds them: cmake/xip.cmake.
#ifndef WASM2MPY_TARGET_XIP_STUB_H_
#define WASM2MPY_TARGET_XIP_STUB_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace wasm2mpy {

struct XipStub {
  std::string_view arch;           // as in the target table: "armv6m"
  std::string_view file;           // "xip"
  std::span<const uint8_t> bytes;  // lives as long as the program
};

extern const std::span<const XipStub> kXipStubs;

// Where MicroPython enters the stub.
inline constexpr std::string_view kXipEntrySymbol = "xip_entry";

}  // namespace wasm2mpy

#endif  // WASM2MPY_TARGET_XIP_STUB_H_
