#include <string>

#include <gtest/gtest.h>

#include "codegen/trap_names.h"

namespace wasm2mpy::codegen {
namespace {

TEST(TrapNames, Plain) {
  EXPECT_EQ(short_name("parse_header"), "parse_header");
  EXPECT_EQ(short_name("assembly/index/mix"), "assembly/index/mix");
  EXPECT_EQ(short_name(""), "");
}

TEST(TrapNames, RustHash) {
  EXPECT_EQ(short_name("core::panicking::panic::h0123456789abcdef"),
            "core::panicking::panic");
  EXPECT_EQ(short_name("a::h0123456789abcdeg"), "a::h0123456789abcdeg");
  EXPECT_EQ(short_name("::h0123456789abcdef"), "::h0123456789abcdef");
}

// What the linker has not made plain.
TEST(TrapNames, Mangled) {
  EXPECT_EQ(short_name("_ZN4core9panicking9panic_fmt17h9ec1c8305a7da9aeE"),
            "core::panicking::panic_fmt");
  EXPECT_EQ(short_name("_ZN3app4readEPKci"), "app::read");
  EXPECT_EQ(short_name("_RNvNtCs1234_4core9panicking5panic"),
            "core::panicking::panic");
  EXPECT_EQ(short_name("_Zebra"), "_Zebra");
  EXPECT_EQ(short_name("_Reader"), "_Reader");
}

TEST(TrapNames, Parameters) {
  EXPECT_EQ(short_name("f(int, char (*)(int)) const"), "f");
  EXPECT_EQ(short_name("(anonymous namespace)::g()"),
            "(anonymous namespace)::g");
  EXPECT_EQ(short_name("(anonymous namespace)"), "(anonymous namespace)");
  EXPECT_EQ(short_name("a)(b"), "a)(b");
  EXPECT_EQ(short_name("b)"), "b)");
}

TEST(TrapNames, Long) {
  std::string letters(60, 'a');
  EXPECT_EQ(short_name(letters), letters);
  EXPECT_EQ(short_name(letters + "b"), letters + "...");
  // A character is dropped whole.
  EXPECT_EQ(short_name(std::string(59, 'a') + "\u00e4bc"),
            std::string(59, 'a') + "...");
}

}  // namespace
}  // namespace wasm2mpy::codegen
