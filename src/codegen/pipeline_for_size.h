// The passes of -Os, the default, and of -Oz. Compilers have optimised the
// module already, and most rounds of LLVM's own list find little. What single
// passes are worth is in bench/README.md.
#ifndef WASM2MPY_CODEGEN_PIPELINE_FOR_SIZE_H_
#define WASM2MPY_CODEGEN_PIPELINE_FOR_SIZE_H_

#include "codegen/codegen.h"
#include "codegen/pipeline.h"
#include "codegen/pipeline_parts.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

void optimise_for_size(Modules& modules, const target::Target& target,
                       OptLevel level, Contents contents);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PIPELINE_FOR_SIZE_H_
