#include <gtest/gtest.h>

#include "input/text_check.h"
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
  Result<Bytes> binary =
      text_to_binary("(module (func $twice (param i32) (result i32)\n"
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
            "wasm2mpy: error: t.wat:1:2001: nested too deeply (limit 2000)\n");
  EXPECT_EQ(text_messages("(module (func\n" + repeat("block ", 100'000)),
            "wasm2mpy: error: t.wat:2:11989: nested too deeply (limit "
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
  // A line comment ends at a carriage return, too, and what annotations hold
  // closes no block.
  EXPECT_EQ(text_messages(";;\r" + repeat("(", 9'999)),
            "wasm2mpy: error: t.wat:1:2004: nested too deeply (limit 2000)\n");
  EXPECT_EQ(
      text_messages("(module (func\n" + repeat("block (@a end)\n", 9'999)),
      "wasm2mpy: error: t.wat:1999:7: nested too deeply (limit 2000)\n");
}

std::string text_error(std::string_view text) {
  return "wasm2mpy: error: t.wat:" + std::string(text) + "\n";
}

TEST(Wat, Identifiers) {
  // Well-formed, although libwabt does not take strings for identifiers.
  EXPECT_EQ(check_text("(func $\"a \\u{1F600}\\41\\t\" $\"\\e2\\82\\ac\")"),
            std::nullopt);
  EXPECT_EQ(text_messages("(module\n (func $))"),
            text_error("2:8: empty identifier"));
  EXPECT_EQ(text_messages("(module (func $\"\"))"),
            text_error("1:15: empty identifier"));
  EXPECT_EQ(text_messages("(module (func $ \"a\"))"),
            text_error("1:15: empty identifier"));
  EXPECT_EQ(text_messages("(module (func $(@a)f))"),
            text_error("1:15: empty identifier"));
  EXPECT_EQ(text_messages("(module (func $\"a\nb\"))"),
            text_error("1:15: empty identifier (the string is malformed)"));
  EXPECT_EQ(text_messages("(module (func $\"\\ef\"))"),
            text_error("1:15: malformed UTF-8 encoding of the identifier"));
}

TEST(Wat, Annotations) {
  // Only the outermost id is a name: any tokens may follow.
  EXPECT_EQ(text_messages("(@a) (module (@\"b c\" $ (@) $\"\" \"(\"))"), "");
  EXPECT_EQ(check_text("(@a) (module (@b {[;,]}))"), std::nullopt);
  EXPECT_EQ(text_messages("(module (@))"),
            text_error("1:9: empty annotation id"));
  EXPECT_EQ(text_messages("(module (@ x))"),
            text_error("1:9: empty annotation id"));
  EXPECT_EQ(text_messages("(module (@\"\"))"),
            text_error("1:9: empty annotation id"));
  EXPECT_EQ(text_messages("(module (@\"\n\"))"),
            text_error("1:9: empty annotation id (the string is malformed)"));
  EXPECT_EQ(text_messages("(module (@\"\\ef\"))"),
            text_error("1:9: malformed UTF-8 encoding of the annotation id"));
  // Neither in strings nor in comments.
  EXPECT_EQ(text_messages("(module (; (@) (; ;) $ ;) ;; (@) $\n"
                          "  (func (export \"(@) $ \\\"(@) $\")))"),
            "");
}

TEST(Wat, FieldNames) {
  EXPECT_EQ(text_messages("(module (type (struct (field $x i32)\n"
                          "  (field $y i32) (field (@a) $\"\\78\" i32))))"),
            text_error("2:30: duplicate field '\"\\\\78\"'"));
  EXPECT_EQ(text_messages("(module (type (struct (field $x i32)))"
                          "  (type (struct (field $x i32) (field $y i32))))"),
            "");
}

}  // namespace
}  // namespace wasm2mpy::wasm
