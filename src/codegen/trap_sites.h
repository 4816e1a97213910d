// Where it trapped, behind the text of a trap: the name of the function, or the
// code of the place (debug/trap_codes.h).
//
// Each call of a trap function says where it stands. LLVM inlines functions and
// drops checks, so only after optimisation it is known which places can trap.
// Until then an address stands for a place that nobody knows (an undefined
// global): to LLVM it is a constant like any other. Then those that are left
// get numbers from 1 on, and what they mean is a table. So a check costs a
// small constant where the trap is raised and nothing where it is not, and a
// function that was inlined has its own name.
#ifndef WASM2MPY_CODEGEN_TRAP_SITES_H_
#define WASM2MPY_CODEGEN_TRAP_SITES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// What stands for an instruction at `offset` in the file in a call of
// Context::trap_function(): for its function, or for its code. No function:
// instantiation. Null when traps tell no place.
llvm::Constant* trap_site(Context& context, std::optional<uint32_t> function,
                          uint32_t offset);

struct TrapSites {
  std::vector<uint32_t> codes;
  // Without codes: the number of each function, by its index.
  std::map<uint32_t, uint32_t> function_numbers;
};

// Numbers the places that are left, if traps tell them, and defines what the
// numbers mean (rt_names, rt_codes). `callers`: functions that have a number
// in any case.
TrapSites define_trap_sites(Context& context,
                            const std::set<uint32_t>& callers);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRAP_SITES_H_
