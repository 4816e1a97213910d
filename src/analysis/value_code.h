// The codes of value types in what the runtime reads.
#ifndef WASM2MPY_ANALYSIS_VALUE_CODE_H_
#define WASM2MPY_ANALYSIS_VALUE_CODE_H_

#include "wasm/types.h"

namespace wasm2mpy::codegen {

// RT_I32, ... of runtime/rt.h.
char value_code(wasm::ValType type);
// Whether an rt_type says more of it: RT_TYPED or RT_TYPED_REF.
bool has_descriptor(wasm::ValType type);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_VALUE_CODE_H_
