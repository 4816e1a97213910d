// Which loops step through addresses.
#include <string>

#include "codegen/codegen.h"
#include "codegen/passes/strength_reduction.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

using target::SteppingLoops;

// Sums %n words; a loop of one block, or of two.
std::string sum(const std::string& name, bool has_two_blocks) {
  return "define i32 @" + name +
         "(ptr %memory, i32 %n) {\nstart:\n  br label %round\nround:\n"
         "  %i = phi i32 [ 0, %start ], [ %j, %" +
         (has_two_blocks ? "next" : "round") +
         " ]\n  %s = phi i32 [ 0, %start ], [ %t, %" +
         (has_two_blocks ? "next" : "round") +
         " ]\n  %k = mul i32 %i, 12\n"
         "  %at = getelementptr i8, ptr %memory, i32 %k\n"
         "  %v = load i32, ptr %at\n  %t = add i32 %s, %v\n" +
         (has_two_blocks ? "  %odd = icmp slt i32 %v, 0\n"
                           "  br i1 %odd, label %end, label %next\nnext:\n"
                         : "") +
         "  %j = add i32 %i, 1\n  %more = icmp ult i32 %j, %n\n"
         "  br i1 %more, label %round, label %end\n"
         "end:\n  ret i32 %t\n}\n";
}

// Whether the multiplication is gone.
bool steps(SteppingLoops loops, const std::string& text) {
  target::Target target = *target::find_target("armv6m");
  target.stepping_loops = loops;
  PassFixture fixture(text);
  fixture.run(StrengthReduction(target));
  return fixture.text().find(" mul ") == std::string::npos;
}

TEST(StrengthReduction, TheLoopsThatTheTargetWants) {
  for (bool has_two_blocks : {false, true}) {
    std::string own = sum(std::string(kFunctionPrefix) + "f", has_two_blocks);
    EXPECT_FALSE(steps(SteppingLoops::kNone, own));
    EXPECT_EQ(steps(SteppingLoops::kOfOneBlock, own), !has_two_blocks);
    EXPECT_TRUE(steps(SteppingLoops::kAll, own));
  }
}

TEST(StrengthReduction, AllOfTheRuntime) {
  EXPECT_TRUE(steps(SteppingLoops::kNone, sum("rt_f", true)));
}

}  // namespace
}  // namespace wasm2mpy::codegen
