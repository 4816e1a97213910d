// Where values are in an array of slots (contract/constants.h): each in as many
// as it needs, one after the other.
#ifndef WASM2MPY_ANALYSIS_SLOTS_H_
#define WASM2MPY_ANALYSIS_SLOTS_H_

#include <algorithm>
#include <cstddef>
#include <vector>

#include "contract/constants.h"
#include "wasm/value_type.h"

namespace wasm2mpy::codegen {

constexpr size_t slots_of(wasm::ValType type) {
  const wasm::ValueTypeInfo* info = wasm::find_value_type(type);
  return info ? (info->bits - 1) / (RT_SLOT_BYTES * 8) + 1 : 1;
}
static_assert(std::ranges::all_of(wasm::kValueTypes, [](const auto& row) {
  return slots_of(row.type) <= RT_VALUE_SLOTS;
}));

// The first slot of the value with that index; of one behind the last: how many
// all of them take.
inline size_t slot_of(const std::vector<wasm::ValType>& types, size_t index) {
  size_t slot = 0;
  for (size_t i = 0; i < index; ++i) slot += slots_of(types[i]);
  return slot;
}
inline size_t slots_of(const std::vector<wasm::ValType>& types) {
  return slot_of(types, types.size());
}

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_SLOTS_H_
