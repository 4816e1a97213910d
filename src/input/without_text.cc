// In place of wat.cc where libwabt is not linked in.
#include "wasm/reader.h"

namespace wasm2mpy::wasm {

Result<std::vector<uint8_t>> text_to_binary(std::string_view, std::string file,
                                            Diagnostics& diagnostics) {
  return diagnostics.fail(
      {.file = std::move(file),
       .message = "is in the text format, which is not built in"});
}

}  // namespace wasm2mpy::wasm
