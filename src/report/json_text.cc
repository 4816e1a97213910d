#include "report/json_text.h"

#include "support/utf8.h"

namespace wasm2mpy::report {

std::string quoted(std::string_view text) {
  // Names of files need not be UTF-8, which JSON must be.
  bool is_utf8 = is_valid_utf8(text);
  std::string result = "\"";
  for (char c : text) {
    auto byte = uint8_t(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || (byte >= 0x7f && !is_utf8)) {
      result += std::format("\\u{:04x}", byte < 0x80 ? byte : 0xfffd);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string list_json(std::span<const std::string> texts) {
  std::string text;
  for (const std::string& one : texts) {
    text += (text.empty() ? "" : ", ") + quoted(one);
  }
  return "[" + text + "]";
}

}  // namespace wasm2mpy::report
