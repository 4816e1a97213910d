#include "codegen/abi/binding_tables.h"

#include <llvm/Support/LEB128.h>
#include <llvm/Support/raw_ostream.h>

#include "contract/constants.h"

namespace wasm2mpy::codegen {

BindingTables make_binding_tables(
    const bind::Bindings& bindings,
    const std::function<uint32_t(uint32_t)>& ref,
    const std::function<uint32_t(const std::string&)>& qstr) {
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  uint32_t parameters = 0;
  uint32_t results = 0;
  for (const bind::BoundFunction& bound : bindings.functions) {
    llvm::encodeULEB128(qstr(bound.signature.name), stream);
    llvm::encodeULEB128(ref(bound.function), stream);
    stream << bound.parameters << '\0' << bound.results << '\0'
           << to_string(bound.signature) << '\0';
    for (char code : bound.parameters) {
      parameters |= uint8_t(code);
      if (RT_BIND_IS_UTF16(code)) {
        parameters |= RT_BIND_SOME_UTF16;
      } else if ((code & (RT_BIND_STR | RT_BIND_LENGTH)) == RT_BIND_STR) {
        parameters |= RT_BIND_ENDS_STR;
      }
    }
    for (char code : bound.results) {
      results |= uint8_t(code);
      if (RT_BIND_IS_UTF16(code)) results |= RT_BIND_SOME_UTF16;
    }
  }
  auto number = [&](const std::optional<uint32_t>& function) {
    return function ? ref(*function) + 1 : 0;
  };
  const bind::Allocator& allocator = bindings.allocator;
  return {
      .bytes = std::move(bytes),
      .config =
          {
              .count = uint32_t(bindings.functions.size()),
              .params = parameters,
              .results = results,
              .allocate = number(allocator.allocate),
              .pin = number(allocator.pin),
              .release = number(allocator.release),
              .allocate_argument = allocator.argument,
              .allocates_by_realloc = uint32_t(allocator.is_realloc),
              .stack_low = bindings.stack_low,
          },
  };
}

}  // namespace wasm2mpy::codegen
