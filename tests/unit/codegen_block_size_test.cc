// Into which blocks a huge function is cut.
#include <algorithm>
#include <format>
#include <string>

#include "codegen/passes/block_size.h"
#include "codegen/passes/budget.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

std::string additions(const std::string& before, unsigned count,
                      const std::string& after) {
  std::string text = "declare i32 @next(i32)\n"
                     "define i32 @f(i32 %a) {\n" +
                     before + "  %v0 = add i32 %a, 1\n";
  for (unsigned i = 0; i < count; ++i)
    text += std::format("  %v{} = add i32 %v{}, %a\n", i + 1, i);
  return text + after + "}\n";
}

// How many blocks there are, and how many instructions the largest has.
std::pair<size_t, size_t> cut(const std::string& text, size_t bytes) {
  PassFixture fixture(text);
  llvm::Function& function = fixture.function("f");
  note_size(function, bytes);
  fixture.run(BlockSize());
  size_t largest = 0;
  for (const llvm::BasicBlock& block : function)
    largest = std::max(largest, block.size());
  return {function.size(), largest};
}

constexpr size_t kHuge = size_t{1} << 24;
using Counts = std::pair<size_t, size_t>;

TEST(BlockSize, HugeFunctionsOnly) {
  const std::string text = additions("", 1999, "  ret i32 %v1999\n");
  EXPECT_EQ(cut(text, 1000), Counts(1, 2001));
  // With a branch at the end of each but the last.
  EXPECT_EQ(cut(text, kHuge), Counts(4, 501));
}

TEST(BlockSize, SmallBlocksStay) {
  EXPECT_EQ(cut(additions("", 100, "  ret i32 %v100\n"), kHuge),
            Counts(1, 102));
}

TEST(BlockSize, ATailCallStaysWithItsReturn) {
  const std::string after =
      "  %r = musttail call i32 @next(i32 %a)\n  ret i32 %r\n";
  for (unsigned count = 490; count < 510; ++count)
    cut(additions("", count, after), kHuge);
}

TEST(BlockSize, AllocasStayInTheFirstBlock) {
  std::string allocas;
  for (int i = 0; i < 700; ++i)
    allocas += std::format("  %p{} = alloca i32\n", i);
  PassFixture fixture(additions(allocas, 10, "  ret i32 %v10\n"));
  llvm::Function& function = fixture.function("f");
  note_size(function, kHuge);
  fixture.run(BlockSize());
  EXPECT_EQ(function.size(), 2u);
  for (const llvm::Instruction& instruction : function.back())
    EXPECT_FALSE(llvm::isa<llvm::AllocaInst>(instruction));
}

}  // namespace
}  // namespace wasm2mpy::codegen
