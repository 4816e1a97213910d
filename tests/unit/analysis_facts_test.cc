// What is known of function bodies before the first one is translated.
#include <format>
#include <string>
#include <vector>

#include "known_module.h"

namespace wasm2mpy::codegen {
namespace {

using Callees = std::vector<uint32_t>;

Facts facts_of(std::string_view text) { return std::move(know(text)->facts); }

TEST(Facts, CalleesAreEachOnceAscending) {
  Facts facts = facts_of(
      "(module (func $a (call $c) (call $b) (call $c)) (func $b) (func $c))");
  EXPECT_EQ(facts.functions[0].callees, (Callees{1, 2}));
  EXPECT_FALSE(facts.functions[0].calls_unknown);
}

// What may come back to any function.
TEST(Facts, CallsOfTheUnknown) {
  auto unknown = [](const std::string& body) {
    return facts_of("(module (import \"m\" \"f\" (func $import))"
                    "(import \"m\" \"t\" (table $t 1 funcref))"
                    "(type $v (func)) (func $f " +
                    body + ") (func $g) (elem declare func $g))")
        .functions[1]
        .calls_unknown;
  };
  EXPECT_FALSE(unknown("(call $g)"));
  EXPECT_TRUE(unknown("(call $import)"));
  EXPECT_TRUE(unknown("(return_call $import)"));
  EXPECT_TRUE(unknown("(call_indirect $t (type $v) (i32.const 0))"));
  EXPECT_FALSE(unknown("(drop (ref.func $g))"));
  // Behind a branch it is not translated.
  EXPECT_FALSE(unknown("(return) (call $import)"));
}

TEST(Facts, WhatGrows) {
  auto grows = [](const std::string& body) {
    return facts_of("(module (memory $m 1) (memory $n 1) (table $t 1 funcref)"
                    "(table $u 1 funcref) (func " +
                    body + "))");
  };
  EXPECT_EQ(grows("").memory_grown, (std::vector<bool>{false, false}));
  EXPECT_EQ(grows("(drop (memory.grow $n (i32.const 1)))").memory_grown,
            (std::vector<bool>{false, true}));
  EXPECT_EQ(
      grows("(drop (table.grow $u (ref.null func) (i32.const 1)))").table_grown,
      (std::vector<bool>{false, true}));
  // Not run, not translated.
  EXPECT_EQ(
      grows("(return) (drop (memory.grow $n (i32.const 1)))").memory_grown,
      (std::vector<bool>{false, false}));
}

TEST(Facts, WhatBecomesAReference) {
  Facts facts = facts_of(
      "(module (func $none) (func $exported (export \"e\")) (func $taken)"
      "(func $in_global) (func $declared) (func $in_table)"
      "(global funcref (ref.func $in_global)) (table $t 1 funcref)"
      "(elem declare func $declared $taken) (elem (table $t) (i32.const 0) "
      "func "
      "$in_table)"
      "(func (drop (ref.func $taken)) (drop (table.get $t (i32.const 0)))))");
  EXPECT_EQ(facts.referenced,
            (std::vector<bool>{false, true, true, true, false, true, false}));
}

TEST(Facts, TailCalls) {
  Facts facts = facts_of(
      "(module (func $a (param i32 i64) (return_call $b (i32.const 1)))"
      "(func $b (param i32)) (func $c (call $b (i32.const 1))))");
  EXPECT_TRUE(facts.has_tail_calls);
  EXPECT_EQ(facts.max_tail_slots, 1u);
  EXPECT_TRUE(facts.functions[0].tail_calls);
  EXPECT_FALSE(facts.functions[2].tail_calls);
}

TEST(Facts, ManyParametersArePassedInMemory) {
  auto passed = [](int count) {
    std::string types, values;
    for (int i = 0; i < count; ++i) {
      types += " i32";
      values += " (i32.const 0)";
    }
    return facts_of("(module (func (call $f" + values + ")) (func $f (param" +
                    types + ")))")
        .functions[0]
        .passed_values;
  };
  EXPECT_EQ(passed(8), 0u);
  EXPECT_EQ(passed(9), 18u);
  EXPECT_EQ(passed(100), 200u);
}

// --- The pointer of the stack in linear memory -------------------------------

const std::string kPrologue =
    "(global.set $sp (i32.sub (global.get $sp) (i32.const 16)))";

std::optional<uint32_t> stack_pointer(const std::string& global,
                                      const std::string& body,
                                      const std::string& memory = "(memory 1)",
                                      const std::string& more = "") {
  return facts_of("(module " + memory +
                  " (global $other (mut i32) (i32.const 0))" + "(global $sp " +
                  global + ")" + more + "(func " + body + "))")
      .stack_pointer;
}

TEST(Facts, TheStackPointerIsKnownByItsShape) {
  const std::string top = "(mut i32) (i32.const 4096)";
  EXPECT_EQ(stack_pointer(top, kPrologue), 1u);
  EXPECT_EQ(stack_pointer(top, "(local i32) (global.set $sp (local.tee 0 "
                               "(i32.sub (global.get $sp) (i32.const 16))))"),
            1u);
  EXPECT_EQ(stack_pointer(top, ""), std::nullopt);
  // Counted down, but no frame of a compiler's.
  EXPECT_EQ(stack_pointer(top, "(global.set $sp (i32.sub (global.get $sp) "
                               "(i32.const 1)))"),
            std::nullopt);
  EXPECT_EQ(stack_pointer(top, "(global.set $other (i32.sub (global.get $sp) "
                               "(i32.const 16)))"),
            std::nullopt);
}

// An aligned address in memory 0, in a global that can be put back.
TEST(Facts, TheStackPointerBeginsInMemory) {
  EXPECT_EQ(stack_pointer("(mut i32) (i32.const 65536)", kPrologue), 1u);
  for (const char* global :
       {"(mut i32) (i32.const 65552)", "(mut i32) (i32.const 0)",
        "(mut i32) (i32.const 4088)"}) {
    EXPECT_EQ(stack_pointer(global, kPrologue), std::nullopt) << global;
  }
  EXPECT_EQ(stack_pointer("(mut i32) (i32.const 4096)", kPrologue, ""),
            std::nullopt);
}

TEST(Facts, TheStackPointerIsKnownByItsExport) {
  EXPECT_EQ(stack_pointer("(mut i32) (i32.const 0)", "", "",
                          "(export \"__stack_pointer\" (global $sp))"),
            1u);
  // The runtime could not put it back.
  EXPECT_EQ(stack_pointer("i32 (i32.const 4096)", "", "",
                          "(export \"__stack_pointer\" (global $sp))"),
            std::nullopt);
  EXPECT_EQ(stack_pointer("(mut i64) (i64.const 4096)", "", "",
                          "(export \"__stack_pointer\" (global $sp))"),
            std::nullopt);
}

}  // namespace
}  // namespace wasm2mpy::codegen
