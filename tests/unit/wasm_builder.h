// Small pieces of binary modules for tests of the reader and validator. They
// write whatever they are given, also what is invalid.
#ifndef WASM2MPY_TESTS_WASM_BUILDER_H_
#define WASM2MPY_TESTS_WASM_BUILDER_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostics.h"
#include "wasm/function.h"
#include "wasm/module.h"
#include "wasm/reader.h"

namespace wasm2mpy::wasm {

using Bytes = std::vector<uint8_t>;

inline Bytes concat(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Bytes leb(uint64_t value) {
  Bytes bytes;
  do {
    uint8_t byte = value & 0x7f;
    value >>= 7;
    bytes.push_back(value != 0 ? byte | 0x80 : byte);
  } while (value != 0);
  return bytes;
}

inline Bytes name(std::string_view text) {
  return concat({leb(text.size()), Bytes(text.begin(), text.end())});
}

inline Bytes sized(const Bytes& content) {
  return concat({leb(content.size()), content});
}

inline Bytes section(uint8_t id, const Bytes& content) {
  return concat({{id}, sized(content)});
}

inline Bytes module_of(std::initializer_list<Bytes> sections) {
  return concat(
      {{0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00}, concat(sections)});
}

// The codes of value types, and one-member vectors of them.
inline constexpr uint8_t kI32 = 0x7f, kI64 = 0x7e, kF32 = 0x7d, kF64 = 0x7c,
                         kFunc = 0x70, kExtern = 0x6f;

inline Bytes types(const std::vector<Bytes>& entries) {
  Bytes content = leb(entries.size());
  for (const Bytes& entry : entries) content = concat({content, entry});
  return section(1, content);
}

inline Bytes func_type(const Bytes& params, const Bytes& results) {
  return concat({{0x60}, sized(params), sized(results)});
}

// A module with one function, named "f" by an export.
inline Bytes function_module(const Bytes& params, const Bytes& results,
                             const Bytes& code, const Bytes& locals = {0x00}) {
  return module_of(
      {types({func_type(params, results)}), section(3, {0x01, 0x00}),
       section(7, {0x01, 0x01, 'f', 0x00, 0x00}),
       section(10, concat({{0x01}, sized(concat({locals, code}))}))});
}

// All messages about the module and its functions; "" when it is valid.
inline std::string messages(const Bytes& bytes) {
  Diagnostics diagnostics;
  Result<Module> module = read_module(bytes, "t.wasm", diagnostics);
  if (!module) return diagnostics.to_string();
  for (uint32_t i = 0; i < module->functions.size(); ++i) {
    if (module->functions[i].import) continue;
    if (!read_function(*module, i, diagnostics)) {
      EXPECT_TRUE(diagnostics.has_errors());
    }
  }
  return diagnostics.to_string();
}

inline std::string error(std::string_view text) {
  return "wasm2mpy: error: t.wasm:" + std::string(text) + "\n";
}

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_TESTS_WASM_BUILDER_H_
