// Which calls are never inlined.
#include <string>

#include "codegen/passes/many_calls.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

constexpr char kTest[] = R"(
define void @test(i32 %a) {
  %c = icmp eq i32 %a, 0
  br i1 %c, label %end, label %store
store:
  store i32 %a, ptr null
  br label %end
end:
  ret void
}
define void @one_block(i32 %a) {
  ret void
}
)";

bool stays_call(const std::string& callee, unsigned count) {
  std::string text = kTest + std::string("define void @f(i32 %a) {\n");
  for (unsigned i = 0; i < count; ++i)
    text += "  call void @" + callee + "(i32 %a)\n";
  PassFixture fixture(text + "  ret void\n}\n");
  fixture.run(ManyCalls());
  llvm::Function& function = fixture.function("f");
  return llvm::cast<llvm::CallBase>(function.front().front()).isNoInline();
}

TEST(ManyCalls, OnlyMany) {
  EXPECT_FALSE(stays_call("test", 199));
  EXPECT_TRUE(stays_call("test", 200));
}

TEST(ManyCalls, OnlyOfWhatHasBlocks) {
  EXPECT_FALSE(stays_call("one_block", 1000));
}

}  // namespace
}  // namespace wasm2mpy::codegen
