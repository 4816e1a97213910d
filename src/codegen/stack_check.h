// Which functions compare the native stack pointer with the limit.
//
// Every cycle of calls must hold a function that checks, and no path between
// two checks may use more stack than the reserve that the limit leaves. So a
// function checks when it is part of a cycle of direct calls, when it calls
// something unknown (a reference or an import can lead back to it), or when
// the functions below it that do not check could together use too much.
#ifndef WASM2MPY_CODEGEN_STACK_CHECK_H_
#define WASM2MPY_CODEGEN_STACK_CHECK_H_

#include <cstdint>
#include <vector>

#include "codegen/facts.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

// Bytes of native stack that code without a check may use below one that
// checked, with room for raising the exception.
uint32_t stack_reserve(const target::Target& target);

// By function index: whether the function checks.
std::vector<bool> choose_stack_checks(const Facts& facts,
                                      const target::Target& target);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_STACK_CHECK_H_
