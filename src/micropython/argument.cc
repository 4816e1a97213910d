#include "micropython/argument.h"

#include <algorithm>
#include <array>
#include <format>
#include <unistd.h>

#include "micropython/number.h"
#include "support/text.h"
#include "support/utf8.h"

namespace wasm2mpy::runner {
namespace {

using Value = std::expected<std::string, std::string>;

// Of Python's module array.
struct Element {
  std::string_view name;
  char code;
  unsigned bits;
};
constexpr std::array<Element, 10> kElements = {{{"i8", 'b', 8},
                                                {"u8", 'B', 8},
                                                {"i16", 'h', 16},
                                                {"u16", 'H', 16},
                                                {"i32", 'i', 32},
                                                {"u32", 'I', 32},
                                                {"i64", 'q', 64},
                                                {"u64", 'Q', 64},
                                                {"f32", 'f', 32},
                                                {"f64", 'd', 64}}};

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

Value array_argument(std::string_view text, std::string_view name) {
  const Element& element = *std::ranges::find(kElements, name, &Element::name);
  std::string items;
  while (!text.empty()) {
    size_t end = std::min(text.find(','), text.size());
    std::string_view number = text.substr(0, end);
    std::string where;
    Value item = python_number(number, wasm::ValType::kF64);
    if (!name.starts_with('f')) {
      item = python_integer(number, element.bits, name.starts_with('i'));
      if (!item) where = " " + item.error();
    }
    if (!item)
      return std::unexpected(std::format(
          "array[{}]: numbers{} with commas between them", name, where));
    items += *item + ", ";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::format("__import__(\"array\").array(\"{}\", [{}])", element.code,
                     items);
}

}  // namespace

std::string python_text(std::string_view text) {
  return quote(text, [](uint8_t byte) {
    return byte < 0x20 || byte == 0x7f ? std::format("\\x{:02x}", byte)
                                       : std::string();
  });
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
