/* The compiler as WebAssembly is several modules, each with one of LLVM's code
 * generators: its cores. All of them know all architectures; one that is asked
 * for a module for others of them gets their code from their cores
 * (packaging/npm/wasm2mpy.mjs). These functions are of no use elsewhere. */
#ifndef WASM2MPY_API_CORES_H_
#define WASM2MPY_API_CORES_H_

#include "wasm2mpy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The core that has the code generator of an architecture: "arm". */
const char* wasm2mpy_arch_core(size_t index);

/* Those of the settings' architectures that are not this one, with commas
 * between them. Null when the settings are not complete: wasm2mpy_compile()
 * says why. */
const char* wasm2mpy_other_cores(wasm2mpy_settings* settings);

/* The code for those of the settings' architectures whose core this is: as
 * artifacts with the names of these. */
wasm2mpy_result* wasm2mpy_generate(const wasm2mpy_settings* settings,
                                   const void* bytes, size_t size);

/* Takes such an artifact of another core. Nonzero when it is set. */
int wasm2mpy_set_generated(wasm2mpy_settings* settings, const char* arch,
                           const void* bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* WASM2MPY_API_CORES_H_ */
