// How far a chain of functions becomes one.
#include <format>
#include <memory>
#include <string>

#include <llvm/Transforms/IPO/Inliner.h>

#include "codegen/passes/inlining_depth.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

// @f0 calls @f1, that @f2 and so on; each has so many instructions of its own.
std::string chain(unsigned length, unsigned instructions) {
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    text += std::format("define {} i32 @f{}(i32 %v0) {{\n",
                        i == 0 ? "" : "internal", i);
    for (unsigned k = 0; k < instructions; ++k)
      text += std::format("  %v{} = mul i32 %v{}, %v0\n", k + 1, k);
    if (i + 1 < length)
      text +=
          std::format("  %r = call i32 @f{}(i32 %v{})\n", i + 1, instructions);
    text +=
        std::format("  ret i32 %{}\n}}\n",
                    i + 1 < length ? "r" : std::format("v{}", instructions));
  }
  return text;
}

// How many functions are left of a chain, and how many must not be inlined.
std::pair<unsigned, unsigned> inlined(unsigned length, unsigned instructions) {
  PassFixture fixture(chain(length, instructions));
  auto depths = std::make_shared<InliningDepths>();
  llvm::ModuleInlinerWrapperPass inliner(llvm::getInlineParams());
  inliner.addModulePass(NoteCalls(depths));
  inliner.getPM().addPass(BoundInlining(depths));
  fixture.run_on_module(std::move(inliner));
  unsigned left = 0, bounded = 0;
  for (const llvm::Function& function : *fixture.function("f0").getParent()) {
    ++left;
    bounded += function.hasFnAttribute(llvm::Attribute::NoInline);
  }
  return {left, bounded};
}

using Counts = std::pair<unsigned, unsigned>;

TEST(InliningDepth, ShortChainsBecomeOneFunction) {
  EXPECT_EQ(inlined(8, 60), Counts(1, 0));
}

// After each 12 steps begins another function.
TEST(InliningDepth, LongChainsDoNot) {
  EXPECT_EQ(inlined(30, 60), Counts(3, 2));
}

TEST(InliningDepth, WhatIsSmallIsInlinedAtAnyDepth) {
  EXPECT_EQ(inlined(30, 1), Counts(1, 0));
}

}  // namespace
}  // namespace wasm2mpy::codegen
