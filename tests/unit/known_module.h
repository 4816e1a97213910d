// A module in the text format with what the code generator knows of it.
#ifndef WASM2MPY_TESTS_KNOWN_MODULE_H_
#define WASM2MPY_TESTS_KNOWN_MODULE_H_

#include <memory>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "analysis/facts.h"
#include "wasm_builder.h"

namespace wasm2mpy::codegen {

// The module's text stays where it is.
struct Known {
  wasm::Bytes binary;
  wasm::Module module;
  Facts facts;
};

inline std::unique_ptr<Known> know(std::string_view text) {
  Diagnostics diagnostics;
  auto known = std::make_unique<Known>();
  Result<wasm::Bytes> binary = wasm::text_to_binary(text, "t.wat", diagnostics);
  if (binary) {
    known->binary = std::move(*binary);
    Result<wasm::Module> module =
        wasm::read_module(known->binary, "t.wat", diagnostics);
    if (module) {
      known->module = std::move(*module);
      Result<Facts> facts = gather_facts(known->module, diagnostics);
      if (facts) known->facts = std::move(*facts);
    }
  }
  EXPECT_EQ(diagnostics.to_string(), "");
  return known;
}

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_TESTS_KNOWN_MODULE_H_
