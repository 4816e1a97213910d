// Which checks of memory follow from others, and above all which do not.
#include <string>

#include "codegen/passes/check_elimination.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

// The blocks whose checks stay.
std::string left(const std::string& body) {
  PassFixture fixture(function_with_traps(body));
  fixture.run(CheckElimination());
  return fixture.checks();
}

// Two checks, one in front of the other, with something between them.
std::string left(const std::string& first, const std::string& second,
                 const std::string& between = "") {
  return left("first:\n" + first +
              "  br i1 %x, label %bounds, label %second\n"
              "second:\n" +
              between + second + "  br i1 %y, label %bounds, label %end\n");
}

TEST(CheckElimination, AStricterCheckProvesALaxerOne) {
  EXPECT_EQ(
      left("  %x = icmp ugt i32 %a, 100\n", "  %y = icmp ugt i32 %a, 100\n"),
      "first");
  EXPECT_EQ(
      left("  %x = icmp ugt i32 %a, 100\n", "  %y = icmp ugt i32 %a, 101\n"),
      "first");
  EXPECT_EQ(
      left("  %x = icmp ugt i32 %a, 100\n", "  %y = icmp ugt i32 %a, 99\n"),
      "first second");
}

// A constant size does not change, whatever is called.
TEST(CheckElimination, ConstantLimitsHoldBehindACall) {
  EXPECT_EQ(left("  %x = icmp ugt i32 %a, 100\n",
                 "  %y = icmp ugt i32 %a, 100\n", "  call void @grow()\n"),
            "first");
}

TEST(CheckElimination, AnotherIndexStaysChecked) {
  EXPECT_EQ(
      left("  %x = icmp ugt i32 %a, 100\n", "  %y = icmp ugt i32 %b, 100\n"),
      "first second");
}

// a <= 100 says nothing of a + 4, nor does a + 4 <= 100 of a: the sum wraps.
TEST(CheckElimination, ASumStaysChecked) {
  EXPECT_EQ(left("  %x = icmp ugt i32 %a, 100\n",
                 "  %s = add i32 %a, 4\n  %y = icmp ugt i32 %s, 200\n"),
            "first second");
  EXPECT_EQ(left("  %s = add i32 %a, 4\n  %x = icmp ugt i32 %s, 100\n",
                 "  %y = icmp ugt i32 %a, 100\n"),
            "first second");
  EXPECT_EQ(left("  %x = icmp ugt i32 %a, 100\n",
                 "  %s = sub i32 %a, 1\n  %y = icmp ugt i32 %s, 100\n"),
            "first second");
}

TEST(CheckElimination, SignedComparisonsProveNothing) {
  EXPECT_EQ(
      left("  %x = icmp sgt i32 %a, 100\n", "  %y = icmp ugt i32 %a, 100\n"),
      "first second");
  EXPECT_EQ(
      left("  %x = icmp ugt i32 %a, 100\n", "  %y = icmp sgt i32 %a, 100\n"),
      "first second");
}

TEST(CheckElimination, EqualityProvesNoBound) {
  EXPECT_EQ(left("  %x = icmp ne i32 %a, 0\n", "  %y = icmp ugt i32 %a, 0\n"),
            "first second");
}

// Of an i64 index its low half says nothing.
TEST(CheckElimination, WidthsAreKeptApart) {
  EXPECT_EQ(left("  %t = trunc i64 %w to i32\n  %x = icmp ugt i32 %t, 100\n",
                 "  %y = icmp ugt i64 %w, 100\n"),
            "first second");
  EXPECT_EQ(
      left("  %x = icmp ugt i64 %w, 100\n", "  %y = icmp ugt i64 %w, 100\n"),
      "first");
}

TEST(CheckElimination, KnownBitsAreAProof) {
  EXPECT_EQ(left("first:\n  %m = and i32 %a, 63\n"
                 "  %x = icmp ugt i32 %m, 63\n"
                 "  br i1 %x, label %bounds, label %end\n"),
            "");
  EXPECT_EQ(left("first:\n  %m = and i32 %a, 64\n"
                 "  %x = icmp ugt i32 %m, 63\n"
                 "  br i1 %x, label %bounds, label %end\n"),
            "first");
}

// --- Dominance ---------------------------------------------------------------

TEST(CheckElimination, ACheckOnOneOfTwoWaysIsNoProof) {
  const std::string begin = "start:\n  br i1 %c, label %one, label %two\n"
                            "one:\n  %x = icmp ugt i32 %a, 100\n"
                            "  br i1 %x, label %bounds, label %join\n";
  const std::string end = "join:\n  %y = icmp ugt i32 %a, 100\n"
                          "  br i1 %y, label %bounds, label %end\n";
  EXPECT_EQ(left(begin + "two:\n  br label %join\n" + end), "one join");
}

TEST(CheckElimination, TheWayOnWhichTheCheckFailedIsNoProof) {
  // The branch goes on, whatever it found.
  EXPECT_EQ(left("first:\n  %x = icmp ugt i32 %a, 100\n"
                 "  br i1 %x, label %second, label %end\n"
                 "second:\n  %y = icmp ugt i32 %a, 100\n"
                 "  br i1 %y, label %bounds, label %end\n"),
            "second");
  EXPECT_EQ(left("first:\n  %x = icmp ugt i32 %a, 100\n"
                 "  br i1 %x, label %second, label %second\n"
                 "second:\n  %y = icmp ugt i32 %a, 100\n"
                 "  br i1 %y, label %bounds, label %end\n"),
            "second");
}

// Which has been passed when the second is reached, but need not be later.
TEST(CheckElimination, ALaterCheckIsNoProof) {
  EXPECT_EQ(left("first:\n  %x = icmp ugt i32 %a, 100\n"
                 "  br i1 %x, label %bounds, label %second\n"
                 "second:\n  %y = icmp ugt i32 %a, 50\n"
                 "  br i1 %y, label %bounds, label %end\n"),
            "first second");
}

// --- Memories that grow ------------------------------------------------------

std::string sized(const std::string& name, const std::string& index,
                  const std::string& size, int less,
                  const std::string& pointer = "%size.at") {
  return "  %" + size + " = load i32, ptr " + pointer + ", !range !0\n  %l." +
         size + " = add i32 %" + size + ", -" + std::to_string(less) + "\n  %" +
         name + " = icmp ugt i32 " + index + ", %l." + size + "\n";
}

// Memories never shrink.
TEST(CheckElimination, AnOlderSizeIsAProof) {
  for (const char* between : {"", "  call void @grow()\n"}) {
    EXPECT_EQ(
        left(sized("x", "%a", "old", 8), sized("y", "%a", "new", 8), between),
        "first");
    EXPECT_EQ(
        left(sized("x", "%a", "old", 8), sized("y", "%a", "new", 4), between),
        "first");
    EXPECT_EQ(
        left(sized("x", "%a", "old", 4), sized("y", "%a", "new", 8), between),
        "first second");
  }
}

// The limit of the second check is from before the memory grew.
TEST(CheckElimination, ANewerSizeIsNoProof) {
  EXPECT_EQ(left("  %old = load i32, ptr %size.at, !range !0\n"
                 "  call void @grow()\n" +
                     sized("x", "%a", "new", 8),
                 "  %l = add i32 %old, -8\n  %y = icmp ugt i32 %a, %l\n"),
            "first second");
}

TEST(CheckElimination, TheSizeOfAnotherMemoryIsNoProof) {
  EXPECT_EQ(
      left(sized("x", "%a", "one", 8), sized("y", "%a", "two", 8, "%size2.at")),
      "first second");
}

// A number that is no memory's size may be less the next time.
TEST(CheckElimination, AnUnmarkedLoadIsNoSize) {
  auto unmarked = [](const std::string& name, const std::string& size) {
    return "  %" + size + " = load i32, ptr %size.at\n  %l." + size +
           " = add i32 %" + size + ", -8\n  %" + name +
           " = icmp ugt i32 %a, %l." + size + "\n";
  };
  EXPECT_EQ(left(unmarked("x", "one"), unmarked("y", "two")), "first second");
  EXPECT_EQ(left(sized("x", "%a", "one", 8), unmarked("y", "two")),
            "first second");
}

TEST(CheckElimination, TheLeastSizeIsAProof) {
  // size >= 1024, so that size - 8 >= 1016.
  EXPECT_EQ(left("  %x = icmp ugt i32 %a, 1016\n", sized("y", "%a", "s", 8)),
            "first");
  EXPECT_EQ(left("  %x = icmp ugt i32 %a, 1017\n", sized("y", "%a", "s", 8)),
            "first second");
  // size - 8 may be anything more.
  EXPECT_EQ(left(sized("x", "%a", "s", 8), "  %y = icmp ugt i32 %a, 1016\n"),
            "first second");
}

// size - 1025 wraps for the least size: the check is no bound then.
TEST(CheckElimination, ALimitThatMayWrapIsNoFact) {
  EXPECT_EQ(left(sized("x", "%a", "one", 1025), sized("y", "%a", "two", 1025)),
            "first second");
  EXPECT_EQ(left("  %s = load i32, ptr %size.at, !range !0\n"
                 "  %l = add i32 %s, 8\n  %x = icmp ugt i32 %a, %l\n",
                 "  %t = load i32, ptr %size.at, !range !0\n"
                 "  %k = add i32 %t, 8\n  %y = icmp ugt i32 %a, %k\n"),
            "first second");
}

// --- Loops -------------------------------------------------------------------

std::string loop(const std::string& next, const std::string& more = "") {
  return "start:\n  %x = icmp ugt i32 %a, 100\n"
         "  br i1 %x, label %bounds, label %round\n"
         "round:\n  %p = phi i32 [ %a, %start ], [ %q, %again ]\n"
         "  %y = icmp ugt i32 %p, 100\n"
         "  br i1 %y, label %bounds, label %body\n"
         "body:\n  %at = getelementptr i8, ptr %memory, i32 %p\n" +
         next + more + "again:\n  br i1 %c, label %round, label %end\n";
}

// A list: each pointer is checked when it is loaded.
TEST(CheckElimination, WhatIsCheckedBeforeTheNextRound) {
  EXPECT_EQ(left(loop("  %q = load i32, ptr %at\n"
                      "  %z = icmp ugt i32 %q, 100\n"
                      "  br i1 %z, label %bounds, label %again\n")),
            "start body");
  EXPECT_EQ(left(loop("  %q = load i32, ptr %at\n"
                      "  %z = icmp ugt i32 %q, 101\n"
                      "  br i1 %z, label %bounds, label %again\n")),
            "start round body");
}

TEST(CheckElimination, AStepIsNotWhatWasChecked) {
  EXPECT_EQ(left(loop("  %q = add i32 %p, 1\n  br label %again\n")),
            "start round");
}

TEST(CheckElimination, InOneOfSeveralRoundsOnly) {
  EXPECT_EQ(left(loop("  %q = load i32, ptr %at\n"
                      "  br i1 %c, label %checked, label %again\n",
                      "checked:\n  %z = icmp ugt i32 %q, 100\n"
                      "  br i1 %z, label %bounds, label %again\n")),
            "start round checked");
}

// The value itself, which comes round unchanged.
TEST(CheckElimination, WhatComesRoundUnchanged) {
  EXPECT_EQ(left(loop("  %q = select i1 %c, i32 %p, i32 %a\n"
                      "  br label %again\n")),
            "start");
  EXPECT_EQ(left(loop("  %q = select i1 %c, i32 %p, i32 %b\n"
                      "  br label %again\n")),
            "start round");
}

// Each is the proof for the other one, and there is no first one.
TEST(CheckElimination, ACircleNeedsABeginning) {
  EXPECT_EQ(left("start:\n  br label %round\n"
                 "round:\n  %p = phi i32 [ %a, %start ], [ %q, %second ]\n"
                 "  %q = phi i32 [ %b, %start ], [ %p, %second ]\n"
                 "  %x = icmp ugt i32 %p, 100\n"
                 "  br i1 %x, label %bounds, label %second\n"
                 "second:\n  %y = icmp ugt i32 %q, 100\n"
                 "  br i1 %y, label %bounds, label %round\n"),
            "round second");
}

// The size of this round was not there when the first check was passed.
TEST(CheckElimination, ASizeThatGrewInTheLoopIsNoProofForTheOneBeforeIt) {
  EXPECT_EQ(left("start:\n  %s = load i32, ptr %size.at, !range !0\n"
                 "  %l = add i32 %s, -8\n"
                 "  br label %round\n"
                 "round:\n  %p = phi i32 [ 0, %start ], [ %q, %check ]\n"
                 "  %y = icmp ugt i32 %p, %l\n"
                 "  br i1 %y, label %bounds, label %check\n"
                 "check:\n  call void @grow()\n"
                 "  %at = getelementptr i8, ptr %memory, i32 %p\n"
                 "  %q = load i32, ptr %at\n" +
                 sized("z", "%q", "t", 8) +
                 "  br i1 %z, label %bounds, label %round\n"),
            "round check");
}

TEST(CheckElimination, ASizeOfTheRoundBeforeIsAProof) {
  EXPECT_EQ(left("start:\n  br label %round\n"
                 "round:\n  %p = phi i32 [ 0, %start ], [ %q, %check ]\n" +
                 sized("y", "%p", "s", 8) +
                 "  br i1 %y, label %bounds, label %check\n"
                 "check:\n"
                 "  %at = getelementptr i8, ptr %memory, i32 %p\n"
                 "  %q = load i32, ptr %at\n  %z = icmp ugt i32 %q, %l.s\n"
                 "  call void @grow()\n"
                 "  br i1 %z, label %bounds, label %round\n"),
            "check");
}

// --- Alignment ---------------------------------------------------------------

TEST(CheckElimination, Alignment) {
  auto two = [](const std::string& first, const std::string& second) {
    return left("first:\n" + first +
                "  br i1 %x, label %odd, label %second\nsecond:\n" + second +
                "  br i1 %y, label %odd, label %end\n");
  };
  auto check = [](const std::string& name, const std::string& index, int mask) {
    return "  %m." + name + " = and i32 " + index + ", " +
           std::to_string(mask) + "\n  %" + name + " = icmp ne i32 %m." + name +
           ", 0\n";
  };
  EXPECT_EQ(two(check("x", "%a", 7), check("y", "%a", 3)), "first");
  EXPECT_EQ(two(check("x", "%a", 3), check("y", "%a", 7)), "first second");
  // Bits in the middle say nothing of the lowest.
  EXPECT_EQ(two(check("x", "%a", 6), check("y", "%a", 1)), "first second");
  EXPECT_EQ(
      two(check("x", "%a", 3), "  %s = add i32 %a, 8\n" + check("y", "%s", 3)),
      "first");
  EXPECT_EQ(
      two(check("x", "%a", 3), "  %s = add i32 %a, 2\n" + check("y", "%s", 3)),
      "first second");
  EXPECT_EQ(
      two(check("x", "%a", 3), "  %s = add i32 %a, %b\n" + check("y", "%s", 3)),
      "first second");
  EXPECT_EQ(
      two(check("x", "%a", 3), "  %s = mul i32 %a, %b\n" + check("y", "%s", 3)),
      "first second");
  // A bound is not an alignment.
  EXPECT_EQ(two("  %x = icmp ugt i32 %a, 3\n", check("y", "%a", 3)),
            "first second");
}

TEST(CheckElimination, OtherTrapsStay) {
  EXPECT_EQ(left("first:\n  %x = icmp ugt i32 %a, 100\n"
                 "  br i1 %x, label %bounds, label %second\n"
                 "second:\n  %y = icmp ugt i32 %a, 100\n"
                 "  br i1 %y, label %other, label %end\n"),
            "first second");
}

}  // namespace
}  // namespace wasm2mpy::codegen
