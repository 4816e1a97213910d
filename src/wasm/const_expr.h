// Constant expressions: initial values and segment offsets.
#ifndef WASM2MPY_WASM_CONST_EXPR_H_
#define WASM2MPY_WASM_CONST_EXPR_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "support/bytes.h"
#include "wasm/module.h"

namespace wasm2mpy::wasm {

// Decodes and validates an expression with one result of type `expected`, up
// to and with its `end`. The globals that `module` has at this moment are
// those that the expression may read. Functions that it names become
// declared. `what` names the value: "initial value of the global".
ConstExpr read_const_expr(ByteCursor& cursor, Module& module, ValType expected,
                          std::string_view what);

// The address, or the index in a table, that a valid expression is if it is
// nothing but a constant.
std::optional<uint64_t> constant_address(const ConstExpr& expression);

// Marks a function as one that ref.func may name; false if it does not exist.
bool declare_function_reference(Module& module, uint32_t function_index);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_CONST_EXPR_H_
