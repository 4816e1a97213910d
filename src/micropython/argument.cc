#include "micropython/argument.h"

#include <array>
#include <format>
#include <unistd.h>

#include "micropython/number.h"
#include "support/utf8.h"

namespace wasm2mpy::runner {
namespace {

using Value = std::expected<std::string, std::string>;

// Of Python's module array.
struct Element {
  std::string_view name;
  char code;
};
constexpr std::array<Element, 10> kElements = {{{"i8", 'b'},
                                                {"u8", 'B'},
                                                {"i16", 'h'},
                                                {"u16", 'H'},
                                                {"i32", 'i'},
                                                {"u32", 'I'},
                                                {"i64", 'q'},
                                                {"u64", 'Q'},
                                                {"f32", 'f'},
                                                {"f64", 'd'}}};

std::string python_bytes(std::string_view bytes) {
  std::string result = "b\"";
  for (char c : bytes) {
    auto byte = uint8_t(c);
    if (c == '"' || c == '\\' || byte < 0x20 || byte >= 0x7f) {
      result += std::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

Value bytes_argument(std::string_view text) {
  if (!text.starts_with('@')) return python_bytes(text);
  std::string file(text.substr(1));
  if (::access(file.c_str(), R_OK) != 0) {
    return std::unexpected("bytes: text, or @ and a file that can be read");
  }
  return std::format("open({}, \"rb\").read()", python_text(file));
}

Value array_argument(std::string_view text, std::string_view element) {
  char code = 0;
  for (const Element& row : kElements) {
    if (row.name == element) code = row.code;
  }
  bool is_float = element.starts_with('f');
  wasm::ValType type = is_float ? wasm::ValType::kF64 : wasm::ValType::kI64;
  std::string items;
  while (!text.empty()) {
    size_t end = std::min(text.find(','), text.size());
    Value item = python_number(text.substr(0, end), type);
    if (!item) {
      return std::unexpected(
          std::format("array[{}]: numbers with commas between them", element));
    }
    items += *item + ", ";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::format("__import__(\"array\").array(\"{}\", [{}])", code, items);
}

}  // namespace

std::string python_text(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    auto byte = uint8_t(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      result += std::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

Value python_argument(std::string_view text, const bind::TypeName& parameter,
                      wasm::ValType type) {
  switch (parameter.kind) {
    case bind::Kind::kInt:
    case bind::Kind::kUint:
    case bind::Kind::kFloat:
    case bind::Kind::kObject:
      return python_number(text, type);
    case bind::Kind::kBool:
      if (text == "true" || text == "1") return "True";
      if (text == "false" || text == "0") return "False";
      return std::unexpected("bool: true, false, 1 or 0");
    case bind::Kind::kStr:
      if (is_valid_utf8(text)) return python_text(text);
      return std::unexpected("str, and so UTF-8");
    case bind::Kind::kBytes:
      return bytes_argument(text);
    case bind::Kind::kByteArray:
      return bytes_argument(text).transform([](const std::string& bytes) {
        return std::format("bytearray({})", bytes);
      });
    case bind::Kind::kArray:
      if (!parameter.element.empty()) {
        return array_argument(text, parameter.element);
      }
      return bytes_argument(text).transform([](const std::string& bytes) {
        return std::format("bytearray({})", bytes);
      });
  }
  return std::unexpected(to_string(parameter));
}

}  // namespace wasm2mpy::runner
