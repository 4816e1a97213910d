// Which checks go before a loop.
#include <string>

#include "codegen/passes/check_hoisting.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

// The blocks that end in one of the checks %x and %y.
std::string checks(const std::string& body) {
  PassFixture fixture(function_with_traps(body));
  fixture.run(CheckHoisting());
  std::string names;
  for (const llvm::BasicBlock& block : fixture.function("f")) {
    const auto* branch =
        llvm::dyn_cast<llvm::BranchInst>(block.getTerminator());
    if (!branch || !branch->isConditional()) continue;
    llvm::StringRef condition = branch->getCondition()->getName();
    if (condition != "x" && condition != "y") continue;
    names += (names.empty() ? "" : " ") + block.getName().str();
  }
  return names;
}

// A loop with %i, whose round begins with `head`; its check is in %check.
std::string loop(const std::string& head, const std::string& check,
                 const std::string& trap = "odd") {
  return "start:\n  br label %round\n"
         "round:\n  %i = phi i32 [ %b, %start ], [ %j, %body ]\n" +
         head + "check:\n" + check + "  br i1 %y, label %" + trap +
         ", label %body\n"
         "body:\n  %j = add i32 %i, 1\n  %last = icmp eq i32 %j, %n\n"
         "  br i1 %last, label %end, label %round\n";
}

const std::string kBounds =
    "  %x = icmp ugt i32 %i, 100\n  br i1 %x, label %bounds, label %check\n";
// The same in each round; computed before the loop by LLVM.
std::string invariant(const std::string& head) {
  return "start0:\n  %m = and i32 %a, 3\n  %y = icmp ne i32 %m, 0\n"
         "  br label %start\n" +
         loop(head, "");
}

TEST(CheckHoisting, WhatIsTheSameInEachRoundGoesBeforeTheLoop) {
  EXPECT_EQ(checks(invariant("  br label %check\n")), "start");
  EXPECT_EQ(checks(invariant(kBounds)), "start round");
}

// When the check before the loop fails, the check of bounds that comes first
// in the round must still be the one that traps if it fails, too.
TEST(CheckHoisting, TheFirstRoundsEarlierTrapsComeFirst) {
  PassFixture fixture(function_with_traps(invariant(kBounds)));
  fixture.run(CheckHoisting());
  const llvm::BasicBlock* failing = nullptr;
  for (const llvm::BasicBlock& block : fixture.function("f"))
    if (block.getName() == "failing") failing = &block;
  ASSERT_TRUE(failing);
  const auto* branch = llvm::cast<llvm::BranchInst>(failing->getTerminator());
  const auto* compare = llvm::cast<llvm::ICmpInst>(branch->getCondition());
  // Of what %i is in the first round.
  EXPECT_EQ(compare->getOperand(0)->getName(), "b");
  EXPECT_EQ(branch->getSuccessor(0)->getName(), "bounds");
  const auto* next =
      llvm::cast<llvm::BranchInst>(branch->getSuccessor(1)->getTerminator());
  EXPECT_EQ(next->getSuccessor(0)->getName(), "odd");
}

TEST(CheckHoisting, NotPastWhatCanBeSeen) {
  for (const char* seen :
       {"  store i32 %i, ptr %memory\n", "  call void @grow()\n",
        "  %v = load volatile i32, ptr %memory\n"}) {
    EXPECT_EQ(checks(invariant(std::string(seen) + "  br label %check\n")),
              "check")
        << seen;
    EXPECT_EQ(checks(invariant(seen + kBounds)), "round check") << seen;
  }
  EXPECT_EQ(checks(invariant("  %at = getelementptr i8, ptr %memory, i32 %a\n"
                             "  %v = load i32, ptr %at\n"
                             "  br label %check\n")),
            "start");
}

// The first round may go another way: out of the loop, or round the check.
TEST(CheckHoisting, NotWhatTheFirstRoundNeedNotComeTo) {
  const std::string leaves = "  %done = icmp eq i32 %i, %n\n"
                             "  br i1 %done, label %end, label %check\n";
  EXPECT_EQ(checks(invariant(leaves)), "check");
  const std::string around = "  br i1 %c, label %body, label %check\n";
  EXPECT_EQ(checks("start0:\n  %m = and i32 %a, 3\n  %y = icmp ne i32 %m, 0\n"
                   "  br label %start\nstart:\n  br label %round\n"
                   "round:\n  %i = phi i32 [ %b, %start ], [ %j, %body ]\n" +
                   around +
                   "check:\n  br i1 %y, label %odd, label %body\n"
                   "body:\n  %j = add i32 %i, 1\n  %last = icmp eq i32 %j, %n\n"
                   "  br i1 %last, label %end, label %round\n"),
            "check");
}

TEST(CheckHoisting, NotWhatChanges) {
  EXPECT_EQ(checks(loop("  br label %check\n",
                        "  %m = and i32 %i, 3\n  %y = icmp ne i32 %m, 0\n")),
            "check");
  // Of a size that is loaded in each round.
  EXPECT_EQ(checks(loop("  br label %check\n",
                        "  %s = load i32, ptr %size.at, !range !0\n"
                        "  %l = add i32 %s, -8\n"
                        "  %y = icmp ugt i32 %a, %l\n",
                        "bounds")),
            "check");
}

// A loop in which the loop is: the check goes out of one, and of the other only
// if that comes to it first as well.
TEST(CheckHoisting, OutOfTwoLoops) {
  auto nested = [](const std::string& outer) {
    return "before:\n  %m = and i32 %a, 3\n  %y = icmp ne i32 %m, 0\n"
           "  br label %around\n"
           "around:\n  %k = phi i32 [ 0, %before ], [ %k1, %behind ]\n" +
           outer +
           "  br label %round\n"
           "round:\n  %i = phi i32 [ %b, %around ], [ %j, %body ]\n"
           "  br i1 %y, label %odd, label %body\n"
           "body:\n  %j = add i32 %i, 1\n  %last = icmp eq i32 %j, %n\n"
           "  br i1 %last, label %behind, label %round\n"
           "behind:\n  %k1 = add i32 %k, 1\n  %over = icmp eq i32 %k1, %n\n"
           "  br i1 %over, label %end, label %around\n";
  };
  EXPECT_EQ(checks(nested("")), "before");
  EXPECT_EQ(checks(nested("  store i32 %k, ptr %memory\n")), "around");
}

// Names of traps are merged, and then come from where the trap comes from.
TEST(CheckHoisting, TheTrapKeepsItsName) {
  PassFixture fixture(function_with_traps(
      "start:\n  %m = and i32 %a, 3\n  %y = icmp ne i32 %m, 0\n"
      "  br label %round\n"
      "round:\n  %i = phi i32 [ %b, %start ], [ %j, %body ]\n"
      "  %x = icmp ugt i32 %i, 100\n"
      "  br i1 %x, label %trap, label %check\n"
      "check:\n  br i1 %y, label %trap, label %body\n"
      "body:\n  %j = add i32 %i, 1\n  %last = icmp eq i32 %j, %n\n"
      "  br i1 %last, label %end, label %round\n"
      "trap:\n  %name = phi i32 [ 7, %round ], [ 8, %check ]\n"
      "  call void @\"trap.unaligned memory access\"(ptr %ctx, i32 %name)\n"
      "  unreachable\n"));
  fixture.run(CheckHoisting());
  for (const llvm::BasicBlock& block : fixture.function("f")) {
    if (block.getName() != "trap") continue;
    const auto& name = llvm::cast<llvm::PHINode>(block.front());
    std::string values;
    for (const llvm::Use& value : name.incoming_values())
      values +=
          std::to_string(llvm::cast<llvm::ConstantInt>(value)->getZExtValue());
    EXPECT_EQ(values, "7878");
  }
}

}  // namespace
}  // namespace wasm2mpy::codegen
