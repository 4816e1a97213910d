#include <gtest/gtest.h>

#include "support/utf8.h"

namespace wasm2mpy {
namespace {

TEST(Utf8, AcceptsTheEdgesOfEachLength) {
  for (const char* text :
       {"", "plain", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
        "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
}

TEST(Utf8, RefusesWhatIsNotACharacter) {
  for (const char* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf",
        "\xed\xa0\x80",      // a surrogate
        "\xf0\x8f\xbf\xbf",  // overlong
        "\xf4\x90\x80\x80",  // above U+10FFFF
        "\xf5\x80\x80\x80", "\xff", "\xc2", "\xe0\xa0", "\xf0\x90\x80",
        "\xc2\x41", "\xe1\x80\xc0"}) {
    EXPECT_FALSE(is_valid_utf8(text)) << text;
  }
}

}  // namespace
}  // namespace wasm2mpy
