#include "support/utf8.h"

#include <cstddef>
#include <cstdint>

namespace wasm2mpy {
namespace {

// The length of the sequence that a lead byte starts and the allowed range of
// the byte after it, which is where overlong forms, surrogates and values
// above U+10FFFF show (Unicode, table 3-7). Length 0: not a lead byte.
struct Lead {
  size_t length;
  uint8_t low;
  uint8_t high;
};

Lead classify(uint8_t byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xc2) return {0, 0, 0};
  if (byte < 0xe0) return {2, 0x80, 0xbf};
  if (byte == 0xe0) return {3, 0xa0, 0xbf};
  if (byte == 0xed) return {3, 0x80, 0x9f};
  if (byte < 0xf0) return {3, 0x80, 0xbf};
  if (byte == 0xf0) return {4, 0x90, 0xbf};
  if (byte < 0xf4) return {4, 0x80, 0xbf};
  if (byte == 0xf4) return {4, 0x80, 0x8f};
  return {0, 0, 0};
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    Lead lead = classify(uint8_t(text[i]));
    if (lead.length == 0 || text.size() - i < lead.length) return false;
    for (size_t j = 1; j < lead.length; ++j) {
      auto byte = uint8_t(text[i + j]);
      uint8_t low = j == 1 ? lead.low : 0x80;
      uint8_t high = j == 1 ? lead.high : 0xbf;
      if (byte < low || byte > high) return false;
    }
    i += lead.length;
  }
  return true;
}

}  // namespace wasm2mpy
