// Which functions check the native stack, and for how much.
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
