#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "support/bytes.h"

namespace wasm2mpy {
namespace {

using Bytes = std::vector<uint8_t>;

std::string error_of_u32(const Bytes& bytes) {
  ByteCursor cursor(bytes);
  cursor.read_leb_u32("count");
  return cursor.error().message;
}

std::string error_of_s32(const Bytes& bytes) {
  ByteCursor cursor(bytes);
  cursor.read_leb_s32("constant");
  return cursor.error().message;
}

uint32_t u32(const Bytes& bytes) {
  ByteCursor cursor(bytes);
  uint32_t value = cursor.read_leb_u32("");
  EXPECT_TRUE(cursor.ok() && cursor.at_end());
  return value;
}

int32_t s32(const Bytes& bytes) {
  ByteCursor cursor(bytes);
  int32_t value = cursor.read_leb_s32("");
  EXPECT_TRUE(cursor.ok() && cursor.at_end());
  return value;
}

int64_t s33(const Bytes& bytes) {
  ByteCursor cursor(bytes);
  int64_t value = cursor.read_leb_s33("");
  EXPECT_TRUE(cursor.ok() && cursor.at_end());
  return value;
}

int64_t s64(const Bytes& bytes) {
  ByteCursor cursor(bytes);
  int64_t value = cursor.read_leb_s64("");
  EXPECT_TRUE(cursor.ok() && cursor.at_end());
  return value;
}

TEST(ByteCursor, ReadsLittleEndian) {
  Bytes bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xff};
  ByteCursor cursor(bytes);
  EXPECT_EQ(cursor.read_u16("half"), 0x0201);
  EXPECT_EQ(cursor.read_u32("word"), 0x06050403u);
  EXPECT_EQ(cursor.read_u64("double word"), 0x0e0d0c0b0a090807u);
  EXPECT_EQ(cursor.peek(), 0xff);
  EXPECT_EQ(cursor.read_u8("byte"), 0xff);
  EXPECT_TRUE(cursor.at_end());
  EXPECT_TRUE(cursor.ok());
}

TEST(ByteCursor, KeepsTheFirstFailureAndStaysAtTheEnd) {
  Bytes bytes = {1, 2, 3};
  ByteCursor cursor(bytes, 0x10);
  cursor.read_u8("byte");
  EXPECT_EQ(cursor.read_u32("magic header"), 0u);
  EXPECT_FALSE(cursor.ok());
  EXPECT_EQ(cursor.error().offset, 0x11u);
  EXPECT_EQ(cursor.error().message,
            "unexpected end while reading magic header");
  EXPECT_TRUE(cursor.at_end());
  EXPECT_EQ(cursor.read_leb_u32("other"), 0u);
  cursor.fail("other");
  EXPECT_EQ(cursor.error().message,
            "unexpected end while reading magic header");
}

TEST(ByteCursor, PartsHaveTheirOwnEndAndTheFilesOffsets) {
  Bytes bytes = {0, 1, 2, 3};
  ByteCursor cursor(bytes, 0x100);
  cursor.read_u8("byte");
  ByteCursor part = cursor.read_part(2, "section", "unexpected end of section");
  EXPECT_EQ(part.offset(), 0x101u);
  EXPECT_EQ(part.read_u16("half"), 0x0201);
  part.read_u8("kind");
  EXPECT_EQ(part.error().message,
            "unexpected end of section while reading kind");
  EXPECT_EQ(part.error().offset, 0x103u);
  EXPECT_TRUE(cursor.ok());
  EXPECT_EQ(cursor.read_u8("byte"), 3);
}

TEST(ByteCursor, RefusesMoreBytesThanThereAre) {
  Bytes bytes = {0, 1};
  ByteCursor cursor(bytes);
  EXPECT_TRUE(cursor.read_bytes(SIZE_MAX, "data").empty());
  EXPECT_FALSE(cursor.ok());
}

TEST(Leb128, UnsignedLimits) {
  EXPECT_EQ(u32({0x00}), 0u);
  EXPECT_EQ(u32({0x7f}), 127u);
  EXPECT_EQ(u32({0x80, 0x01}), 128u);
  EXPECT_EQ(u32({0xff, 0xff, 0xff, 0xff, 0x0f}), UINT32_MAX);
  EXPECT_EQ(u32({0x80, 0x80, 0x80, 0x80, 0x00}), 0u);
  Bytes largest = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01};
  ByteCursor cursor(largest);
  EXPECT_EQ(cursor.read_leb_u64(""), UINT64_MAX);
  EXPECT_TRUE(cursor.ok());
}

TEST(Leb128, SignedLimits) {
  EXPECT_EQ(s32({0x3f}), 63);
  EXPECT_EQ(s32({0x40}), -64);
  EXPECT_EQ(s32({0xff, 0xff, 0xff, 0xff, 0x07}), INT32_MAX);
  EXPECT_EQ(s32({0x80, 0x80, 0x80, 0x80, 0x78}), INT32_MIN);
  EXPECT_EQ(s32({0xff, 0xff, 0xff, 0xff, 0x7f}), -1);
  EXPECT_EQ(s33({0xff, 0xff, 0xff, 0xff, 0x0f}), 0xffff'ffff);
  EXPECT_EQ(s33({0x70}), -16);
  EXPECT_EQ(s64({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f}),
            INT64_MIN);
  EXPECT_EQ(s64({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00}),
            INT64_MAX);
}

TEST(Leb128, TooLarge) {
  EXPECT_EQ(error_of_u32({0xff, 0xff, 0xff, 0xff, 0x10}),
            "integer too large for count (32 bits at most)");
  EXPECT_EQ(error_of_s32({0xff, 0xff, 0xff, 0xff, 0x0f}),
            "integer too large for constant (32 bits at most)");
  EXPECT_EQ(error_of_s32({0x80, 0x80, 0x80, 0x80, 0x70}),
            "integer too large for constant (32 bits at most)");
}

TEST(Leb128, TooLong) {
  EXPECT_EQ(error_of_u32({0x80, 0x80, 0x80, 0x80, 0x80, 0x00}),
            "integer representation too long for count (5 bytes at most)");
  EXPECT_EQ(error_of_s32({0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}),
            "integer representation too long for constant (5 bytes at most)");
}

TEST(Leb128, CutOff) {
  EXPECT_EQ(error_of_u32({}), "unexpected end while reading count");
  EXPECT_EQ(error_of_u32({0x80}), "unexpected end while reading count");
}

TEST(Leb128, ErrorsStandAtTheFirstByte) {
  Bytes bytes = {0x00, 0x80, 0x80, 0x80, 0x80, 0x10};
  ByteCursor cursor(bytes, 0x20);
  cursor.read_u8("byte");
  cursor.read_leb_u32("count");
  EXPECT_EQ(cursor.error().offset, 0x21u);
}

TEST(Vuint, BothWays) {
  for (uint64_t value : {uint64_t{0}, uint64_t{0x7f}, uint64_t{0x80},
                         uint64_t{0xffffffff}, ~uint64_t{0}}) {
    for (size_t digits : {1, 5, 12}) {
      Bytes bytes;
      append_vuint(bytes, value, digits);
      EXPECT_GE(bytes.size(), digits);
      ByteCursor cursor(bytes);
      EXPECT_EQ(cursor.read_vuint(64, "number"), value);
      EXPECT_TRUE(cursor.ok() && cursor.at_end());
    }
  }
}

TEST(Vuint, TooLong) {
  Bytes bytes = {0x90, 0x80, 0x80, 0x80, 0x00};
  ByteCursor cursor(bytes, 0x20);
  cursor.read_vuint(32, "number");
  EXPECT_EQ(cursor.error().message, "number has more than 32 bits");
  EXPECT_EQ(cursor.error().offset, 0x20u);
}

}  // namespace
}  // namespace wasm2mpy
