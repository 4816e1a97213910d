// What heap_types.def says about each abstract heap type.
#ifndef WASM2MPY_WASM_HEAP_TYPE_H_
#define WASM2MPY_WASM_HEAP_TYPE_H_

#include <cstdint>
#include <string_view>

#include "wasm/feature.h"
#include "wasm/types.h"

namespace wasm2mpy::wasm {

enum class HeapRank : uint8_t { kTop, kInner, kBottom };

struct HeapTypeInfo {
  std::string_view text;
  std::string_view reference;
  uint8_t code;  // in the binary format
  HeapType::Abstract top;
  HeapRank rank;
  Feature feature;
};

inline constexpr HeapTypeInfo kHeapTypes[] = {
#define HEAP_TYPE(id, text, reference, code, top, rank, feature) \
  {text,                                                         \
   reference,                                                    \
   code,                                                         \
   HeapType::k##top,                                             \
   HeapRank::k##rank,                                            \
   Feature::k##feature},
#include "wasm/heap_types.def"
#undef HEAP_TYPE
};

// Null for kBottom.
constexpr const HeapTypeInfo* find_heap_type(HeapType::Abstract type) {
  return type == HeapType::kBottom ? nullptr
                                   : &kHeapTypes[type - HeapType::kFirst];
}

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_HEAP_TYPE_H_
