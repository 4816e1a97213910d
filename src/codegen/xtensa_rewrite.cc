#include "codegen/xtensa_rewrite.h"

namespace wasm2mpy::codegen::xtensa {
void rewrite(Function&) {}
}  // namespace wasm2mpy::codegen::xtensa
