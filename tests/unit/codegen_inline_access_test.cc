// Which accesses of a lean memory look for themselves.
#include <string>

#include "codegen/passes/inline_access.h"
#include "codegen_pass_fixture.h"
#include "target/target.h"

namespace wasm2mpy::codegen {
namespace {

const std::string kLoad =
    "define internal i32 @load(ptr %look, i32 %index, i32 %offset) \"wasm2mpy-"
    "access\"=\"" +
    access_mark({.size = 4,
                 .is_store = false,
                 .is_signed = false,
                 .is_aligned = true,
                 .has_offset = true}) +
    "\" {\n  ret i32 0\n}\n";

std::string load(const std::string& index, int offset) {
  return "  call i32 @load(ptr %ctx, i32 " + index + ", i32 " +
         std::to_string(offset) + ")\n";
}

std::string function(const std::string& name, const std::string& body) {
  return "define void @wasm." + name + "(ptr %ctx, i32 %i, i1 %c) {\n" + body +
         "  ret void\n}\n";
}

// How many calls of @load in all of the functions are opened.
size_t opened(const std::string& functions, unsigned percent = 100) {
  PassFixture fixture(kLoad + functions);
  const target::Target* target = target::find_target("armv6m");
  fixture.run_on_module(OpenAccess(*target->look_code,
                                   {.base = 8,
                                    .low = 12,
                                    .limit = 16,
                                    .variables = 1024,
                                    .variables_end = 2048,
                                    .windows = nullptr,
                                    .rest = nullptr},
                                   percent));
  std::string text = fixture.text();
  size_t count = 0;
  const std::string call = "call i32 @load.at(";
  for (size_t at = text.find(call); at != std::string::npos;
       at = text.find(call, at + 1))
    ++count;
  return count;
}

TEST(InlineAccess, OffsetsThatTheInstructionHas) {
  EXPECT_EQ(opened(function("f", load("%i", 0) + load("%i", 60))), 2u);
  EXPECT_EQ(
      opened(function("f", load("%i", 2) + load("%i", 64) + load("%i", 20000))),
      0u);
}

TEST(InlineAccess, PointersToVariablesAreCalls) {
  EXPECT_EQ(opened(function("f", "  %at = add i32 %i, 1500\n"
                                 "  %other = add i32 %i, 2048\n" +
                                     load("%at", 0) + load("%other", 0))),
            1u);
}

TEST(InlineAccess, ThoseInLoopsFirst) {
  const std::string loop = "  br label %next\nnext:\n" + load("%i", 4) +
                           "  br i1 %c, label %next, label %end\nend:\n";
  const std::string functions = function("f", load("%i", 0) + load("%i", 12)) +
                                function("g", load("%i", 8) + loop);
  EXPECT_EQ(opened(functions, 0), 0u);
  EXPECT_EQ(opened(functions, 50), 2u);
}

// LLVM drops parameters that are the same in all calls.
TEST(InlineAccess, AFunctionWithFewerParametersIsLeftAlone) {
  std::string text = kLoad;
  text.replace(text.find(", i32 %offset"), 13, "");
  PassFixture fixture(text + function("f", "  call i32 @load(ptr %ctx, "
                                           "i32 %i)\n"));
  const target::Target* target = target::find_target("armv6m");
  fixture.run_on_module(OpenAccess(*target->look_code, {}, 100));
  EXPECT_EQ(fixture.text().find("load.at"), std::string::npos);
}

}  // namespace
}  // namespace wasm2mpy::codegen
