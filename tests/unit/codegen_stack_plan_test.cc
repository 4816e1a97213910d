// Which functions check the native stack, and for how much.
#include <algorithm>

#include <gtest/gtest.h>

#include "codegen/stack/plan.h"

namespace wasm2mpy::codegen {
namespace {

constexpr uint32_t kMuchCode = 60'000;

const target::Target& board() { return *target::find_target("armv6m"); }

FunctionFacts function(uint32_t code_size, std::vector<uint32_t> callees = {}) {
  FunctionFacts facts;
  facts.code_size = code_size;
  facts.callees = std::move(callees);
  return facts;
}

// Function 1 checks, because it calls itself, and 0 calls it with a frame that
// leaves room for a small one below.
Facts caller_of(uint32_t code_size, uint32_t more_code) {
  Facts facts;
  facts.functions = {function(20, {1}), function(code_size, {1}),
                     function(more_code)};
  facts.functions[0].passed_values = 16;  // 32 words
  return facts;
}

TEST(StackCheck, CyclesCheck) {
  Facts facts;
  facts.functions = {function(20, {1}), function(20, {2}), function(20, {1})};
  StackPlan plan = plan_stack_checks(facts, board());
  EXPECT_EQ(plan.checks, (std::vector<bool>{false, true, true}));
}

using Checks = std::vector<bool>;

Checks checks(const std::vector<FunctionFacts>& functions) {
  Facts facts;
  facts.functions = functions;
  return plan_stack_checks(facts, board()).checks;
}

// Whatever the order of the functions and where the search begins.
TEST(StackCheck, EachCycleChecksAndWhatLeadsToItDoesNot) {
  EXPECT_EQ(checks({function(20, {0})}), (Checks{true}));
  EXPECT_EQ(checks({function(20)}), (Checks{false}));
  EXPECT_EQ(checks({function(20, {2}), function(20), function(20, {0})}),
            (Checks{true, false, true}));
  EXPECT_EQ(checks({function(20, {1}), function(20, {2}), function(20, {3}),
                    function(20, {1}), function(20, {0})}),
            (Checks{false, true, true, true, false}));
}

// A diamond has two ways to one function, and no way back.
TEST(StackCheck, ADiamondIsNoCycle) {
  EXPECT_EQ(checks({function(20, {1, 2}), function(20, {3}), function(20, {3}),
                    function(20)}),
            (Checks{false, false, false, false}));
}

TEST(StackCheck, CyclesThatMeet) {
  // Two that share function 1; two of which one calls the other.
  EXPECT_EQ(
      checks({function(20, {1}), function(20, {0, 2}), function(20, {1})}),
      (Checks{true, true, true}));
  EXPECT_EQ(checks({function(20, {1}), function(20, {0, 2}), function(20, {3}),
                    function(20, {2})}),
            (Checks{true, true, true, true}));
  // The edge between two components makes no cycle of what is between.
  EXPECT_EQ(checks({function(20, {1}), function(20, {0, 2}), function(20, {3}),
                    function(20, {4}), function(20, {3})}),
            (Checks{true, true, false, true, true}));
}

TEST(StackCheck, WhatCallsTheUnknownChecks) {
  FunctionFacts unknown = function(20);
  unknown.calls_unknown = true;
  EXPECT_EQ(checks({function(20, {1}), unknown}), (Checks{false, true}));
}

// As long as the module: the search must not use the tool's own stack.
TEST(StackCheck, AChainOfAHundredThousand) {
  constexpr uint32_t kCount = 100'000;
  std::vector<FunctionFacts> functions;
  for (uint32_t i = 0; i < kCount; ++i)
    functions.push_back(function(1, {(i + 1) % kCount}));
  EXPECT_EQ(checks(functions), Checks(kCount, true));
  functions.back().callees.clear();
  // No path between two checks may use more than the reserve.
  const Checks chain = checks(functions);
  size_t without = 0, longest = 0;
  for (bool checked : chain) {
    without = checked ? 0 : without + 1;
    longest = std::max(longest, without);
  }
  EXPECT_LE(longest * 8, 96u);
  EXPECT_GT(longest, 1u);
}

// Frames of all functions on the longest way down count, not of the last one.
TEST(StackCheck, TheDeepestCalleeCounts) {
  FunctionFacts large = function(20);
  large.frame_values = 40;  // 80 words, and 8
  EXPECT_EQ(checks({function(20, {1, 2}), large, function(20)}),
            (Checks{false, false, false}));
  EXPECT_EQ(
      checks({function(20, {1}), function(20, {2, 3}), function(20), large}),
      (Checks{true, false, false, false}));
}

// A chain of calls in which only these functions check.
struct CheckedChain {
  explicit CheckedChain(std::initializer_list<uint32_t> checking) {
    for (uint32_t i = 0; i < kLength; ++i)
      facts.functions.push_back(function(20, {i + 1}));
    facts.functions.back().callees.clear();
    plan = StackPlan::without_checks(kLength);
    for (uint32_t i : checking) plan.checks[i] = true;
  }

  // Of frames that nothing is known of: 8 words each.
  StackPlan needed() const {
    return needed_stack_checks(plan, facts, FrameSizes(kLength), board());
  }

  static constexpr uint32_t kLength = 30;
  Facts facts;
  StackPlan plan;
};

// They could be elsewhere, and are first thought to be.
TEST(StackCheck, ChecksThatThereAreCount) {
  EXPECT_TRUE(CheckedChain({1, 8, 14, 20})
                  .plan.covers(CheckedChain({1, 8, 14, 20}).needed()));
  const CheckedChain with_gap({1, 8, 24});
  EXPECT_FALSE(with_gap.plan.covers(with_gap.needed()));
  Checks added = with_gap.needed().checks;
  EXPECT_EQ(std::ranges::count(added, true), 4);
}

TEST(StackCheck, ACheckBehindALargeFrameCountsAsNone) {
  CheckedChain chain({1, 8, 14, 20});
  chain.facts.functions[14].passed_values = 40;  // 80 words
  EXPECT_FALSE(chain.plan.covers(chain.needed()));
  chain.plan.ahead[14] = 320;
  EXPECT_TRUE(chain.plan.covers(chain.needed()));
}

TEST(StackCheck, MuchCodeIsCheckedAheadAtOnce) {
  StackPlan plan = plan_stack_checks(caller_of(2000, 0), board());
  EXPECT_EQ(plan.ahead, (std::vector<uint32_t>{0, 640, 0}));
  plan = plan_stack_checks(caller_of(1999, 0), board());
  EXPECT_EQ(plan.ahead, (std::vector<uint32_t>{0, 0, 0}));
}

TEST(StackCheck, ALargeModuleLeavesMoreThanItPlansWith) {
  const Facts small = caller_of(20, kMuchCode - 41);
  const Facts large = caller_of(20, kMuchCode - 40);
  EXPECT_EQ(stack_reserve(small, board()), (192 + 96) * 4);
  EXPECT_EQ(stack_reserve(large, board()), (192 + 160 + 16) * 4);
  EXPECT_EQ(plan_stack_checks(small, board()).excess, 0);
  EXPECT_EQ(plan_stack_checks(large, board()).excess, 16 * 4);
}

// So that a frame that turns out to be large asks for no second compilation.
TEST(StackCheck, InALargeModuleCalleesMayHaveLargeFrames) {
  EXPECT_FALSE(plan_stack_checks(caller_of(300, 0), board()).checks[0]);
  EXPECT_FALSE(plan_stack_checks(caller_of(299, kMuchCode), board()).checks[0]);
  EXPECT_TRUE(plan_stack_checks(caller_of(300, kMuchCode), board()).checks[0]);
}

TEST(StackCheck, CoversWhatItExceedsByLittle) {
  const StackPlan plan = {
      .checks = {true, true}, .ahead = {640, 0}, .excess = 64};
  EXPECT_TRUE(plan.covers({.checks = {true, false}, .ahead = {704, 0}}));
  EXPECT_FALSE(plan.covers({.checks = {true, false}, .ahead = {705, 0}}));
  EXPECT_FALSE(plan.covers({.checks = {true, true}, .ahead = {0, 8}}));
}

TEST(StackCheck, DoesNotCoverAMissingCheck) {
  const StackPlan plan = {.checks = {false}, .ahead = {0}, .excess = 64};
  EXPECT_FALSE(plan.covers({.checks = {true}, .ahead = {0}}));
}

}  // namespace
}  // namespace wasm2mpy::codegen
