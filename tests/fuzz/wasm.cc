// The reader and the validator of function bodies must accept or refuse any
// bytes, and say why they refuse.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "support/diagnostics.h"
#include "wasm/function.h"
#include "wasm/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wasm2mpy;
  Diagnostics diagnostics;
  Result<wasm::Module> module =
      wasm::read_module(std::span(data, size), "fuzz.wasm", diagnostics);
  bool is_valid = module.has_value();
  for (uint32_t i = 0; module && i < module->functions.size(); ++i) {
    if (module->functions[i].import) continue;
    if (!wasm::read_function(*module, i, diagnostics)) is_valid = false;
  }
  if (is_valid == diagnostics.has_errors()) std::abort();
  return 0;
}
