// The numbers of the contract with the runtime (RT_...).
#ifndef WASM2MPY_CONTRACT_CONSTANTS_H_
#define WASM2MPY_CONTRACT_CONSTANTS_H_

#include "../../runtime/contract/constants.h"

#endif  // WASM2MPY_CONTRACT_CONSTANTS_H_
