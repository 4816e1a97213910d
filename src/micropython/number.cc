#include "micropython/number.h"

#include <cmath>
#include <cstdint>
#include <format>
#include <optional>

#include "support/text.h"

namespace wasm2mpy::runner {
namespace {

bool take_sign(std::string_view& text) {
  bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  return is_negative;
}

// From -least to most.
std::optional<std::string> integer(std::string_view text, uint64_t least,
                                   uint64_t most) {
  bool is_negative = take_sign(text);
  bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  std::optional<uint64_t> magnitude =
      parse_number<uint64_t>(text, is_hex ? 16 : 10);
  if (!magnitude || *magnitude > (is_negative ? least : most))
    return std::nullopt;
  return std::format("{}{}", is_negative ? "-" : "", *magnitude);
}

// The largest number without sign of so many bits.
uint64_t largest(unsigned bits) { return ~uint64_t{0} >> (64 - bits); }

// From the least signed to the largest unsigned number of so many bits.
std::optional<std::string> integer(std::string_view text, unsigned bits) {
  return integer(text, uint64_t{1} << (bits - 1), largest(bits));
}

std::optional<std::string> floating(std::string_view text) {
  bool is_negative = take_sign(text);
  // from_chars takes a sign of its own.
  if (text.starts_with('-')) return std::nullopt;
  std::optional<double> number = parse_number<double>(text);
  if (!number) return std::nullopt;
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
std::optional<std::string> vector(std::string_view text) {
  constexpr size_t kDigits = 32;
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  if (text.size() != kDigits || text.find_first_not_of(kHex) != text.npos)
    return std::nullopt;
  std::string bytes = "b\"";
  for (size_t i = 0; i < kDigits; i += 2)
    bytes += std::format("\\x{}", text.substr(i, 2));
  return bytes + "\"";
}

}  // namespace

std::expected<std::string, std::string> python_integer(std::string_view text,
                                                       unsigned bits,
                                                       bool is_signed) {
  uint64_t least = is_signed ? uint64_t{1} << (bits - 1) : 0;
  uint64_t most = largest(is_signed ? bits - 1 : bits);
  std::optional<std::string> value = integer(text, least, most);
  if (value) return *value;
  return std::unexpected(
      std::format("in [{}{}, {}]", is_signed ? "-" : "", least, most));
}

std::expected<std::string, std::string> python_number(std::string_view text,
                                                      wasm::ValType type) {
  std::optional<std::string> value;
  std::string expected = wasm::to_string(type);
  switch (type.kind()) {
    case wasm::ValType::kI32:
      value = integer(text, 32);
      expected += ", a whole number in [-2147483648, 4294967295]";
      break;
    case wasm::ValType::kI64:
      value = integer(text, 64);
      expected +=
          ", a whole number in [-9223372036854775808, 18446744073709551615]";
      break;
    case wasm::ValType::kF32:
    case wasm::ValType::kF64:
      value = floating(text);
      expected += ", a number";
      break;
    case wasm::ValType::kV128:
      value = vector(text);
      expected += ", 32 hexadecimal digits";
      break;
    default:
      if (text == "null") value = "None";
      expected += ", of which the command line has only null";
      break;
  }
  if (value) return *value;
  return std::unexpected(expected);
}

}  // namespace wasm2mpy::runner
