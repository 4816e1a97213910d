#include <gtest/gtest.h>

#include "wasm_builder.h"

namespace wasm2mpy::wasm {
namespace {

std::string text_messages(std::string_view text) {
  Diagnostics diagnostics;
  Result<Bytes> binary = text_to_binary(text, "t.wat", diagnostics);
  if (binary) return messages(*binary);
  return diagnostics.to_string();
}

std::string repeat(std::string_view text, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Wat, KeepsIdentifiersAsNames) {
  Diagnostics diagnostics;
  Result<Bytes> binary = text_to_binary(
      "(module (func $twice (param i32) (result i32)\n"
      "  (i32.add (local.get 0) (local.get 0))))",
      "t.wat", diagnostics);
  ASSERT_TRUE(binary) << diagnostics.to_string();
  Result<Module> module = read_module(*binary, "t.wat", diagnostics);
  ASSERT_TRUE(module) << diagnostics.to_string();
  EXPECT_EQ(module->function_name(0), "twice");
}

TEST(Wat, ErrorsHaveLineAndColumn) {
  EXPECT_EQ(text_messages("(module\n  (func i32.bad))"),
            "wasm2mpy: error: t.wat:2:9: unexpected token i32.bad, "
            "expected )\n");
  EXPECT_EQ(text_messages("(module\n  (func (result i32) i64.const 1))"),
            "wasm2mpy: error: t.wat:2:22: type mismatch in implicit return, "
            "expected [i32] but got [i64]\n");
}

TEST(Wat, NewerFeatures) {
  EXPECT_EQ(text_messages("(module (memory $a 1) (memory $b i64 1)"
                          "  (func (param i32) (result i32)"
                          "    (i64.load $b (i64.const 0)) drop"
                          "    (return_call 0 (local.get 0)))"
                          "  (global i32 (i32.add (i32.const 1)"
                          "                       (i32.const 2))))"),
            "");
}

// libwabt does not know that a global may read one of this module, which
// WebAssembly 3.0 allows.
TEST(Wat, OurValidatorHasTheLastWord) {
  EXPECT_EQ(text_messages("(module (global $a i32 (i32.const 1))"
                          "  (global i32 (global.get $a)))"),
            "");
}

TEST(Wat, NestingIsBounded) {
  EXPECT_EQ(text_messages(repeat("(", 100'000)),
            "wasm2mpy: error: t.wat:1:2002: nested too deeply (limit 2000)\n");
  EXPECT_EQ(text_messages("(module (func\n" + repeat("block ", 100'000)),
            "wasm2mpy: error: t.wat:2:11994: nested too deeply (limit "
            "2000)\n");
  EXPECT_EQ(text_messages("(module (func" + repeat(" block", 1'900) +
                          repeat(" end", 1'900) + "))"),
            "");
  // Neither strings nor comments nest, and folded blocks need no end.
  EXPECT_EQ(text_messages("(module (; " + repeat("(", 9'999) + " ;) ;; " +
                          repeat("(", 9'999) + "\n (func (export \"" +
                          repeat("(", 9'999) + "\")" +
                          repeat(" (block)", 9'999) + "))"),
            "");
}

}  // namespace
}  // namespace wasm2mpy::wasm
