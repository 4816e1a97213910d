#include "codegen/abi/type_text.h"

#include <algorithm>
#include <array>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/Support/SHA256.h>

#include "analysis/value_code.h"
#include "contract/constants.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::HeapType;
using wasm::SubType;
using wasm::ValType;

// A collision of half a SHA-256 would be needed to confuse two types.
constexpr size_t kDigestBytes = RT_DIGEST_BYTES;

bool names_a_type(ValType type) {
  return type.is_ref() && type.heap().is_index();
}

// Two bytes as a rule; the higher one has RT_HAS_SUPERTYPE, too.
std::string encode_place(uint32_t place, bool has_supertype) {
  std::string text(1, char(place));
  text += char((place >> 8 & 0x7f) | (has_supertype ? RT_HAS_SUPERTYPE : 0));
  for (place >>= 15; place != 0; place >>= 8) text += char(place);
  return text;
}

}  // namespace

std::string TypeTexts::encode_index(uint32_t type_index, uint32_t group) {
  const SubType& type = module_.types[type_index];
  uint32_t place = type_index - type.rec_group_start;
  std::string text = "@" + std::to_string(place) + ":";
  if (type.rec_group_start == group) return text;
  return text + group_digest(type.rec_group_start);
}

std::string TypeTexts::encode(ValType type, uint32_t group) {
  std::string text(1, value_code(type));
  if (type.kind() > ValType::kRef) text = "p" + std::to_string(type.kind());
  if (names_a_type(type)) text += encode_index(type.heap().type_index(), group);
  // Several abstract heap types share the code N.
  if (type.is_ref() && !type.heap().is_index()) {
    text += std::to_string(type.heap().abstract() & 0xff);
    text += type.nullable() ? '?' : '!';
  }
  return text;
}

// Groups refer to earlier groups only, so in their order none is missing.
const std::string& TypeTexts::group_digest(uint32_t start) {
  while (next_group_ <= start) {
    digests_[next_group_] = make_digest(next_group_);
    next_group_ += module_.types[next_group_].rec_group_size;
  }
  return digests_[start];
}

std::string TypeTexts::make_digest(uint32_t start) {
  std::string text;
  uint32_t size = module_.types[start].rec_group_size;
  for (uint32_t i = start; i < start + size; ++i) {
    const SubType& type = module_.types[i];
    text += type.is_final ? 'f' : 'o';
    for (uint32_t super : type.supertypes)
      text += "<" + encode_index(super, start);
    text += "({["[type.composite];
    for (ValType param : type.func.params) text += encode(param, start);
    text += ')';
    for (ValType result : type.func.results) text += encode(result, start);
    for (const wasm::FieldType& field : type.fields) {
      text += field.is_mutable ? 'm' : 'c';
      text += encode(field.type, start);
    }
    text += ';';
  }
  std::array<uint8_t, 32> digest = llvm::SHA256::hash(llvm::ArrayRef<uint8_t>(
      reinterpret_cast<const uint8_t*>(text.data()), text.size()));
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
