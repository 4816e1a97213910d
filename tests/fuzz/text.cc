// Any text is translated or refused with a reason.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "support/diagnostics.h"
#include "wasm/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wasm2mpy;
  Diagnostics diagnostics;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  bool is_valid =
      wasm::text_to_binary(text, "fuzz.wat", diagnostics).has_value();
  if (is_valid == diagnostics.has_errors()) std::abort();
  return 0;
}
