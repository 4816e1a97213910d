// What of a lean memory is there from the start, and what sizes it may have.
#include <format>
#include <string>

#include "analysis/memory_plan.h"
#include "known_module.h"

namespace wasm2mpy::codegen {
namespace {

struct Planned {
  std::optional<MemoryPlan> plan;
  std::string messages;
};

Planned plan(const std::string& text, const MemoryWish& wish,
             std::optional<uint64_t> ram = {}) {
  std::unique_ptr<Known> known = know("(module " + text + ")");
  Diagnostics diagnostics;
  Result<MemoryPlan> result =
      plan_memory(known->module, known->facts, wish, ram, nullptr, diagnostics);
  Planned planned{.plan = {}, .messages = diagnostics.to_string()};
  if (result) planned.plan = *result;
  return planned;
}

// "floor start end" of a lean memory.
std::string lean(const std::string& text, uint64_t linear_stack = 16384) {
  std::optional<MemoryPlan> made = plan(text, {.mode = MemoryMode::kLean,
                                               .bytes = 0,
                                               .linear_stack = linear_stack})
                                       .plan;
  if (!made) return "failed";
  EXPECT_LE(made->floor, made->start);
  EXPECT_LE(made->start, made->end);
  return std::format("{}{} {} {}", made->is_lean(0) ? "" : "exact ",
                     made->floor, made->start, made->end);
}

std::string stack_at(int top) {
  return std::format("(memory 2) (global $sp (mut i32) (i32.const {}))"
                     "(export \"__stack_pointer\" (global $sp))",
                     top);
}

std::string data_at(int at, int size) {
  return std::format("(data (i32.const {}) \"{}\")", at,
                     std::string(size_t(size), 'x'));
}

std::string loads_at(int at) {
  return std::format("(func (drop (i32.load offset={} (i32.const 0))))", at);
}

TEST(MemoryPlan, ExactIsTheDefault) {
  std::optional<MemoryPlan> made = plan("(memory 2)", {}).plan;
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->is_lean(0));
  EXPECT_EQ(made->bytes, 0u);
  // Lean is no matter of a module without a memory.
  EXPECT_EQ(lean(""), "exact 0 0 0");
}

TEST(MemoryPlan, WhatIsTooMuchForTheRamIsLean) {
  auto is_lean = [](const std::string& text, uint64_t ram) {
    std::optional<MemoryPlan> made = plan(text, {}, ram).plan;
    return made && made->is_lean(0) && made->is_chosen;
  };
  EXPECT_TRUE(is_lean("(memory 1)", 2 * 65536 - 2));
  EXPECT_FALSE(is_lean("(memory 1)", 2 * 65536));
  EXPECT_TRUE(is_lean("(memory 2)", 8 * 65536 - 4));
  EXPECT_FALSE(is_lean("(memory 2)", 8 * 65536));
  EXPECT_FALSE(is_lean("(import \"m\" \"m\" (memory 1))", 1000));
  EXPECT_FALSE(is_lean("", 1000));
  std::optional<MemoryPlan> given =
      plan("(memory 1)", {.is_given = true}, 1000).plan;
  EXPECT_TRUE(given && !given->is_lean(0));
}

TEST(MemoryPlan, LeanMemoryWithoutDataOrStackStartsEmpty) {
  EXPECT_EQ(lean("(memory 2)"), "0 0 0");
}

// Below the data the stack has a known end; above them it must not be guessed.
TEST(MemoryPlan, TheStackBelowTheDataHasAFloor) {
  EXPECT_EQ(lean(stack_at(65536) + data_at(65536, 100)),
            std::format("{} {} {}", 65536 - 16384, 65536 - 512, 65536 + 164));
  EXPECT_EQ(lean(stack_at(65536) + data_at(1024, 100)),
            std::format("0 {} {}", 65536 - 512, 65536 + 64));
  EXPECT_EQ(lean(stack_at(65536)),
            std::format("0 {} {}", 65536 - 512, 65536 + 64));
}

// What a program without a heap has below its stack are its variables.
TEST(MemoryPlan, ASmallProgramWithoutAHeapIsAllThere) {
  EXPECT_EQ(lean(stack_at(4096) + data_at(1024, 100)), "0 0 4096");
  EXPECT_EQ(lean(stack_at(4096) + loads_at(1024)), "0 0 4096");
  std::string grows = "(func (drop (memory.grow (i32.const 1))))";
  EXPECT_EQ(lean(stack_at(4096) + data_at(1024, 100) + grows),
            std::format("0 {} {}", 4096 - 512, 4096 + 64));
  EXPECT_EQ(lean(stack_at(4096) + data_at(1024, 100) + data_at(4096, 1)),
            std::format("0 {} {}", 4096 - 512, 4096 + 1 + 64));
}

// Zeroed variables have no segments: accesses tell where they are.
TEST(MemoryPlan, VariablesAboveTheStackAreSeenInAccesses) {
  EXPECT_EQ(lean(stack_at(4096)),
            std::format("0 {} {}", 4096 - 512, 4096 + 64));
  EXPECT_EQ(lean(stack_at(4096) + loads_at(5000)),
            std::format("0 {} {}", 4096 - 512, 5000 + 64));
  EXPECT_EQ(lean(stack_at(4096) + data_at(4096, 4) + loads_at(5000)),
            std::format("0 {} {}", 4096 - 512, 5000 + 64));
  EXPECT_EQ(lean(stack_at(4096) + data_at(1024, 100) + loads_at(4096)),
            std::format("0 {} {}", 4096 - 512, 4096 + 64));
  // What is far is there when it is touched.
  EXPECT_EQ(lean(stack_at(4096) + loads_at(5000) + loads_at(60000)),
            std::format("0 {} {}", 4096 - 512, 5000 + 64));
}

TEST(MemoryPlan, AShortLinearStackIsAllThere) {
  EXPECT_EQ(lean(stack_at(4096) + data_at(4096, 4), 100),
            std::format("{} {} {}", 4096 - 112, 4096 - 112, 4096 + 68));
  // All of memory below the data is less than what the stack may take.
  EXPECT_EQ(lean(stack_at(256) + data_at(256, 4)),
            std::format("0 0 {}", 256 + 68));
}

// The plan once it is known what accesses touch.
MemoryPlan plan_with(const std::string& text, const VariableReach& reach) {
  std::unique_ptr<Known> known = know("(module " + text + ")");
  Diagnostics diagnostics;
  auto plan = [&](const VariableReach* reach) {
    return *plan_memory(known->module, known->facts,
                        {.mode = MemoryMode::kLean}, {}, reach, diagnostics);
  };
  MemoryPlan before = plan(nullptr);
  EXPECT_FALSE(before.is_whole);
  return before.wants_reach ? plan(&reach) : before;
}

// Without a heap they are all there with what the stack takes, and end where
// the code says.
TEST(MemoryPlan, VariablesAboveTheStackEndWhereTheCodeTells) {
  auto end = [](const VariableReach& reach) {
    MemoryPlan made = plan_with(stack_at(65536) + data_at(65536, 100), reach);
    EXPECT_EQ(made.reach, made.is_whole ? 64u : 0u);
    return made.is_whole ? int(made.end) - 65536 : -1;
  };
  EXPECT_EQ(end({}), 164);
  EXPECT_EQ(end({.ends = {65540, 67000}}), 67064 - 65536);
  EXPECT_EQ(end({.ends = {65540}, .open_bases = {1, 66000}}), 464 + 4096 + 64);
  // Beyond the end of memory is no variable, and no window.
  EXPECT_EQ(end({.open_bases = {66000, 131072}}), 464 + 4096 + 64);
  // So much is made when it is touched.
  EXPECT_EQ(end({.ends = {65540, 65536 + 100 + 16384}}), 164 + 16384);
  EXPECT_EQ(end({.ends = {65540, 65536 + 100 + 16385}}), -1);
}

// The address of the top of the stack is that of the first variable, or of the
// heap: what is accessed tells.
TEST(MemoryPlan, AccessesTellWhereTheVariablesAre) {
  std::string named = "(func (drop (i32.const 66560)))";
  std::string grows = "(func (drop (memory.grow (i32.const 1))))";
  auto is_whole = [&](const std::string& more, const VariableReach& reach) {
    MemoryPlan made = plan_with(stack_at(66560) + named + more, reach);
    EXPECT_EQ(made.floor, made.is_whole ? 66560u - 16384u : 0u);
    return made.is_whole;
  };
  EXPECT_TRUE(is_whole("", {.bases = {66560}}));
  EXPECT_TRUE(is_whole("", {.bases = {0, 8, 67000}}));
  EXPECT_FALSE(is_whole("", {}));
  EXPECT_FALSE(is_whole("", {.bases = {1024, 66560}}));
  EXPECT_FALSE(is_whole("", {.bases = {131072}}));
  EXPECT_FALSE(is_whole(grows, {.bases = {66560}}));
}

std::string with_frame(int bytes, const std::string& rest) {
  return std::format("(global.set $sp (i32.sub (global.get $sp) "
                     "(i32.const {}))) {}",
                     bytes, rest);
}

TEST(MemoryPlan, TheStackIsThereThatTheDeepestCallTakes) {
  auto start = [](const std::string& functions) {
    return 65536 -
           int(plan_with(stack_at(65536) + data_at(65536, 100) + functions, {})
                   .start);
  };
  std::string leaf = "(func $a " + with_frame(1008, "") + ")";
  EXPECT_EQ(start(""), 512);
  EXPECT_EQ(start(leaf), 1008);
  EXPECT_EQ(start(leaf + "(func " + with_frame(32, "call $a") + ")"), 1040);
  EXPECT_EQ(start("(func $r " + with_frame(32, "call $r") + ")"), 1024);
  EXPECT_EQ(start("(func $r " + with_frame(320, "call $r") + ")"), 4096);
  // What is called by reference may be any function that has one.
  EXPECT_EQ(start("(table 1 funcref) (export \"t\" (table 0))"
                  "(func (export \"b\") " +
                  with_frame(1008, "") + ") (func (export \"a\") " +
                  with_frame(640, "(call_indirect (i32.const 0))") + ")"),
            1008 + 1008);
}

// Data that are near are one piece; others are there when they are touched.
TEST(MemoryPlan, DataThatAreNearStartTogether) {
  EXPECT_EQ(lean("(memory 2)" + data_at(1030, 10) + data_at(1040 + 256, 4)),
            std::format("0 1024 {}", 1040 + 256 + 4 + 64));
  EXPECT_EQ(lean("(memory 2)" + data_at(1030, 10) + data_at(1040 + 257, 4)),
            std::format("0 1024 {}", 1040 + 64));
  // In any order, and when one is within another.
  EXPECT_EQ(lean("(memory 2)" + data_at(1100, 4) + data_at(1024, 200)),
            std::format("0 1024 {}", 1224 + 64));
}

TEST(MemoryPlan, NothingStartsBehindTheEnd) {
  EXPECT_EQ(lean("(memory 1)" + data_at(65530, 6)), "0 65520 65536");
  // Instantiating traps; the plan only must not go wrong.
  EXPECT_EQ(lean("(memory 1)" + data_at(65530, 60)), "0 65520 65536");
  EXPECT_EQ(lean("(memory 1)" + data_at(70000, 6)), "0 0 0");
  EXPECT_EQ(lean("(memory i64 1) (data (i64.const -4) \"abcdefgh\")"), "0 0 0");
}

// An address that is not aligned, or behind the end, is no top of a stack.
TEST(MemoryPlan, NoStackAtAnOddPlace) {
  for (int top : {0, 4100, 131088}) EXPECT_EQ(lean(stack_at(top)), "0 0 0");
  EXPECT_EQ(lean(stack_at(131072)), std::format("0 {} 131072", 131072 - 512));
}

std::string sized(const std::string& text, uint64_t bytes) {
  Planned made = plan(
      text, {.is_given = true, .mode = MemoryMode::kSized, .bytes = bytes});
  return made.plan ? std::to_string(made.plan->bytes) : made.messages;
}

TEST(MemoryPlan, ASizeHoldsAllData) {
  EXPECT_EQ(sized("(memory 1)" + data_at(1000, 24), 1024), "1024");
  EXPECT_NE(sized("(memory 1)" + data_at(1000, 25), 1024)
                .find("data segment 0 at address 1000 has 25 bytes"),
            std::string::npos);
  // The end of the segment wraps.
  EXPECT_NE(sized("(memory i64 1) (data (i64.const -4) \"abcdefgh\")", 1024)
                .find("data segment 0"),
            std::string::npos);
}

TEST(MemoryPlan, ASizeIsWithinTheMaximum) {
  EXPECT_EQ(sized("(memory 1 2)", 131072), "131072");
  EXPECT_NE(sized("(memory 1 2)", 131073).find("more than the module's memory"),
            std::string::npos);
}

TEST(MemoryPlan, OnlyOfAMemoryOfItsOwn) {
  EXPECT_NE(sized("", 1024).find("has no memory"), std::string::npos);
  EXPECT_NE(sized("(import \"m\" \"m\" (memory 1))", 1024).find("is imported"),
            std::string::npos);
}

}  // namespace
}  // namespace wasm2mpy::codegen
