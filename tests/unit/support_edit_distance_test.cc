#include <array>

#include <gtest/gtest.h>

#include "support/edit_distance.h"

namespace wasm2mpy {
namespace {

TEST(EditDistance, CountsEdits) {
  EXPECT_EQ(edit_distance("", "", 9), 0u);
  EXPECT_EQ(edit_distance("", "abc", 9), 3u);
  EXPECT_EQ(edit_distance("abc", "", 9), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting", 9), 3u);
  EXPECT_EQ(edit_distance("--ach", "--arch", 9), 1u);
  EXPECT_EQ(edit_distance("armv7mesp", "armv7emsp", 9), 1u);  // a swap
}

TEST(EditDistance, StopsAboveTheLimit) {
  EXPECT_EQ(edit_distance("abcdef", "uvwxyz", 2), 3u);
  EXPECT_EQ(edit_distance("a", "abcdefgh", 2), 3u);
  EXPECT_EQ(edit_distance("ab", "ba", 0), 1u);
}

TEST(NearestName, FindsTheNearestWithinReason) {
  constexpr std::array<std::string_view, 4> kNames = {"--arch", "--output",
                                                      "--emit", "--help"};
  EXPECT_EQ(nearest_name("--ach", kNames), "--arch");
  EXPECT_EQ(nearest_name("--ouptut", kNames), "--output");
  EXPECT_EQ(nearest_name("--verbose", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("--help", kNames), "--help");
}

TEST(NearestName, ShortNamesNeedANearMatch) {
  constexpr std::array<std::string_view, 2> kNames = {"x64", "x86"};
  EXPECT_EQ(nearest_name("x63", kNames), "x64");
  EXPECT_EQ(nearest_name("arm", kNames), std::nullopt);
}

TEST(NearestName, TakesTheFirstOfEquals) {
  constexpr std::array<std::string_view, 2> kNames = {"armv6m", "armv7m"};
  EXPECT_EQ(nearest_name("armv8m", kNames), "armv6m");
  EXPECT_EQ(nearest_name("armv7", kNames), "armv7m");
}

}  // namespace
}  // namespace wasm2mpy
