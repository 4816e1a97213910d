#include "analysis/fuel.h"

#include <algorithm>
#include <format>
#include <utility>

namespace wasm2mpy {

Result<void> add_fuel(const Settings& settings, wasm::Module& module,
                      codegen::Facts& facts, Diagnostics& diagnostics) {
  constexpr const char* kName = "fuel";
  if (!settings.fuel) return {};
  if (std::ranges::contains(module.exports, kName, &wasm::Export::name)) {
    return diagnostics.fail(
        {.file = module.file,
         .message = std::format("'--fuel' exports what is left as '{0}', but "
                                "there is an export of that name; hide it with "
                                "--hide={0}",
                                kName)});
  }
  const uint32_t index = uint32_t(module.globals.size());
  wasm::Global fuel = {.type = {wasm::ValType::kI64, /*is_mutable=*/true}};
  fuel.init.push_back(
      {.opcode = wasm::Opcode::kI64Const, .bits = *settings.fuel});
  module.globals.push_back(std::move(fuel));
  module.exports.push_back({kName, wasm::ExternalKind::kGlobal, index, 0});
  facts.fuel = index;
  return {};
}

}  // namespace wasm2mpy
