// Which calls may come back to the function, for --interruptible.
#include <gtest/gtest.h>

#include "analysis/call_components.h"
#include "analysis/poll_plan.h"

namespace wasm2mpy::codegen {
namespace {

FunctionFacts function(std::vector<uint32_t> callees) {
  FunctionFacts facts;
  facts.callees = std::move(callees);
  return facts;
}

TEST(CallComponents, CalleesComeFirst) {
  Facts facts;
  facts.functions = {function({1, 3}), function({2}), function({1}),
                     function({3})};
  std::vector<CallComponent> components = find_call_components(facts);
  ASSERT_EQ(components.size(), 3u);
  EXPECT_EQ(components[0].functions, (std::vector<uint32_t>{2, 1}));
  EXPECT_TRUE(components[0].is_cycle);
  EXPECT_EQ(components[1].functions, (std::vector<uint32_t>{3}));
  EXPECT_TRUE(components[1].is_cycle);
  EXPECT_EQ(components[2].functions, (std::vector<uint32_t>{0}));
  EXPECT_FALSE(components[2].is_cycle);
}

TEST(PollPlan, OnlyCallsWithinACircleAreCircular) {
  Facts facts;
  facts.functions = {function({1, 3}), function({2}), function({1, 3}),
                     function({})};
  PollPlan plan(facts);
  EXPECT_TRUE(plan.is_circular(1, 2));
  EXPECT_TRUE(plan.is_circular(2, 1));
  EXPECT_FALSE(plan.is_circular(0, 1));
  EXPECT_FALSE(plan.is_circular(2, 3));
  EXPECT_FALSE(plan.is_in_circle(3));
}

}  // namespace
}  // namespace wasm2mpy::codegen
