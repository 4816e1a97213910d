// Which functions become a part of their only caller.
#include <string>

#include "codegen/passes/error_inlining.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

// Whether @raise does, in a module with a caller of it.
bool is_inlined(const std::string& raise, const std::string& caller) {
  PassFixture fixture("declare void @stop() noreturn\n" + raise +
                      "  call void @stop()\n  unreachable\n}\n" + caller);
  fixture.run_on_module(ErrorInlining());
  return fixture.function("raise").hasFnAttribute(
      llvm::Attribute::AlwaysInline);
}

const std::string kRaise = "define internal void @raise(ptr %p) noreturn {\n";
const std::string kCaller = "define void @caller() noreturn {\n"
                            "  call void @raise(ptr null)\n  unreachable\n}\n";

TEST(ErrorInlining, OneCallerThatDoesNotReturn) {
  EXPECT_TRUE(is_inlined(kRaise, kCaller));
}

TEST(ErrorInlining, NotIntoWhatReturns) {
  EXPECT_FALSE(is_inlined(kRaise,
                          "define void @caller(i1 %c) {\n"
                          "  br i1 %c, label %bad, label %good\nbad:\n"
                          "  call void @raise(ptr null)\n  unreachable\n"
                          "good:\n  ret void\n}\n"));
}

TEST(ErrorInlining, NotWithTwoCallers) {
  EXPECT_FALSE(is_inlined(kRaise, kCaller + "define void @other() noreturn {\n"
                                            "  call void @raise(ptr null)\n"
                                            "  unreachable\n}\n"));
}

TEST(ErrorInlining, NotWhatReturnsOrOthersCanCall) {
  EXPECT_FALSE(is_inlined("define internal void @raise(ptr %p) {\n", kCaller));
  EXPECT_FALSE(is_inlined("define void @raise(ptr %p) noreturn {\n", kCaller));
  EXPECT_FALSE(is_inlined(
      "define internal void @raise(ptr %p) noreturn noinline {\n", kCaller));
}

TEST(ErrorInlining, AReferenceIsNoCall) {
  EXPECT_FALSE(is_inlined(kRaise,
                          "declare void @take(ptr) noreturn\n"
                          "define void @caller() noreturn {\n"
                          "  call void @take(ptr @raise)\n  unreachable\n}\n"));
  EXPECT_FALSE(is_inlined("define internal void @raise(ptr %p) noreturn {\n"
                          "  call void @raise(ptr null)\n",
                          ""));
}

}  // namespace
}  // namespace wasm2mpy::codegen
