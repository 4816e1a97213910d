#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "codegen/abi/data_image.h"

namespace wasm2mpy::codegen {
namespace {

using namespace std::string_literals;

struct Segment {
  uint32_t at;
  std::string bytes;
};

// What a memory of one page begins as.
std::optional<std::string> image(const std::vector<Segment>& segments,
                                 bool imported = false) {
  wasm::Module module;
  module.memories.resize(1);
  module.memories[0].type.limits.min = 1;
  if (imported) module.memories[0].import = 0;
  for (const Segment& segment : segments) {
    wasm::DataSegment& data = module.data.emplace_back();
    data.mode = wasm::SegmentMode::kActive;
    wasm::Instruction& offset = data.offset_expr.emplace_back();
    offset.opcode = wasm::Opcode::kI32Const;
    offset.bits = segment.at;
    data.bytes = {reinterpret_cast<const uint8_t*>(segment.bytes.data()),
                  segment.bytes.size()};
  }
  std::optional<std::vector<std::string>> images = make_data_images(module);
  if (!images) return std::nullopt;
  return images->at(0);
}

TEST(DataImage, IsPiecesWithGaps) {
  EXPECT_EQ(image({{3, "abc"}, {300, "de"}}), "\3\3abc\xa6\2\2de"s);
}

TEST(DataImage, IsInTheOrderOfAddresses) {
  EXPECT_EQ(image({{9, "b"}, {3, "a"}}), "\3\1a\5\1b"s);
}

TEST(DataImage, HasNoZerosAtBothEnds) {
  EXPECT_EQ(image({{0, "\0\0ab\0\0"s}}), "\2\2ab"s);
}

TEST(DataImage, KeepsShortRunsOfZeros) {
  EXPECT_EQ(image({{0, "a\0\0\0\0\0\0\0b"s}}), "\0\x9"s + "a\0\0\0\0\0\0\0b"s);
}

TEST(DataImage, LeavesOutLongRunsOfZeros) {
  EXPECT_EQ(image({{0, "a\0\0\0\0\0\0\0\0b"s}}), "\0\1a\x8\1b"s);
}

TEST(DataImage, OfZerosIsEmpty) {
  EXPECT_EQ(image({{8, "\0\0\0"s}, {100, ""}}), "");
}

TEST(DataImage, MayEndWithTheMemory) {
  EXPECT_EQ(image({{65535, "a"}}), "\xff\xff\3\1a"s);
}

TEST(DataImage, IsNotMadeOfWhatIsOutOfBounds) {
  EXPECT_EQ(image({{65535, "ab"}}), std::nullopt);
}

TEST(DataImage, IsNotMadeOfWhatOverlaps) {
  EXPECT_EQ(image({{5, "ab"}, {4, "xy"}}), std::nullopt);
}

TEST(DataImage, IsNotMadeForAnImportedMemory) {
  EXPECT_EQ(image({{0, "a"}}, true), std::nullopt);
}

}  // namespace
}  // namespace wasm2mpy::codegen
