// WASI preview 1: https://github.com/WebAssembly/WASI, wasi_snapshot_preview1.
#ifndef WASM2MPY_RUNTIME_WASI_H_
#define WASM2MPY_RUNTIME_WASI_H_

#include "host.h"

// The errno numbers that are used.
enum {
  kWasiSuccess = 0,
  kWasiBadf = 8,
  kWasiFault = 21,
};

// The state of one instance, made when it is first needed or by `main`.
typedef struct rt_wasi {
  mp_obj_t args;  // a tuple of str, or null
} rt_wasi;

rt_wasi *rt_wasi_state(rt_instance *instance);

#endif  // WASM2MPY_RUNTIME_WASI_H_
