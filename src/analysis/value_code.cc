#include "analysis/value_code.h"

#include "contract/constants.h"

namespace wasm2mpy::codegen {

using wasm::HeapType;
using wasm::ValType;

char value_code(ValType type) {
  switch (type.kind()) {
    case ValType::kI32:
      return RT_I32;
    case ValType::kI64:
      return RT_I64;
    case ValType::kF32:
      return RT_F32;
    case ValType::kF64:
      return RT_F64;
    case ValType::kV128:
      return RT_V128;
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
