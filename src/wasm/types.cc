#include "wasm/types.h"

#include <format>
#include <string_view>

namespace wasm2mpy::wasm {
namespace {

std::string_view abstract_name(HeapType::Abstract abstract) {
  switch (abstract) {
    case HeapType::kFunc:
      return "func";
    case HeapType::kNoFunc:
      return "nofunc";
    case HeapType::kExtern:
      return "extern";
    case HeapType::kNoExtern:
      return "noextern";
    case HeapType::kAny:
      return "any";
    case HeapType::kEq:
      return "eq";
    case HeapType::kI31:
      return "i31";
    case HeapType::kStruct:
      return "struct";
    case HeapType::kArray:
      return "array";
    case HeapType::kNone:
      return "none";
    case HeapType::kExn:
      return "exn";
    case HeapType::kNoExn:
      return "noexn";
    case HeapType::kBottom:
      return "bottom";
  }
  return "?";
}

// The abbreviations of the text format for nullable abstract references. Two
// of them are not the heap type's name followed by "ref".
std::string nullable_name(HeapType::Abstract abstract) {
  switch (abstract) {
    case HeapType::kNoFunc:
      return "nullfuncref";
    case HeapType::kNoExtern:
      return "nullexternref";
    case HeapType::kNoExn:
      return "nullexnref";
    case HeapType::kNone:
      return "nullref";
    default:
      return std::string(abstract_name(abstract)) + "ref";
  }
}

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
  return std::string(abstract_name(type.abstract()));
}

std::string to_string(ValType type) {
  switch (type.kind()) {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) \
  case ValType::k##id:                                          \
    return text;
#include "wasm/value_types.def"
#undef VALUE_TYPE
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
  return nullable_name(type.heap().abstract());
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
