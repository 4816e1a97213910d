// Which limit the first of several checks gets.
#include <string>

#include <llvm/IR/Constants.h>

#include "codegen/passes/check_elimination.h"
#include "codegen/passes/check_widening.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

// The limit of the check in block %first: "100", "size-8", or "?".
std::string limit(const std::string& body) {
  PassFixture fixture(function_with_traps(body));
  fixture.run(CheckWidening());
  for (const llvm::BasicBlock& block : fixture.function("f")) {
    if (block.getName() != "first") continue;
    const auto* branch = llvm::cast<llvm::BranchInst>(block.getTerminator());
    std::optional<Check> check = check_of(*branch);
    std::optional<Constraint> constraint = constraint_of(
        branch->getCondition(), branch->getSuccessor(0) == check->pass);
    if (!constraint) return "?";
    return (constraint->size ? "size-" : "") +
           std::to_string(constraint->limit.getZExtValue());
  }
  return "no first";
}

std::string limit(const std::string& between, const std::string& second) {
  return limit("first:\n  %x = icmp ugt i32 %a, 100\n"
               "  br i1 %x, label %bounds, label %second\n"
               "second:\n" +
               between + second);
}

const std::string kSecond =
    "  %y = icmp ugt i32 %a, 92\n  br i1 %y, label %bounds, label %end\n";

TEST(CheckWidening, TakesTheLimitOfTheLargestOffset) {
  EXPECT_EQ(limit("", kSecond), "92");
  EXPECT_EQ(limit("  %at = getelementptr i8, ptr %memory, i32 %a\n"
                  "  %v = load i32, ptr %at\n",
                  kSecond),
            "92");
  EXPECT_EQ(limit("", "  %y = icmp ugt i32 %a, 104\n"
                      "  br i1 %y, label %bounds, label %end\n"),
            "100");
}

// It would trap before what can be seen: a store to memory (which Python finds
// there afterwards), a call (which may print, grow the memory, or not return).
TEST(CheckWidening, NotPastWhatCanBeSeen) {
  EXPECT_EQ(limit("  %at = getelementptr i8, ptr %memory, i32 %a\n"
                  "  store i32 1, ptr %at\n",
                  kSecond),
            "100");
  EXPECT_EQ(limit("  store i32 1, ptr %ctx\n", kSecond), "100");
  EXPECT_EQ(limit("  call void @grow()\n", kSecond), "100");
  EXPECT_EQ(limit("  %v = load volatile i32, ptr %memory\n", kSecond), "100");
  EXPECT_EQ(limit("  fence seq_cst\n", kSecond), "100");
  EXPECT_EQ(limit("  %v = call i32 @look(i32 %a)\n", kSecond), "92");
}

TEST(CheckWidening, NotOfAnotherIndex) {
  EXPECT_EQ(limit("", "  %y = icmp ugt i32 %b, 92\n"
                      "  br i1 %y, label %bounds, label %end\n"),
            "100");
  EXPECT_EQ(limit("  %s = add i32 %a, 4\n",
                  "  %y = icmp ugt i32 %s, 92\n"
                  "  br i1 %y, label %bounds, label %end\n"),
            "100");
  EXPECT_EQ(limit("", "  %y = icmp sgt i32 %a, 92\n"
                      "  br i1 %y, label %bounds, label %end\n"),
            "100");
}

// The trap names the function that it is in, and another kind of trap has
// another text.
TEST(CheckWidening, NotForAnotherTrap) {
  for (const char* trap : {"elsewhere", "odd", "other"}) {
    EXPECT_EQ(limit("", "  %y = icmp ugt i32 %a, 92\n  br i1 %y, label %" +
                            std::string(trap) + ", label %end\n"),
              "100")
        << trap;
  }
}

TEST(CheckWidening, NotPastAnotherTrap) {
  auto past = [](const std::string& trap) {
    return limit("  %o = icmp ugt i32 %b, 7\n  br i1 %o, label %" + trap +
                     ", label %third\nthird:\n",
                 kSecond);
  };
  EXPECT_EQ(past("bounds"), "92");
  EXPECT_EQ(past("elsewhere"), "100");
  EXPECT_EQ(past("other"), "100");
  // An index that fails both is out of bounds either way.
  EXPECT_EQ(past("odd"), "92");
}

// Of two jumps to one call, each with a name of its own for it.
TEST(CheckWidening, NotForTheSameCallWithAnotherName) {
  EXPECT_EQ(limit("first:\n  %x = icmp ugt i32 %a, 100\n"
                  "  br i1 %x, label %here, label %second\n"
                  "second:\n  %y = icmp ugt i32 %a, 92\n"
                  "  br i1 %y, label %there, label %end\n"
                  "here:\n  br label %trap\n"
                  "there:\n  br label %trap\n"
                  "trap:\n  %name = phi i32 [ 1, %here ], [ 2, %there ]\n"
                  "  call void @\"trap.out of bounds memory access\"(ptr %ctx, "
                  "i32 %name)\n"
                  "  unreachable\n"),
            "100");
  // Without blocks between.
  EXPECT_EQ(limit("first:\n  %x = icmp ugt i32 %a, 100\n"
                  "  br i1 %x, label %trap, label %second\n"
                  "second:\n  %y = icmp ugt i32 %a, 92\n"
                  "  br i1 %y, label %trap, label %end\n"
                  "trap:\n  %name = phi i32 [ 1, %first ], [ 2, %second ]\n"
                  "  call void @\"trap.out of bounds memory access\"(ptr %ctx, "
                  "i32 %name)\n"
                  "  unreachable\n"),
            "100");
}

// On one of two ways only nothing is sure to be accessed.
TEST(CheckWidening, OnAllWays) {
  auto ways = [](const std::string& other) {
    return limit(
        "  br i1 %c, label %one, label %two\none:\n" + kSecond + "two:\n",
        other);
  };
  EXPECT_EQ(ways("  br label %end\n"), "100");
  EXPECT_EQ(ways("  %z = icmp ugt i32 %a, 96\n"
                 "  br i1 %z, label %bounds, label %end\n"),
            "96");
  EXPECT_EQ(ways("  ret void\n"), "100");
}

// A loop that never ends is to stay one, not to become a trap; and one that is
// not run at all accesses nothing.
TEST(CheckWidening, NotPastALoop) {
  EXPECT_EQ(limit("  br label %round\n"
                  "round:\n  %i = phi i32 [ 0, %second ], [ %j, %round ]\n"
                  "  %j = add i32 %i, 1\n  %z = icmp eq i32 %j, %n\n"
                  "  br i1 %z, label %third, label %round\nthird:\n",
                  kSecond),
            "100");
  EXPECT_EQ(limit("  %none = icmp eq i32 %n, 0\n"
                  "  br i1 %none, label %end, label %round\n"
                  "round:\n",
                  kSecond),
            "100");
}

// The index of the next round is another one, though it has the same name.
TEST(CheckWidening, NotOfTheNextRound) {
  EXPECT_EQ(limit("start:\n  br label %round\n"
                  "round:\n  %i = phi i32 [ 0, %start ], [ %j, %again ]\n"
                  "  %z = icmp ugt i32 %i, 92\n"
                  "  br i1 %z, label %bounds, label %first\n"
                  "first:\n  %x = icmp ugt i32 %i, 100\n"
                  "  br i1 %x, label %bounds, label %again\n"
                  "again:\n  %j = add i32 %i, 1\n  br label %round\n"),
            "100");
}

// --- Memories that grow ------------------------------------------------------

std::string sized(const std::string& block, const std::string& name,
                  const std::string& size, int less, const std::string& next) {
  return block + ":\n  %" + size +
         " = load i32, ptr %size.at, !range !0\n  %l." + block +
         " = add i32 %" + size + ", -" + std::to_string(less) + "\n  %" + name +
         " = icmp ugt i32 %a, %l." + block + "\n  br i1 %" + name +
         ", label %bounds, label %" + next + "\n";
}

TEST(CheckWidening, OfOneSize) {
  const std::string first = sized("first", "x", "s", 4, "second");
  auto second = [](int less, const std::string& size = "%s") {
    return "  %k = add i32 " + size + ", -" + std::to_string(less) +
           "\n  %y = icmp ugt i32 %a, %k\n"
           "  br i1 %y, label %bounds, label %end\n";
  };
  EXPECT_EQ(limit(first + "second:\n" + second(12)), "size-12");
  EXPECT_EQ(limit(first + "second:\n" + second(2)), "size-4");
  EXPECT_EQ(limit(first + "second:\n  call void @grow()\n" + second(12)),
            "size-4");
  // Loaded anew: it may be another memory's, or have grown.
  EXPECT_EQ(
      limit(first + "second:\n  %t = load i32, ptr %size2.at, !range !0\n" +
            second(12, "%t")),
      "size-4");
  // More than the least size: the subtraction would wrap.
  EXPECT_EQ(limit(first + "second:\n" + second(1025)), "size-4");
}

// The one that is widened is the proof for the others.
TEST(CheckWidening, ThenTheOthersGo) {
  PassFixture constant(function_with_traps(
      "first:\n  %x = icmp ugt i32 %a, 100\n"
      "  br i1 %x, label %bounds, label %second\nsecond:\n" +
      kSecond));
  constant.run(CheckWidening());
  constant.run(CheckElimination());
  EXPECT_EQ(constant.checks(), "first");
  PassFixture growing(function_with_traps(
      sized("first", "x", "s", 4, "second") +
      "second:\n  %k = add i32 %s, -12\n  %y = icmp ugt i32 %a, %k\n"
      "  br i1 %y, label %bounds, label %end\n"));
  growing.run(CheckWidening());
  growing.run(CheckElimination());
  EXPECT_EQ(growing.checks(), "first");
}

// --- Two comparisons in one branch -------------------------------------------

std::string joined(const std::string& comparisons, const std::string& join,
                   const std::string& ways = "label %bounds, label %end") {
  return limit("first:\n" + comparisons + "  %x = " + join + "\n  br i1 %x, " +
               ways + "\n");
}

TEST(CheckWidening, JoinsComparisonsOfOneIndex) {
  const std::string two =
      "  %p = icmp ugt i32 %a, 100\n  %q = icmp ugt i32 %a, 92\n";
  EXPECT_EQ(joined(two, "or i1 %p, %q"), "92");
  EXPECT_EQ(joined(two, "select i1 %p, i1 true, i1 %q"), "92");
  EXPECT_EQ(joined("  %p = icmp ule i32 %a, 100\n  %q = icmp ule i32 %a, 92\n",
                   "and i1 %p, %q", "label %end, label %bounds"),
            "92");
  // Trapping only if both are out of bounds.
  EXPECT_EQ(joined(two, "and i1 %p, %q"), "?");
  EXPECT_EQ(joined(two, "xor i1 %p, %q"), "?");
  EXPECT_EQ(joined("  %p = icmp ugt i32 %a, 100\n  %q = icmp ugt i32 %b, 92\n",
                   "or i1 %p, %q"),
            "?");
  EXPECT_EQ(joined("  %p = icmp ugt i32 %a, 100\n  %q = icmp sgt i32 %a, 92\n",
                   "or i1 %p, %q"),
            "?");
  EXPECT_EQ(joined("  %p = icmp ugt i32 %a, 100\n  %m = and i32 %a, 3\n"
                   "  %q = icmp ne i32 %m, 0\n",
                   "or i1 %p, %q"),
            "?");
}

}  // namespace
}  // namespace wasm2mpy::codegen
