// Which accesses look into the window of the stack first.
#include <string>

#include "codegen/passes/stack_access.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

constexpr StackPlace kPlace{.pointer = 16, .view = 32};

// The stack pointer is %sp in the functions below.
const std::string kAccess = "define internal i32 @load(ptr %look, i32 %index) "
                            "\"wasm2mpy-looks-first\" {\n  ret i32 0\n}\n";
const std::string kPointer = "  %field = getelementptr i8, ptr %ctx, i32 16\n"
                             "  %sp = load i32, ptr %field\n";

// How many of the calls of @load begin with the stack.
size_t look_into_stack(const std::string& functions) {
  PassFixture fixture(kAccess + functions);
  fixture.run_on_module(StackAccess(kPlace));
  size_t count = 0;
  for (llvm::User* user : fixture.function("load").users()) {
    auto* call = llvm::cast<llvm::CallInst>(user);
    llvm::APInt offset(32, 0);
    call->getArgOperand(0)->stripAndAccumulateConstantOffsets(
        call->getModule()->getDataLayout(), offset, /*AllowNonInbounds=*/true);
    count += offset == kPlace.view;
  }
  return count;
}

std::string function(const std::string& body) {
  return "define void @f(ptr %ctx, i32 %i, i1 %c) {\n" + body +
         "  ret void\n}\n";
}
std::string load(const std::string& index) {
  return "  call i32 @load(ptr %ctx, i32 " + index + ")\n";
}

TEST(StackAccess, WhatTheStackPointerMakes) {
  EXPECT_EQ(look_into_stack(function(kPointer + load("%sp"))), 1u);
  EXPECT_EQ(
      look_into_stack(function(kPointer +
                               "  %at = add i32 %sp, 12\n  %k = shl i32 %i, 2\n"
                               "  %element = add i32 %k, %at\n" +
                               load("%at") + load("%element") + load("%k"))),
      2u);
}

TEST(StackAccess, OtherFieldsAreNot) {
  EXPECT_EQ(
      look_into_stack(function("  %field = getelementptr i8, ptr %ctx, i32 20\n"
                               "  %global = load i32, ptr %field\n" +
                               load("%global"))),
      0u);
}

TEST(StackAccess, APointerFromMemoryIsNot) {
  EXPECT_EQ(look_into_stack(function(
                kPointer + "  %p = call i32 @load(ptr %ctx, i32 %sp)\n" +
                load("%p"))),
            1u);
}

TEST(StackAccess, RoundALoop) {
  EXPECT_EQ(look_into_stack(
                "define void @f(ptr %ctx, i1 %c) {\nstart:\n" + kPointer +
                "  br label %loop\nloop:\n"
                "  %at = phi i32 [ %sp, %start ], [ %next, %loop ]\n" +
                load("%at") +
                "  %next = add i32 %at, 4\n"
                "  br i1 %c, label %loop, label %end\nend:\n  ret void\n}\n"),
            1u);
}

// What most callers give decides.
TEST(StackAccess, Arguments) {
  const std::string callee = "define internal void @g(ptr %ctx, i32 %p) {\n" +
                             load("%p") + "  ret void\n}\n";
  const std::string with_stack = "  call void @g(ptr %ctx, i32 %sp)\n";
  const std::string with_other = "  call void @g(ptr %ctx, i32 %i)\n";
  EXPECT_EQ(look_into_stack(callee + function(kPointer + with_stack)), 1u);
  EXPECT_EQ(look_into_stack(callee + function(kPointer + with_stack +
                                              with_stack + with_other)),
            1u);
  EXPECT_EQ(
      look_into_stack(callee + function(kPointer + with_stack + with_other)),
      0u);
}

TEST(StackAccess, HandedOn) {
  EXPECT_EQ(look_into_stack(
                "define internal void @h(ptr %ctx, i32 %p) {\n" + load("%p") +
                "  ret void\n}\n"
                "define internal void @g(ptr %ctx, i32 %p) {\n"
                "  %q = add i32 %p, 8\n"
                "  call void @h(ptr %ctx, i32 %q)\n  ret void\n}\n" +
                function(kPointer + "  call void @g(ptr %ctx, i32 %sp)\n")),
            1u);
}

TEST(StackAccess, CallersThatNobodyKnows) {
  const std::string body =
      "(ptr %ctx, i32 %p) {\n" + load("%p") + "  ret void\n}\n";
  const std::string call =
      function(kPointer + "  call void @g(ptr %ctx, i32 %sp)\n");
  EXPECT_EQ(look_into_stack("define void @g" + body + call), 0u);
  EXPECT_EQ(look_into_stack("@table = constant ptr @g\n"
                            "define internal void @g" +
                            body + call),
            0u);
}

}  // namespace
}  // namespace wasm2mpy::codegen
