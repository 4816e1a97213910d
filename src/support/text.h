// Pieces of text that several stages put together.
#ifndef WASM2MPY_SUPPORT_TEXT_H_
#define WASM2MPY_SUPPORT_TEXT_H_

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace wasm2mpy {

// The words of a range, each behind the prefix, with the separator between.
template <class Words>
std::string join(const Words& words, std::string_view separator,
                 std::string_view prefix = "") {
  std::string text;
  bool is_first = true;
  for (std::string_view word : words) {
    if (!is_first) text += separator;
    is_first = false;
    text += prefix;
    text += word;
  }
  return text;
}

// The text in quotes, with a backslash before quotes and backslashes in it.
// `escape` gives what stands for another byte, or "" for the byte itself.
template <class Escape>
std::string quote(std::string_view text, Escape escape) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (std::string escaped = escape(uint8_t(c)); !escaped.empty()) {
      result += escaped;
    } else {
      result += c;
    }
  }
  return result + '"';
}

// Puts `to` in the place of every `from`, which is not empty.
void replace_all(std::string& text, std::string_view from, std::string_view to);

// The number that the whole text is; the base, 10 if it is left out, is one of
// std::from_chars().
template <class Number, class... Base>
std::optional<Number> parse_number(std::string_view text, Base... base) {
  Number number = {};
  const char* end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, number, base...);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

// The value of a hexadecimal digit of either case.
std::optional<uint32_t> hex_digit(char c);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_TEXT_H_
