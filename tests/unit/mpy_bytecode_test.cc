// Bytecode as MicroPython's compiler makes it of
//
//   def f(a, b):
//       if a is b: return a.c(b)
//
// but for names of parameters and line numbers.
#include <gtest/gtest.h>

#include "mpy/bytecode.h"

namespace wasm2mpy::mpy {
namespace {

TEST(Bytecode, FunctionWithJump) {
  using enum Op;
  Bytecode code([](const std::string& name) { return name == "c" ? 5 : 1; }, 5,
                0, 2);
  code.add({kLoadFast, kLoadFast + 1, kIs});
  size_t end = code.jump(kPopJumpIfFalse);
  code.add({kLoadFast}).add(kLoadMethod, "c").add({kLoadFast + 1});
  code.add(kCallMethod, 1).add({kReturn});
  code.land(end);
  code.add({kLoadNone, kReturn});
  EXPECT_EQ(code.bytes(),
            std::string("\x22\x06\x01\x01\x01"
                        "\xb0\xb1\xde\x44\x47\xb0\x14\x05\xb1\x36\x01\x63"
                        "\x51\x63"));
}

TEST(Bytecode, LargeNumbers) {
  auto qstr = [](const std::string&) { return 130; };
  // 14 values, 2 handlers, 3 parameters
  Bytecode code(qstr, 14, 2, 3);
  code.add(Op::kLoadString, "");
  EXPECT_EQ(code.bytes(), std::string("\xeb\x02\x10\x81\x02\x81\x02\x81\x02"
                                      "\x81\x02\x10\x81\x02"));
}

}  // namespace
}  // namespace wasm2mpy::mpy
