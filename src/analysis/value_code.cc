#include "analysis/value_code.h"

#include "contract/constants.h"

namespace wasm2mpy::codegen {

using wasm::HeapType;
using wasm::ValType;

char value_code(ValType type) {
  switch (type.kind()) {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) \
  case ValType::k##id:                                          \
    return RT_##id;
#include "wasm/value_types.def"
    default:
      break;
  }
  bool nullable = type.nullable();
  if (type.heap().is_index()) return nullable ? RT_TYPED_REF : RT_TYPED;
  switch (type.heap().abstract()) {
    case HeapType::kFunc:
      return nullable ? RT_FUNCREF : RT_FUNC;
    case HeapType::kExtern:
      return nullable ? RT_EXTERNREF : RT_EXTERN;
    case HeapType::kExn:
    case HeapType::kNoExn:
      return RT_EXNREF;
    case HeapType::kNoFunc:
    case HeapType::kNoExtern:
    case HeapType::kBottom:
      return RT_NULLREF;
    case HeapType::kAny:
    case HeapType::kEq:
    case HeapType::kI31:
    case HeapType::kStruct:
    case HeapType::kArray:
    case HeapType::kNone:
      break;
  }
  return nullable ? RT_TYPED_REF : RT_TYPED;
}

bool has_descriptor(ValType type) {
  char code = value_code(type);
  return code == RT_TYPED || code == RT_TYPED_REF;
}

}  // namespace wasm2mpy::codegen
