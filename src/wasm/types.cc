#include "wasm/types.h"

#include <format>

#include "wasm/heap_type.h"

namespace wasm2mpy::wasm {
namespace {

std::string type_list(const std::vector<ValType>& types) {
  std::string text = "(";
  for (ValType type : types) {
    if (text.size() > 1) text += ", ";
    text += to_string(type);
  }
  return text + ")";
}

}  // namespace

std::string to_string(HeapType type) {
  if (type.is_index()) return std::to_string(type.type_index());
  const HeapTypeInfo* info = find_heap_type(type.abstract());
  return info ? std::string(info->text) : "bottom";
}

std::string to_string(ValType type) {
  switch (type.kind()) {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) \
  case ValType::k##id:                                          \
    return text;
#include "wasm/value_types.def"
    case ValType::kI8:
      return "i8";
    case ValType::kI16:
      return "i16";
    case ValType::kBottom:
      return "any type";
    case ValType::kRef:
      break;
  }
  if (!type.nullable()) return std::format("(ref {})", to_string(type.heap()));
  if (type.heap().is_index()) {
    return std::format("(ref null {})", type.heap().type_index());
  }
  const HeapTypeInfo* info = find_heap_type(type.heap().abstract());
  return info ? std::string(info->reference) : "bottomref";
}

std::string to_signature(const FuncType& type) {
  std::string text = type_list(type.params);
  if (type.results.empty()) return text;
  if (type.results.size() == 1)
    return text + " -> " + to_string(type.results[0]);
  return text + " -> " + type_list(type.results);
}

std::string to_string(const FuncType& type) {
  return "func " + to_signature(type);
}

}  // namespace wasm2mpy::wasm
