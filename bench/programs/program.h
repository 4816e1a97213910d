// A program of the bench: `run(rounds)` does the same work `rounds` times and
// returns a number that depends on all of it. Freestanding C; the same source
// becomes a WebAssembly module and a native program (native.c).
#ifndef WASM2MPY_BENCH_PROGRAM_H_
#define WASM2MPY_BENCH_PROGRAM_H_

#include <stdint.h>

uint32_t run(uint32_t rounds);

#endif  // WASM2MPY_BENCH_PROGRAM_H_
