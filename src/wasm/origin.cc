// https://github.com/WebAssembly/tool-conventions: Linking.md,
// DynamicLinking.md, ProducersSection.md.
#include "wasm/origin.h"

#include <string>

#include "support/bytes.h"

namespace wasm2mpy::wasm {
namespace {

std::string_view read_text(ByteCursor& cursor) {
  uint32_t length = cursor.read_leb_u32("length");
  std::span<const uint8_t> bytes = cursor.read_bytes(length, "text");
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// "C11", "C_plus_plus_14".
bool is_c_name(std::string_view language) {
  return language.starts_with("C_plus_plus") ||
         (language.size() == 3 && language[0] == 'C' && language[1] >= '0' &&
          language[1] <= '9');
}

void read_producers(std::span<const uint8_t> content, Origin& origin) {
  ByteCursor cursor(content, 0);
  uint32_t fields = cursor.read_leb_u32("field count");
  for (uint32_t i = 0; i < fields && cursor.ok(); ++i) {
    std::string_view field = read_text(cursor);
    uint32_t values = cursor.read_leb_u32("value count");
    for (uint32_t j = 0; j < values && cursor.ok(); ++j) {
      std::string_view name = read_text(cursor);
      read_text(cursor);  // version
      if (cursor.ok() && field == "language" && is_c_name(name))
        origin.is_c = true;
    }
  }
}

}  // namespace

void add_custom_section(std::string_view name, std::span<const uint8_t> content,
                        Origin& origin) {
  if (name == "linking") origin.has_linking = true;
  if (name == "dylink" || name == "dylink.0") origin.is_dynamic = true;
  if (name == "producers") read_producers(content, origin);
}

}  // namespace wasm2mpy::wasm
