// Every relocation of x86-64 and i386: last value in range, first out of range
// on both sides, and what is refused. Values are made by addends: the place is
// at P = 8 and the symbol at S = 0, so that V = A - 8 for distances.
#include <format>

#include <gtest/gtest.h>

#include "link_fixture.h"

namespace wasm2mpy::link::test {
namespace {

constexpr uint64_t kPlace = 8;

uint64_t field(const Image& image, uint64_t offset, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) {
    value |= uint64_t{image.text[offset + i]} << (8 * i);
  }
  return value;
}

uint64_t mask(size_t size) {
  return size == 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * size)) - 1;
}

Outcome relocate_distance(uint32_t type, int64_t addend) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(24, 0x11));
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, kPlace, type, entry, addend);
  return run_link(builder);
}

Outcome relocate_absolute(uint32_t type, int64_t addend) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(24, 0x11));
  builder.symbol("entry", text);
  uint32_t number = builder.symbol("number", elf::kIndexAbsolute);
  builder.relocate(text, kPlace, type, number, addend);
  return run_link(builder);
}

struct Range {
  std::string_view name;
  uint32_t type;
  size_t size;
  int64_t lo;
  int64_t hi;
};

constexpr Range kDistances[] = {
    {"R_X86_64_PC32", 2, 4, INT32_MIN, INT32_MAX},
    {"R_X86_64_PLT32", 4, 4, INT32_MIN, INT32_MAX},
    {"R_X86_64_PC16", 13, 2, INT16_MIN, INT16_MAX},
    {"R_X86_64_PC8", 15, 1, INT8_MIN, INT8_MAX},
    {"R_X86_64_GOTPC32", 26, 4, INT32_MIN, INT32_MAX},
};

constexpr Range kNumbers[] = {
    {"R_X86_64_32", 10, 4, 0, UINT32_MAX},
    {"R_X86_64_32S", 11, 4, INT32_MIN, INT32_MAX},
    {"R_X86_64_16", 12, 2, INT16_MIN, UINT16_MAX},
    {"R_X86_64_8", 14, 1, INT8_MIN, UINT8_MAX},
};

std::string out_of_range(const Range& range, std::string_view symbol,
                         int64_t value) {
  return error(std::format("a.o(.text+0x8): {} against '{}': {} not in "
                           "[{}, {}]",
                           range.name, symbol, value, range.lo, range.hi));
}

TEST(RelocX86_64, DistancesInRangeAreWritten) {
  for (const Range& range : kDistances) {
    for (int64_t V : {range.lo, int64_t{-1}, int64_t{0}, range.hi}) {
      Outcome outcome = relocate_distance(range.type, V + 8);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(field(outcome.image, kPlace, range.size),
                uint64_t(V) & mask(range.size))
          << range.name;
      // The bytes around the field keep their value.
      EXPECT_EQ(outcome.image.text[kPlace - 1], 0x11) << range.name;
      EXPECT_EQ(outcome.image.text[kPlace + range.size], 0x11) << range.name;
    }
  }
}

TEST(RelocX86_64, DistancesOutOfRangeAreRefused) {
  for (const Range& range : kDistances) {
    for (int64_t V : {range.lo - 1, range.hi + 1}) {
      Outcome outcome = relocate_distance(range.type, V + 8);
      EXPECT_FALSE(outcome.ok) << range.name;
      EXPECT_EQ(outcome.messages, out_of_range(range, "entry", V));
    }
  }
}

TEST(RelocX86_64, Pc64HasNoLimit) {
  for (int64_t V : {INT64_MIN, int64_t{-1}, INT64_MAX}) {
    int64_t addend = int64_t(uint64_t(V) + kPlace);
    Outcome outcome = relocate_distance(24, addend);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(field(outcome.image, kPlace, 8), uint64_t(V));
  }
}

TEST(RelocX86_64, GotOff64CountsFromTheStartOfTheImage) {
  Outcome outcome = relocate_distance(25, -5);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(field(outcome.image, kPlace, 8), uint64_t(-5));
}

TEST(RelocX86_64, NumbersOfAbsoluteSymbols) {
  for (const Range& range : kNumbers) {
    for (int64_t V : {range.lo, int64_t{0}, range.hi}) {
      Outcome outcome = relocate_absolute(range.type, V);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(field(outcome.image, kPlace, range.size),
                uint64_t(V) & mask(range.size))
          << range.name;
    }
    for (int64_t V : {range.lo - 1, range.hi + 1}) {
      Outcome outcome = relocate_absolute(range.type, V);
      EXPECT_FALSE(outcome.ok) << range.name;
      EXPECT_EQ(outcome.messages, out_of_range(range, "number", V));
    }
  }
}

TEST(RelocX86_64, AbsoluteAddressesAreRefused) {
  for (auto [type, name] :
       {std::pair(1u, "R_X86_64_64"), std::pair(10u, "R_X86_64_32"),
        std::pair(11u, "R_X86_64_32S")}) {
    Outcome outcome = relocate_distance(type, 0);
    EXPECT_FALSE(outcome.ok);
    EXPECT_EQ(outcome.messages,
              error(std::format("a.o(.text+0x8): {} against 'entry': absolute "
                                "relocation would need a runtime relocation",
                                name)));
  }
}

TEST(RelocX86_64, DistanceToANumberIsRefused) {
  Outcome outcome = relocate_absolute(2, 0);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.text+0x8): R_X86_64_PC32 against 'number': the "
                  "distance to an absolute symbol is not known at link time"));
}

TEST(RelocX86_64, PlaceOutsideTheSection) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, 5, 2, entry);
  builder.relocate(text, UINT64_MAX, 2, entry);
  Outcome outcome = run_link(builder);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(
      outcome.messages,
      error("a.o(.text+0x5): R_X86_64_PC32 against 'entry': offset 0x5 is "
            "outside the section of 8 bytes") +
          error("a.o(.text+0xffffffffffffffff): R_X86_64_PC32 against "
                "'entry': offset 0xffffffffffffffff is outside the section of "
                "8 bytes"));
}

TEST(RelocX86_64, UnknownType) {
  Outcome outcome = relocate_distance(77, 0);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.text+0x8): unknown relocation type 77 against "
                  "'entry'"));
}

// The symbol is at 0x20; `code` ends with the field that is relocated.
Outcome relocate_table_load(const Target& target, Bytes code, uint32_t type,
                            int64_t addend) {
  ElfBuilder builder(target);
  uint64_t field_offset = code.size() - 4;
  code.resize(16, 0xcc);
  uint16_t text = builder.section(".text.entry", kCode, code);
  uint16_t callee = builder.section(".text.callee", kCode, Bytes(16, 0xc3));
  builder.symbol("entry", text);
  uint32_t symbol = builder.symbol("callee", callee, {.value = 0x10});
  builder.relocate(text, field_offset, type, symbol, addend);
  return run_link(builder, target);
}

Bytes head(const Image& image, size_t size) {
  return Bytes(image.text.begin(), image.text.begin() + ptrdiff_t(size));
}

TEST(RelocX86_64, TableLoadsBecomeDirect) {
  for (uint32_t type : {9u, 42u}) {  // GOTPCREL, REX_GOTPCRELX
    // mov callee@GOTPCREL(%rip), %rbx -> lea callee(%rip), %rbx
    Outcome outcome =
        relocate_table_load(x64(), {0x48, 0x8b, 0x1d, 0, 0, 0, 0}, type, -4);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(head(outcome.image, 7),
              Bytes({0x48, 0x8d, 0x1d, 0x20 - 7, 0, 0, 0}));
  }
  // call *callee@GOTPCREL(%rip) -> addr32 call callee
  Outcome outcome =
      relocate_table_load(x64(), {0xff, 0x15, 0, 0, 0, 0}, 41, -4);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(head(outcome.image, 6), Bytes({0x67, 0xe8, 0x20 - 6, 0, 0, 0}));
  // jmp *callee@GOTPCREL(%rip) -> jmp callee; nop
  outcome = relocate_table_load(x64(), {0xff, 0x25, 0, 0, 0, 0}, 41, -4);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(head(outcome.image, 6), Bytes({0xe9, 0x20 - 5, 0, 0, 0, 0x90}));
}

TEST(RelocX86_64, OtherTableLoadsAreRefused) {
  // cmp callee@GOTPCREL(%rip), %rax; a load of the entry's second half
  for (Outcome outcome :
       {relocate_table_load(x64(), {0x48, 0x3b, 0x05, 0, 0, 0, 0}, 42, -4),
        relocate_table_load(x64(), {0x48, 0x8b, 0x05, 0, 0, 0, 0}, 42, 0)}) {
    EXPECT_FALSE(outcome.ok);
    EXPECT_EQ(outcome.messages,
              error("a.o(.text.entry+0x3): R_X86_64_REX_GOTPCRELX against "
                    "'callee': only mov, call and jmp can do without a global "
                    "offset table, and an image has none"));
  }
}

// --- i386: addends are in the place ------------------------------------------

Outcome relocate_386(uint32_t type, int64_t addend) {
  ElfBuilder builder(x86(), /*with_addends=*/false);
  Bytes code(24, 0x11);
  for (int i = 0; i < 4; ++i) {
    code[kPlace + i] = uint8_t(addend >> (8 * i));
  }
  uint16_t text = builder.section(".text", kCode, code);
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, kPlace, type, entry);
  return run_link(builder, x86());
}

TEST(Reloc386, DistancesWithAddendsInPlace) {
  for (uint32_t type : {2u, 4u, 10u}) {  // PC32, PLT32, GOTPC
    for (int64_t V : {INT64_C(-0x7fffff00), INT64_C(-1), INT64_C(0x7ffffff7)}) {
      Outcome outcome = relocate_386(type, V + 8);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(field(outcome.image, kPlace, 4), uint64_t(V) & 0xffffffff);
    }
  }
  Outcome outcome = relocate_386(9, 0x1234);  // GOTOFF
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(field(outcome.image, kPlace, 4), 0x1234u);
}

TEST(Reloc386, DistanceOutOfRange) {
  Outcome outcome = relocate_386(2, INT32_MIN);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.text+0x8): R_386_PC32 against 'entry': -2147483656 "
                  "not in [-2147483648, 2147483647]"));
}

TEST(Reloc386, SmallDistances) {
  for (auto [type, size, name] :
       {std::tuple(21u, 2u, "R_386_PC16"), std::tuple(23u, 1u, "R_386_PC8")}) {
    int64_t lo = -(int64_t{1} << (8 * size - 1));
    // The addend's own field is no wider: only its low end can overflow.
    Outcome outcome = relocate_386(type, lo + 8);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(field(outcome.image, kPlace, size), uint64_t(lo) & mask(size));
    outcome = relocate_386(type, lo + 7);
    EXPECT_EQ(outcome.messages,
              error(std::format("a.o(.text+0x8): {} against 'entry': {} not "
                                "in [{}, {}]",
                                name, lo - 1, lo, -lo - 1)));
  }
}

TEST(Reloc386, AbsoluteAddressIsRefused) {
  Outcome outcome = relocate_386(1, 0);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.text+0x8): R_386_32 against 'entry': absolute "
                  "relocation would need a runtime relocation"));
}

TEST(Reloc386, TableLoadsBecomeDirect) {
  for (uint32_t type : {3u, 43u}) {  // GOT32, GOT32X
    // mov callee@GOT(%ebx), %eax -> lea callee@GOTOFF(%ebx), %eax
    Outcome outcome =
        relocate_table_load(x86(), {0x8b, 0x83, 0, 0, 0, 0}, type, 0);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(head(outcome.image, 6), Bytes({0x8d, 0x83, 0x20, 0, 0, 0}));
  }
  // call *callee@GOT(%ebx) -> addr32 call callee
  Outcome outcome = relocate_table_load(x86(), {0xff, 0x93, 0, 0, 0, 0}, 43, 0);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(head(outcome.image, 6), Bytes({0x67, 0xe8, 0x20 - 6, 0, 0, 0}));
  // jmp *callee@GOT(%ebx) -> jmp callee; nop
  outcome = relocate_table_load(x86(), {0xff, 0xa3, 0, 0, 0, 0}, 43, 0);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(head(outcome.image, 6), Bytes({0xe9, 0x20 - 5, 0, 0, 0, 0x90}));
  // mov callee@GOT, %eax has no base register to be relative to.
  outcome = relocate_table_load(x86(), {0x8b, 0x05, 0, 0, 0, 0}, 43, 0);
  EXPECT_FALSE(outcome.ok);
}

TEST(Reloc386, GlobalOffsetTableIsTheStartOfTheImage) {
  ElfBuilder builder(x86(), /*with_addends=*/false);
  uint16_t text =
      builder.section(".text", kCode, {0x81, 0xc3, 2, 0, 0, 0, 0xc3});
  builder.symbol("entry", text);
  uint32_t table = builder.undefined("_GLOBAL_OFFSET_TABLE_");
  builder.relocate(text, 2, 10, table);
  Outcome outcome = run_link(builder, x86());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(field(outcome.image, 2, 4), 0u);  // 0 + 2 - 2
}

}  // namespace
}  // namespace wasm2mpy::link::test
