#include "codegen/abi/type_text.h"

#include <array>
#include <format>
#include <span>

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/SHA256.h>

#include "analysis/value_code.h"
#include "contract/constants.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::SubType;
using wasm::ValType;

// A collision of half a SHA-256 would be needed to confuse two types.
constexpr size_t kDigestBytes = RT_DIGEST_BYTES;

// Two bytes as a rule; the higher one has RT_HAS_SUPERTYPE, too.
std::string encode_place(uint32_t place, bool has_supertype) {
  std::string text(1, char(place));
  text += char((place >> 8 & 0x7f) | (has_supertype ? RT_HAS_SUPERTYPE : 0));
  for (place >>= 15; place != 0; place >>= 8) text += char(place);
  return text;
}

}  // namespace

// Groups refer to earlier groups only, so in their order none is missing.
const std::string& TypeTexts::group_digest(uint32_t start) {
  while (next_group_ <= start) {
    digests_[next_group_] = make_digest(next_group_);
    next_group_ += module_.types[next_group_].rec_group_size;
  }
  return digests_[start];
}

std::string TypeTexts::make_digest(uint32_t start) {
  std::span<const SubType> types = module_.types;
  std::string key = wasm::group_key(
      types.subspan(start, types[start].rec_group_size), start,
      [this](uint32_t index) {
        uint32_t group = module_.types[index].rec_group_start;
        return std::format("{}:{}", index - group, group_digest(group));
      });
  std::array<uint8_t, 32> digest =
      llvm::SHA256::hash(llvm::arrayRefFromStringRef(key));
  return std::string(reinterpret_cast<const char*>(digest.data()),
                     kDigestBytes);
}

std::string TypeTexts::text(uint32_t type_index) {
  const SubType& type = module_.types[type_index];
  std::string text;
  bool is_simple = type.composite == SubType::kFunc && type.is_final &&
                   type.supertypes.empty() && type.rec_group_size == 1;
  for (const auto* values : {&type.func.params, &type.func.results}) {
    for (ValType value : *values) {
      char code = value_code(value);
      text += code;
      if (code == RT_NULLREF || code == RT_EXNREF || has_descriptor(value))
        is_simple = false;
    }
  }
  if (!is_simple) {
    text += group_digest(type.rec_group_start);
    text += encode_place(type_index - type.rec_group_start,
                         !type.supertypes.empty());
  }
  return text;
}

}  // namespace wasm2mpy::codegen
