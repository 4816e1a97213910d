#include "wasm/opcode.h"

#include <array>

namespace wasm2mpy::wasm {
namespace {

constexpr OpcodeInfo kOpcodes[] = {
#define OPCODE(id, prefix, code, text, immediates, signature, feature) \
  {text,      prefix,                                                  \
   code,      Immediates::k##immediates,                               \
   signature, Feature::k##feature},
#include "wasm/opcodes.def"
#undef OPCODE
};
constexpr size_t kOpcodeCount = std::size(kOpcodes);

// Index into kOpcodes plus one by the code, 0 for none; one row without a
// prefix and one for each of 0xfb to 0xfe. The last code is the dot product of
// relaxed SIMD.
using CodeTable = std::array<std::array<uint16_t, 0x114>, 5>;

constexpr size_t table_row(uint8_t prefix) {
  return prefix == 0 ? 0 : prefix - 0xfb + 1;
}

constexpr CodeTable make_code_table() {
  CodeTable table = {};
  for (size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    table[table_row(info.prefix)][info.code] = uint16_t(i + 1);
  }
  return table;
}

constexpr CodeTable kCodeTable = make_code_table();

}  // namespace

std::string_view to_string(Opcode opcode) { return opcode_info(opcode).text; }

const OpcodeInfo& opcode_info(Opcode opcode) {
  return kOpcodes[size_t(opcode)];
}

bool is_vector(Opcode opcode) { return opcode_info(opcode).prefix == 0xfd; }

bool is_atomic_access(Opcode opcode) {
  return opcode_info(opcode).prefix == 0xfe && opcode != Opcode::kAtomicFence;
}

std::optional<Opcode> find_opcode(uint8_t prefix, uint32_t code) {
  if (code >= kCodeTable[0].size()) return std::nullopt;
  uint16_t entry = kCodeTable[table_row(prefix)][code];
  if (entry == 0) return std::nullopt;
  return Opcode(entry - 1);
}

Feature feature_of_text(std::string_view name) {
  for (const OpcodeInfo& info : kOpcodes)
    if (info.text == name) return info.feature;
  return Feature::kCore;
}

}  // namespace wasm2mpy::wasm
