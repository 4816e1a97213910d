// Bound functions as the runtime sees them: rt_bindings and rt_bind_config of
// runtime/rt.h.
#ifndef WASM2MPY_CODEGEN_ABI_BINDING_TABLES_H_
#define WASM2MPY_CODEGEN_ABI_BINDING_TABLES_H_

#include <cstdint>
#include <functional>
#include <string>

#include "bind/bindings.h"
#include "codegen/abi/given.h"

namespace wasm2mpy::codegen {

struct BindingTables {
  std::string bytes;  // rt_bindings
  abi::rt_bind_config config;
};

// `ref` gives the number in refs of a function, `qstr` that of a name.
BindingTables make_binding_tables(
    const bind::Bindings& bindings,
    const std::function<uint32_t(uint32_t)>& ref,
    const std::function<uint32_t(const std::string&)>& qstr);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_BINDING_TABLES_H_
