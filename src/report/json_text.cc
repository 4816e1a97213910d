#include "report/json_text.h"

#include "support/text.h"
#include "support/utf8.h"

namespace wasm2mpy::report {

std::string quoted(std::string_view text) {
  // Names of files need not be UTF-8, which JSON must be.
  bool is_utf8 = is_valid_utf8(text);
  return quote(text, [&](uint8_t byte) {
    return byte < 0x20 || (byte >= 0x7f && !is_utf8)
               ? std::format("\\u{:04x}", byte < 0x80 ? byte : 0xfffd)
               : std::string();
  });
}

std::string list_json(std::span<const std::string> texts) {
  std::string text;
  for (const std::string& one : texts) {
    text += (text.empty() ? "" : ", ") + quoted(one);
  }
  return "[" + text + "]";
}

}  // namespace wasm2mpy::report
