// What value_types.def says about each value type that is not a reference.
#ifndef WASM2MPY_WASM_VALUE_TYPE_H_
#define WASM2MPY_WASM_VALUE_TYPE_H_

#include <cstdint>
#include <string_view>

#include "wasm/feature.h"
#include "wasm/types.h"

namespace wasm2mpy::wasm {

enum class ValueKind : uint8_t {
#define VALUE_KIND(id, python) k##id,
#include "wasm/value_types.def"
};

inline constexpr std::string_view kPythonClasses[] = {
#define VALUE_KIND(id, python) python,
#include "wasm/value_types.def"
};

// The class of values of that kind in Python.
constexpr std::string_view python_class(ValueKind kind) {
  return kPythonClasses[size_t(kind)];
}

struct ValueTypeInfo {
  ValType::Kind type;
  std::string_view text;
  uint8_t code;  // in the binary format
  char letter;   // in the signatures of opcodes.def
  ValueKind kind;
  uint8_t bits;
  Feature feature;
};

inline constexpr ValueTypeInfo kValueTypes[] = {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature)      \
  {ValType::k##id,     text, code, letter, ValueKind::k##kind, bits, \
   Feature::k##feature},
#include "wasm/value_types.def"
};

// Null for what is no row there: references, storage types.
constexpr const ValueTypeInfo* find_value_type(ValType type) {
  return type.is_number() ? &kValueTypes[type.kind()] : nullptr;
}

constexpr bool is_kind(ValType type, ValueKind kind) {
  const ValueTypeInfo* info = find_value_type(type);
  return info && info->kind == kind;
}

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_VALUE_TYPE_H_
