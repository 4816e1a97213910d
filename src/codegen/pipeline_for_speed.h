// The passes of -O1 and -O2.
#ifndef WASM2MPY_CODEGEN_PIPELINE_FOR_SPEED_H_
#define WASM2MPY_CODEGEN_PIPELINE_FOR_SPEED_H_

#include "codegen/codegen.h"
#include "codegen/pipeline.h"
#include "codegen/pipeline_parts.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

void optimise_for_speed(Modules& modules, const target::Target& target,
                        OptLevel level, Contents contents);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PIPELINE_FOR_SPEED_H_
