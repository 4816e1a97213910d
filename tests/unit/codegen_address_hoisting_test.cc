// Which addresses are added up before a loop.
#include <string>

#include "codegen/passes/address_hoisting.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

std::string loop(const std::string& body) {
  return "define i32 @f(ptr %base, i32 %n) {\nentry:\n  br label %loop\n"
         "loop:\n  %i = phi i32 [ 0, %entry ], [ %j, %loop ]\n" +
         body +
         "  %j = add i32 %i, 1\n  %last = icmp eq i32 %j, %n\n"
         "  br i1 %last, label %end, label %loop\n"
         "end:\n  ret i32 %j\n}\n";
}

// What is computed in the block before the loop, and the flags of what is left.
std::string hoisted(const std::string& body) {
  PassFixture fixture(loop(body));
  fixture.run(AddressHoisting());
  std::string result;
  for (const llvm::BasicBlock& block : fixture.function("f")) {
    for (const llvm::Instruction& instruction : block) {
      const auto* gep = llvm::dyn_cast<llvm::GetElementPtrInst>(&instruction);
      if (!gep) continue;
      const auto* number =
          llvm::dyn_cast<llvm::ConstantInt>(gep->getOperand(1));
      result += (result.empty() ? "" : " ") + block.getName().str() + ":" +
                (gep->isInBounds() ? "inbounds " : "") +
                gep->getPointerOperand()->getName().str() +
                (number ? std::to_string(number->getSExtValue()) : "+i");
    }
  }
  return result;
}

const std::string kIndexed =
    "  %g = getelementptr inbounds i8, ptr %base, i32 %i\n";

TEST(AddressHoisting, BaseAndConstantAreAddedBeforeTheLoop) {
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr inbounds i8, ptr %g, "
                               "i32 400\n  %v = load i8, ptr %p\n"),
            "entry:base400 loop:+i");
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr i8, ptr %g, i32 -4\n"
                               "  store i8 1, ptr %p\n"),
            "entry:base-4 loop:+i");
}

// One address each, though there are two accesses.
TEST(AddressHoisting, EqualOnesOnce) {
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr i8, ptr %g, i32 400\n"
                               "  %v = load i8, ptr %p\n"
                               "  %h = getelementptr i8, ptr %base, i32 %i\n"
                               "  %q = getelementptr i8, ptr %h, i32 400\n"
                               "  store i8 %v, ptr %q\n"),
            "entry:base400 loop:+i loop:+i");
}

TEST(AddressHoisting, NotWhatOthersUse) {
  const std::string unchanged = "loop:inbounds base+i loop:g400";
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr i8, ptr %g, i32 400\n"
                               "  %v = load i8, ptr %p\n"
                               "  store ptr %g, ptr %base\n"),
            unchanged);
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr i8, ptr %g, i32 400\n"
                               "  %v = load i8, ptr %p\n"
                               "  store i8 %v, ptr %p\n"),
            unchanged);
  // The address is what is stored.
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr i8, ptr %g, i32 400\n"
                               "  store ptr %p, ptr %base\n"),
            unchanged);
}

// The base is another one in each round.
TEST(AddressHoisting, NotABaseThatChanges) {
  EXPECT_EQ(hoisted("  %b = load ptr, ptr %base\n"
                    "  %g = getelementptr i8, ptr %b, i32 %i\n"
                    "  %p = getelementptr i8, ptr %g, i32 400\n"
                    "  %v = load i8, ptr %p\n"),
            "loop:b+i loop:g400");
}

TEST(AddressHoisting, NotAnOffsetThatChanges) {
  EXPECT_EQ(hoisted(kIndexed + "  %p = getelementptr i8, ptr %g, i32 %i\n"
                               "  %v = load i8, ptr %p\n"),
            "loop:inbounds base+i loop:g+i");
}

TEST(AddressHoisting, TwoAtMost) {
  std::string body;
  for (int i = 1; i <= 3; ++i) {
    std::string n = std::to_string(i);
    body += "  %g" + n + " = getelementptr i8, ptr %base, i32 %i\n  %p" + n +
            " = getelementptr i8, ptr %g" + n + ", i32 " + n + "00\n  %v" + n +
            " = load i8, ptr %p" + n + "\n";
  }
  EXPECT_EQ(hoisted(body),
            "entry:base100 entry:base200 loop:+i loop:+i loop:base+i "
            "loop:g3300");
}

}  // namespace
}  // namespace wasm2mpy::codegen
