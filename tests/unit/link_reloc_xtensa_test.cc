// Every relocation of Xtensa: both ends of its range and the first values
// outside, alignment, and what is refused. The place is at P = 8 or behind it
// and the symbol at S = 0, so that V = A - P.
#include <format>

#include <gtest/gtest.h>

#include "link_fixture.h"

namespace wasm2mpy::link::test {
namespace {

using Base = RuntimeRelocation::Base;

constexpr uint32_t k32 = 1, k32Pcrel = 14, kSlot0Op = 20;

const Target& xtensa() { return *target::find_target("xtensa"); }

Bytes bytes_of(uint32_t code, size_t size) {
  Bytes bytes;
  for (size_t i = 0; i < size; ++i) {
    bytes.push_back(uint8_t(code >> (8 * i)));
  }
  return bytes;
}

// An image of 0x55 bytes with an instruction at `P`, whose symbol is its start.
Outcome relocate(const Bytes& code, uint64_t P, int64_t V,
                 uint32_t type = kSlot0Op) {
  ElfBuilder builder(xtensa());
  Bytes bytes(24, 0x55);
  std::ranges::copy(code, bytes.begin() + ptrdiff_t(P));
  uint16_t text = builder.section(".text", kCode, bytes, {.alignment = 4});
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, P, type, entry, V + int64_t(P));
  return run_link(builder, xtensa());
}

uint32_t code_at(const Image& image, uint64_t P, size_t size) {
  uint32_t code = 0;
  for (size_t i = 0; i < size; ++i) {
    code |= uint32_t{image.text[P + i]} << (8 * i);
  }
  return code;
}

// What the processor makes of an instruction: its target, written after the
// manual and not after the linker.
int64_t target_of(uint32_t code, int64_t P) {
  auto field = [code](unsigned lo, unsigned bits) {
    return int64_t(code >> lo & ((1u << bits) - 1));
  };
  auto sign = [](int64_t value, unsigned bits) {
    return value >= int64_t{1} << (bits - 1) ? value - (int64_t{1} << bits)
                                             : value;
  };
  switch (field(0, 4)) {
    case 0x1:  // l32r
      return ((P + 3) & ~INT64_C(3)) + (field(8, 16) << 2) - 0x40000;
    case 0x5:  // call0, call4, call8, call12
      return (P & ~INT64_C(3)) + (sign(field(6, 18), 18) << 2) + 4;
    case 0x6:
      if (field(4, 2) == 0) return P + 4 + sign(field(6, 18), 18);   // j
      if (field(4, 2) == 1) return P + 4 + sign(field(12, 12), 12);  // beqz
      if (field(4, 4) == 0x7 && field(12, 4) >= 8) {
        return P + 4 + field(16, 8);  // loop
      }
      return P + 4 + sign(field(16, 8), 8);  // beqi
    case 0x7:
      return P + 4 + sign(field(16, 8), 8);
    case 0xc:  // beqz.n
      return P + 4 + (field(4, 2) << 4 | field(12, 4));
    default:
      return INT64_MIN;
  }
}

struct Instruction {
  std::string_view name;
  uint32_t code;
  size_t size;
  uint32_t mask;  // the bits of the distance
  int64_t lo, hi;
  int64_t step;
};

// Codes from binutils, all bits of the distance set.
constexpr Instruction kInstructions[] = {
    {"l32r a2", 0xffff21, 3, 0xffff00, -0x40000, -4, 4},
    {"call0", 0xffffc5, 3, 0xffffc0, -0x7fffc, 0x80000, 4},
    {"call4", 0xffffd5, 3, 0xffffc0, -0x7fffc, 0x80000, 4},
    {"call8", 0xffffe5, 3, 0xffffc0, -0x7fffc, 0x80000, 4},
    {"call12", 0xfffff5, 3, 0xffffc0, -0x7fffc, 0x80000, 4},
    {"j", 0xffffc6, 3, 0xffffc0, -0x1fffc, 0x20003, 1},
    {"beqz a2", 0xfff216, 3, 0xfff000, -2044, 2051, 1},
    {"bnez a2", 0xfff256, 3, 0xfff000, -2044, 2051, 1},
    {"bltz a2", 0xfff296, 3, 0xfff000, -2044, 2051, 1},
    {"bgez a2", 0xfff2d6, 3, 0xfff000, -2044, 2051, 1},
    {"beqi a2, 2", 0xff2226, 3, 0xff0000, -124, 131, 1},
    {"bnei a2, 2", 0xff2266, 3, 0xff0000, -124, 131, 1},
    {"blti a2, 2", 0xff22a6, 3, 0xff0000, -124, 131, 1},
    {"bgei a2, 2", 0xff22e6, 3, 0xff0000, -124, 131, 1},
    {"bltui a2, 2", 0xff22b6, 3, 0xff0000, -124, 131, 1},
    {"bgeui a2, 2", 0xff22f6, 3, 0xff0000, -124, 131, 1},
    {"bf b2", 0xff0276, 3, 0xff0000, -124, 131, 1},
    {"bt b2", 0xff1276, 3, 0xff0000, -124, 131, 1},
    {"loop a2", 0xff8276, 3, 0xff0000, 4, 259, 1},
    {"loopnez a2", 0xff9276, 3, 0xff0000, 4, 259, 1},
    {"loopgtz a2", 0xffa276, 3, 0xff0000, 4, 259, 1},
    {"beq a2, a3", 0xff1237, 3, 0xff0000, -124, 131, 1},
    {"bgeu a2, a3", 0xffb237, 3, 0xff0000, -124, 131, 1},
    {"bbci a2, 3", 0xff6237, 3, 0xff0000, -124, 131, 1},
    {"bbsi a2, 19", 0xfff237, 3, 0xff0000, -124, 131, 1},
    {"beqz.n a2", 0xf2bc, 2, 0xf030, 4, 67, 1},
    {"bnez.n a2", 0xf2fc, 2, 0xf030, 4, 67, 1},
};

TEST(RelocXtensa, DistancesInRangeAreWritten) {
  for (const Instruction& row : kInstructions) {
    for (int64_t V : {row.lo, row.lo + row.step, row.hi - row.step, row.hi}) {
      Outcome outcome = relocate(bytes_of(row.code, row.size), 8, V);
      ASSERT_TRUE(outcome.ok) << row.name << outcome.messages;
      uint32_t code = code_at(outcome.image, 8, row.size);
      EXPECT_EQ(target_of(code, 8), 8 + V) << row.name;
      EXPECT_EQ(code & ~row.mask, row.code & ~row.mask) << row.name;
      EXPECT_EQ(outcome.image.text[7], 0x55);
      EXPECT_EQ(outcome.image.text[8 + row.size], 0x55);
      EXPECT_TRUE(outcome.image.relocations.empty());
    }
  }
}

TEST(RelocXtensa, DistancesOutOfRangeAreRefused) {
  for (const Instruction& row : kInstructions) {
    for (int64_t V : {row.lo - row.step, row.hi + row.step}) {
      Outcome outcome = relocate(bytes_of(row.code, row.size), 8, V);
      EXPECT_FALSE(outcome.ok) << row.name;
      EXPECT_EQ(outcome.messages,
                error(std::format("a.o(.text+0x8): R_XTENSA_SLOT0_OP against "
                                  "'entry': {} not in [{}, {}]",
                                  V, row.lo, row.hi)))
          << row.name;
    }
  }
}

// L32R counts from the next word, calls from their own.
TEST(RelocXtensa, PlacesInAWord) {
  for (uint64_t P = 8; P < 12; ++P) {
    int64_t p = int64_t(P);
    for (int64_t target : {-400, -4, 0, 8}) {
      Outcome outcome = relocate(bytes_of(0x000021, 3), P, target - p);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(target_of(code_at(outcome.image, P, 3), p), target);
      if (P == 8) break;
    }
    Outcome outcome = relocate(bytes_of(0x000025, 3), P, -400 - p);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(target_of(code_at(outcome.image, P, 3), p), -400);
  }
  // From 9 on, the word at 8 is before L32R; from 8, it is not.
  EXPECT_TRUE(relocate(bytes_of(0x000021, 3), 9, -1).ok);
  EXPECT_EQ(relocate(bytes_of(0x000021, 3), 8, 0).messages,
            error("a.o(.text+0x8): R_XTENSA_SLOT0_OP against 'entry': 0 not in "
                  "[-262144, -4]"));
  EXPECT_EQ(relocate(bytes_of(0x000021, 3), 9, -262144).messages,
            error("a.o(.text+0x9): R_XTENSA_SLOT0_OP against 'entry': -262144 "
                  "not in [-262141, -1]"));
}

TEST(RelocXtensa, LiteralsAndCalleesAreWords) {
  for (uint32_t code : {0x000021u, 0x000005u, 0x000025u}) {
    EXPECT_EQ(relocate(bytes_of(code, 3), 8, -6).messages,
              error("a.o(.text+0x8): R_XTENSA_SLOT0_OP against 'entry': 2 is "
                    "not a multiple of 4"));
  }
}

TEST(RelocXtensa, OtherInstructionsAreRefused) {
  // movi a2, -1; entry a1, 32; addi a2, a2, 1.
  for (uint32_t code : {0xffaf22u, 0x004136u, 0x01c222u}) {
    EXPECT_EQ(relocate(bytes_of(code, 3), 8, 0).messages,
              error(std::format("a.o(.text+0x8): R_XTENSA_SLOT0_OP against "
                                "'entry': the instruction {:#08x} has no "
                                "distance",
                                code)));
  }
  // ret.n, movi.n a2, 1.
  for (uint32_t code : {0xf00du, 0x120cu}) {
    EXPECT_EQ(relocate(bytes_of(code, 2), 8, 4).messages,
              error(std::format("a.o(.text+0x8): R_XTENSA_SLOT0_OP against "
                                "'entry': the instruction {:#06x} has no "
                                "distance",
                                code)));
  }
}

TEST(RelocXtensa, InstructionsEndInTheSection) {
  EXPECT_EQ(relocate(bytes_of(0x06, 1), 23, 0).messages,
            error("a.o(.text+0x17): R_XTENSA_SLOT0_OP against 'entry': offset "
                  "0x17 is outside the section of 24 bytes"));
  EXPECT_EQ(relocate({}, 24, 0).messages,
            error("a.o(.text+0x18): R_XTENSA_SLOT0_OP against 'entry': offset "
                  "0x18 is outside the section of 24 bytes"));
  EXPECT_EQ(relocate({}, 21, 0, k32).messages,
            error("a.o(.text+0x15): R_XTENSA_32 against 'entry': offset 0x15 "
                  "is outside the section of 24 bytes"));
}

TEST(RelocXtensa, DistancesInWords) {
  // The addend, V + 9, has 32 bits, too.
  for (int64_t V : {int64_t{INT32_MIN}, int64_t{0}, int64_t{INT32_MAX} - 9}) {
    Outcome outcome = relocate({}, 9, V, k32Pcrel);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(code_at(outcome.image, 9, 4), uint32_t(V));
    EXPECT_TRUE(outcome.image.relocations.empty());
  }
  EXPECT_EQ(relocate({}, 9, int64_t{INT32_MIN} - 1, k32Pcrel).messages,
            error("a.o(.text+0x9): R_XTENSA_32_PCREL against 'entry': "
                  "-2147483649 not in [-2147483648, 2147483647]"));
}

TEST(RelocXtensa, AddressesAreLeftToTheLoader) {
  // The second addend is the word itself.
  Outcome outcome = relocate({3, 0, 0, 0}, 8, 12 - 8, k32);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(code_at(outcome.image, 8, 4), 15u);
  ASSERT_EQ(outcome.image.relocations.size(), 1u);
  EXPECT_EQ(outcome.image.relocations[0].offset, 8u);
  EXPECT_EQ(outcome.image.relocations[0].part, RuntimeRelocation::Part::kText);
  EXPECT_EQ(outcome.image.relocations[0].base, Base::kText);

  EXPECT_EQ(relocate({}, 10, 0, k32).messages,
            error("a.o(.text+0xa): R_XTENSA_32 against 'entry': the loader "
                  "relocates aligned words only (0xa in the image is not a "
                  "multiple of 4)"));
}

TEST(RelocXtensa, NumbersNeedNoLoader) {
  for (uint32_t type : {k32, k32Pcrel, kSlot0Op}) {
    ElfBuilder builder(xtensa());
    uint16_t text = builder.section(".text", kCode, Bytes(24, 0));
    builder.symbol("entry", text);
    uint32_t number =
        builder.symbol("number", elf::kIndexAbsolute, {.value = 0x1234});
    builder.relocate(text, 8, type, number, 1);
    Outcome outcome = run_link(builder, xtensa());
    EXPECT_EQ(outcome.ok, type == k32);
    if (type == k32) {
      EXPECT_EQ(code_at(outcome.image, 8, 4), 0x1235u);
      EXPECT_TRUE(outcome.image.relocations.empty());
    } else {
      EXPECT_TRUE(outcome.messages.ends_with(
          "against 'number': the distance to an absolute symbol is not known "
          "at link time\n"));
    }
  }
}

TEST(RelocXtensa, MarkersAreIgnoredAndUnknownTypesReported) {
  for (uint32_t type :
       {0u, 11u, 12u, 17u, 18u, 19u, 57u, 58u, 59u, 60u, 61u, 62u}) {
    Outcome outcome = relocate({}, 8, 0, type);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(outcome.image.text, Bytes(24, 0x55));
  }
  for (uint32_t type : {2u, 6u, 21u, 35u, 63u}) {
    EXPECT_EQ(relocate({}, 8, 0, type).messages,
              error(std::format("a.o(.text+0x8): unknown relocation type {} "
                                "against 'entry'",
                                type)));
  }
}

TEST(RelocXtensa, EntryIsReachedByAJump) {
  for (uint64_t value : {4u, 0x20000u, 0x20004u}) {
    ElfBuilder builder(xtensa());
    uint16_t text = builder.section(".text", kCode, Bytes(value + 4, 0x55));
    builder.symbol("entry", text, {.value = value});
    Outcome outcome = run_link(builder, xtensa());
    // The section is behind the jump of 3 bytes.
    if (value < 0x20004) {
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(target_of(code_at(outcome.image, 0, 3), 0), int64_t(value + 3));
    } else {
      EXPECT_EQ(outcome.messages,
                error("a.o: entry symbol 'entry' is 131079 bytes behind the "
                      "start of the image, out of reach of a jump (limit "
                      "131075)"));
    }
  }
}

// One message for all calls that do not reach.
TEST(RelocXtensa, TooLarge) {
  ElfBuilder builder(xtensa());
  Bytes bytes(0x80100, 0x55);
  std::ranges::copy(bytes_of(0x000005, 3), bytes.begin());
  std::ranges::copy(bytes_of(0x000005, 3), bytes.begin() + 4);
  uint16_t text = builder.section(".text", kCode, bytes, {.alignment = 4});
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, 0, kSlot0Op, entry, 0x80080);
  builder.relocate(text, 4, kSlot0Op, entry, 0x80080);
  Outcome outcome = run_link(builder, xtensa());
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("the module is too large for xtensa: 524544 bytes of code, "
                  "and calls reach 524288") +
                note("the largest functions, in bytes: 'entry' (0)") +
                note("-Oz makes them smaller; or compile parts of the program "
                     "to modules of their own"));
}

}  // namespace
}  // namespace wasm2mpy::link::test
