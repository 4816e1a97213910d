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
    default:
      break;
  }
  bool nullable = type.nullable();
  if (type.heap().is_index())
    return nullable ? RT_TYPED_FUNCREF : RT_TYPED_FUNC;
  switch (type.heap().abstract()) {
    case HeapType::kFunc:
      return nullable ? RT_FUNCREF : RT_FUNC;
    case HeapType::kExtern:
      return nullable ? RT_EXTERNREF : RT_EXTERN;
    case HeapType::kExn:
    case HeapType::kNoExn:
      return RT_EXNREF;
    default:
      return RT_NULLREF;
  }
}

}  // namespace wasm2mpy::codegen
