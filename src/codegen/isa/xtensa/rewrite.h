// Makes the code of one function smaller without changing what it does.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_REWRITE_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_REWRITE_H_

#include <functional>
#include <map>
#include <string>

#include "codegen/isa/xtensa/assembly.h"
#include "codegen/isa/xtensa/flow.h"

namespace wasm2mpy::codegen::xtensa {

// In how many registers functions may have arguments, by name. Others: in all.
using ArgumentCounts = std::map<std::string, int, std::less<>>;

// `entered`: labels whose addresses are in data (jump tables).
void rewrite(Function& function, const LabelSet& entered,
             const ArgumentCounts& counts = {});

// The passes. Each leaves correct code; they find more together.

// Uses constants where they are: direct calls, immediate operands.
void use_constants(Function& function, Abi abi, const LabelSet& entered,
                   const ArgumentCounts& counts);
// Gives results the register into which they are moved later, and uses the
// source of a move instead of its result.
bool remove_moves(Function& function, Abi abi, const LabelSet& entered);
// A test of a result that nothing else needs becomes a branch on its operands.
bool join_tests(Function& function, Abi abi, const LabelSet& entered);
// Instructions whose result nobody reads, spilled registers that nobody loads.
bool remove_dead(Function& function, Abi abi, const LabelSet& entered);
// A branch around a move becomes a move on a condition.
bool move_conditionally(Function& function);
// Constants in loops go before them, as far as there are registers.
bool hoist_constants(Function& function, Abi abi, const LabelSet& entered);
// Registers of the caller are not saved if nothing uses them any more.
void remove_saves(Function& function, Abi abi);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_REWRITE_H_
