// What is checked in the text format before libwabt parses it.
#ifndef WASM2MPY_INPUT_TEXT_CHECK_H_
#define WASM2MPY_INPUT_TEXT_CHECK_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wasm2mpy::wasm {

struct TextError {
  size_t offset;  // in the text
  std::string message;
  bool operator==(const TextError&) const = default;
};

// The first of: nesting that is too deep for libwabt's native recursion, and
// the mistakes that libwabt does not see (empty identifiers, malformed ids of
// annotations, fields of one structure with the same name). Linear time.
std::optional<TextError> check_text(std::string_view text);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_INPUT_TEXT_CHECK_H_
