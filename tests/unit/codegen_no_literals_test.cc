// What becomes of addresses and switches in a huge function: of PHIs each has a
// value for each way to it, or the module is not valid (PassFixture).
#include <format>
#include <string>

#include "codegen/passes/budget.h"
#include "codegen/passes/no_literals.h"
#include "codegen_pass_fixture.h"
#include "target/target.h"

namespace wasm2mpy::codegen {
namespace {

std::string changed(const std::string& body, bool is_huge = true) {
  PassFixture fixture("@g = constant i32 1\ndeclare void @next(ptr)\n"
                      "define ptr @f(i32 %a, i1 %c) {\n" +
                      body + "}\n");
  if (is_huge) note_size(fixture.function("f"), size_t{1} << 24);
  fixture.run_on_module(NoLiterals(*target::find_target("armv6m")));
  return fixture.text();
}

size_t count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at)
    ++count;
  return count;
}

TEST(NoLiterals, LargeFunctionsOnly) {
  std::string text = changed("  ret ptr @g\n", /*is_huge=*/false);
  EXPECT_EQ(count(text, "ret ptr @g"), 1u);
  EXPECT_EQ(count(text, "call"), 0u);
}

TEST(NoLiterals, AddressesHaveOneFunctionEach) {
  std::string text =
      changed("  call void @next(ptr @g)\n"
              "  call void @next(ptr getelementptr (i8, ptr @g, i32 2))\n"
              "  ret ptr @g\n");
  EXPECT_EQ(count(text, "define internal ptr @address"), 2u);
  EXPECT_EQ(count(text, "call ptr @address"), 3u);
}

TEST(NoLiterals, AddressesOfPhis) {
  std::string text = changed(
      "  switch i32 %a, label %end [ i32 1, label %end\n i32 2, label %end ]\n"
      "end:\n"
      "  %p = phi ptr [ @g, %0 ], [ @g, %0 ], [ @g, %0 ]\n"
      "  ret ptr %p\n");
  EXPECT_EQ(count(text, "call ptr @address"), 1u);
}

TEST(NoLiterals, CasesThatShareABlockWithEachOtherAndTheDefault) {
  std::string text = changed(
      "  switch i32 %a, label %end [ i32 10, label %one\n i32 11, label %end\n"
      "    i32 13, label %one\n i32 14, label %two ]\n"
      "one:\n"
      "  %x = phi i32 [ 5, %0 ], [ 5, %0 ]\n"
      "  br label %two\n"
      "two:\n"
      "  %y = phi i32 [ %x, %one ], [ 7, %0 ]\n"
      "  br label %end\n"
      "end:\n"
      "  %z = phi i32 [ %y, %two ], [ %a, %0 ], [ %a, %0 ]\n"
      "  %p = inttoptr i32 %z to ptr\n"
      "  ret ptr %p\n");
  EXPECT_EQ(count(text, "switch"), 0u);
  EXPECT_EQ(count(text, "icmp ult i32"), 1u);
  EXPECT_EQ(count(text, ", 5\n"), 1u);
  EXPECT_EQ(count(text, "indirectbr ptr"), 1u);
  EXPECT_EQ(count(text, "call ptr @jump"), 1u);
}

// As cases at both ends of the numbers do.
TEST(NoLiterals, AWideRangeStays) {
  std::string text =
      changed("  switch i32 %a, label %end [ i32 0, label %one\n"
              "    i32 2147483647, label %one\n i32 -2147483648, label %one\n"
              "    i32 1000, label %end ]\n"
              "one:\n"
              "  ret ptr null\n"
              "end:\n"
              "  ret ptr null\n");
  EXPECT_EQ(count(text, "switch"), 1u);
  EXPECT_EQ(count(text, "no-jump-tables"), 1u);
}

}  // namespace
}  // namespace wasm2mpy::codegen
