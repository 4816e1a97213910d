// The shortest live intervals, marked before registers are allocated.
//
// A value that the next instruction uses up gains nothing from being spilled,
// unless there is a call in between. To find that out LLVM looks at all calls
// of the function before that place, for each such value: two thirds of the
// time for 100,000 divisions on armv6m. Their positions are sorted, so a binary
// search tells the same.
#ifndef WASM2MPY_CODEGEN_PASSES_SHORT_INTERVALS_H_
#define WASM2MPY_CODEGEN_PASSES_SHORT_INTERVALS_H_

namespace wasm2mpy::codegen {

// Has the code generator mark them. Registers are allocated as before.
void mark_short_intervals();

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_SHORT_INTERVALS_H_
