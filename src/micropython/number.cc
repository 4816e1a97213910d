#include "micropython/number.h"

#include <cmath>
#include <cstdint>
#include <format>
#include <optional>
#include <utility>

#include "support/text.h"
#include "wasm/value_type.h"

namespace wasm2mpy::runner {
namespace {

bool take_sign(std::string_view& text) {
  bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  return is_negative;
}

// A value, or what was expected.
using Value = std::expected<std::string, std::string>;

// The largest number without sign of so many bits, and the magnitude of the
// least one with a sign.
uint64_t largest(unsigned bits) { return ~uint64_t{0} >> (64 - bits); }
uint64_t least(unsigned bits) { return uint64_t{1} << (bits - 1); }

// From -lowest to highest.
Value integer(std::string_view text, uint64_t lowest, uint64_t highest) {
  bool is_negative = take_sign(text);
  bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  std::optional<uint64_t> magnitude =
      parse_number<uint64_t>(text, is_hex ? 16 : 10);
  if (!magnitude || *magnitude > (is_negative ? lowest : highest))
    return std::unexpected(
        std::format("in [{}{}, {}]", lowest ? "-" : "", lowest, highest));
  return std::format("{}{}", is_negative ? "-" : "", *magnitude);
}

Value floating(std::string_view text) {
  bool is_negative = take_sign(text);
  std::optional<double> number = parse_number<double>(text);
  // from_chars takes a sign of its own.
  if (!number || text.starts_with('-')) return std::unexpected("a number");
  std::string_view sign = is_negative ? "-" : "";
  if (std::isnan(*number)) return std::format("{}float(\"nan\")", sign);
  if (std::isinf(*number)) return std::format("{}float(\"inf\")", sign);
  // The shortest text that gives the same number; "3" would be an integer of
  // any size, of which -0 is none.
  std::string shortest = std::format("{}", *number);
  if (shortest.find_first_of(".e") == shortest.npos) shortest += ".0";
  return std::string(sign) + shortest;
}

// Two digits for each byte, the first in memory first.
Value vector(std::string_view text, size_t digits) {
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  if (text.size() != digits || text.find_first_not_of(kHex) != text.npos)
    return std::unexpected(std::format("{} hexadecimal digits", digits));
  std::string bytes = "b\"";
  for (size_t i = 0; i < digits; i += 2)
    bytes += std::format("\\x{}", text.substr(i, 2));
  return bytes + "\"";
}

Value value_of(std::string_view text, const wasm::ValueTypeInfo& type) {
  switch (type.kind) {
    case wasm::ValueKind::kInteger:
      return integer(text, least(type.bits), largest(type.bits))
          .transform_error([](const std::string& range) {
            return "a whole number " + range;
          });
    case wasm::ValueKind::kFloat:
      return floating(text);
    case wasm::ValueKind::kVector:
      return vector(text, type.bits / 4);
  }
  std::unreachable();
}

}  // namespace

Value python_integer(std::string_view text, unsigned bits, bool is_signed) {
  return integer(text, is_signed ? least(bits) : 0,
                 largest(is_signed ? bits - 1 : bits));
}

Value python_number(std::string_view text, wasm::ValType type) {
  const wasm::ValueTypeInfo* info = wasm::find_value_type(type);
  if (!info && text == "null") return "None";
  Value value = info ? value_of(text, *info)
                     : std::unexpected("of which the command line has only "
                                       "null");
  return value.transform_error([&](const std::string& expected) {
    return std::format("{}, {}", wasm::to_string(type), expected);
  });
}

}  // namespace wasm2mpy::runner
