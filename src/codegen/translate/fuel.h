// With --fuel: what a function takes, and the code that takes it.
//
// A call takes 1 and as much as the function has instructions outside of its
// loops, each round of a loop 1 and as much as the loop has outside of inner
// ones, whether they run or not. So there is one count for a call and one for a
// round, at places that WebAssembly names: figures are the same on every
// architecture and at every level, whatever becomes of the code. They are at
// least as high as the number of instructions that run.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_FUEL_H_
#define WASM2MPY_CODEGEN_TRANSLATE_FUEL_H_

#include <cstdint>
#include <map>

#include "codegen/translate/emitter.h"
#include "wasm/function.h"

namespace wasm2mpy::codegen {

struct FuelCosts {
  explicit FuelCosts(const wasm::FunctionBody& body);

  uint32_t call = 1;
  std::map<const wasm::Instruction*, uint32_t> loops;  // of a round
};

// Takes so much, or traps and takes nothing.
void take_fuel(Emitter& code, uint32_t cost);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_FUEL_H_
