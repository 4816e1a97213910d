// Every relocation of Thumb code: last value in range, first out of range on
// both sides, and what is refused; and the branch islands.
//
// Addends are in the instructions. Branches have -4 there, as compilers write
// it, and distances are made by gaps between the sections. What the
// instructions mean was checked with GNU objdump.
#include <format>

#include <gtest/gtest.h>

#include "link_fixture.h"

namespace wasm2mpy::link::test {
namespace {

const Target& armv6m() { return *target::find_target("armv6m"); }

enum Type : uint32_t {
  kNone = 0,
  kAbs32 = 2,
  kRel32 = 3,
  kAbs16 = 5,
  kAbs8 = 8,
  kCall = 10,
  kPc8 = 11,
  kGotOff32 = 24,
  kBasePrel = 25,
  kGotBrel = 26,
  kJump24 = 30,
  kTarget1 = 38,
  kV4Bx = 40,
  kPrel31 = 42,
  kMovwAbs = 47,
  kMovtAbs = 48,
  kMovwPrel = 49,
  kMovtPrel = 50,
  kJump19 = 51,
  kJump6 = 52,
  kAdr = 53,
  kPc12 = 54,
  kGotPrel = 96,
  kJump11 = 102,
  kJump8 = 103,
  kByte0 = 132,
  kByte3 = 135,
};

using Halfwords = std::vector<uint16_t>;

Bytes code(const Halfwords& halfwords) {
  Bytes bytes;
  for (uint16_t half : halfwords) {
    bytes.push_back(uint8_t(half));
    bytes.push_back(uint8_t(half >> 8));
  }
  return bytes;
}

Halfwords halfwords(const Image& image, uint64_t offset, size_t count) {
  Halfwords result;
  for (size_t i = 0; i < count; ++i) {
    size_t at = offset + 2 * i;
    result.push_back(uint16_t(image.text[at] | image.text[at + 1] << 8));
  }
  return result;
}

uint32_t word(const Image& image, uint64_t offset) {
  Halfwords halves = halfwords(image, offset, 2);
  return halves[0] | uint32_t(halves[1]) << 16;
}

constexpr ElfBuilder::SymbolOptions kThumb = {.value = 1};

// `.text.entry` with the instruction, a gap, and the function `callee`, whose
// place makes S + A - P come out as `V` for the addend -4.
Outcome relocate_forwards(uint32_t type, const Halfwords& instruction,
                          int64_t V, uint64_t place = 0) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  Bytes entry_code(place);
  Bytes bytes = code(instruction);
  entry_code.insert(entry_code.end(), bytes.begin(), bytes.end());
  uint64_t callee_offset = place + uint64_t(V + 4);
  uint16_t text = builder.section(".text.entry", kCode, entry_code);
  uint16_t gap =
      builder.section(".text.gap", kCode, {},
                      {.type = elf::kSectionNobits,
                       .nobits_size = callee_offset - entry_code.size()});
  uint16_t callee_text = builder.section(".text.callee", kCode, Bytes(4));
  builder.symbol("entry", text, kThumb);
  uint32_t callee = builder.symbol("callee", callee_text, kThumb);
  uint32_t gap_symbol = builder.symbol("gap", gap, kThumb);
  builder.relocate(text, place, type, callee);
  // Keeps the gap.
  builder.relocate(callee_text, 0, kRel32, gap_symbol);
  return run_link(builder, armv6m());
}

// The same with the instruction behind the gap and `entry` as its target; the
// instruction is at -4 - V.
Outcome relocate_backwards(uint32_t type, const Halfwords& instruction,
                           int64_t V) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text.entry", kCode, Bytes(4));
  uint16_t gap = builder.section(
      ".text.gap", kCode, {},
      {.type = elf::kSectionNobits, .nobits_size = uint64_t(-4 - V) - 4});
  uint16_t caller_text =
      builder.section(".text.caller", kCode, code(instruction));
  uint32_t entry = builder.symbol("entry", text, kThumb);
  uint32_t caller = builder.symbol("caller", caller_text, kThumb);
  uint16_t keep = builder.section(".rodata", kReadOnly, Bytes(4));
  uint32_t keep_symbol = builder.symbol("keep", keep);
  uint32_t gap_symbol = builder.symbol("gap", gap, kThumb);
  builder.relocate(text, 0, kRel32, caller);
  builder.relocate(caller_text, 0, type, entry);
  builder.relocate(text, 0, kRel32, keep_symbol);
  builder.relocate(keep, 0, kRel32, gap_symbol);
  return run_link(builder, armv6m());
}

struct Branch {
  std::string_view name;
  uint32_t type;
  Halfwords to_itself;  // the addend -4
  int64_t lo, hi;
  Halfwords lowest, highest;
};

const Branch kBranches[] = {
    {"R_ARM_THM_CALL",
     kCall,
     {0xf7ff, 0xfffe},
     -16777216,
     16777214,
     {0xf400, 0xd000},
     {0xf3ff, 0xd7ff}},
    {"R_ARM_THM_JUMP24",
     kJump24,
     {0xf7ff, 0xbffe},
     -16777216,
     16777214,
     {0xf400, 0x9000},
     {0xf3ff, 0x97ff}},
    {"R_ARM_THM_JUMP19",
     kJump19,
     {0xf43f, 0xaffe},
     -1048576,
     1048574,
     {0xf400, 0x8000},
     {0xf03f, 0xafff}},
    {"R_ARM_THM_JUMP11", kJump11, {0xe7fe}, -2048, 2046, {0xe400}, {0xe3ff}},
    {"R_ARM_THM_JUMP8", kJump8, {0xd0fe}, -256, 254, {0xd080}, {0xd07f}},
};

TEST(RelocArm, BranchesReachTheEndsOfTheirRange) {
  for (const Branch& branch : kBranches) {
    size_t size = branch.to_itself.size();
    Outcome outcome =
        relocate_forwards(branch.type, branch.to_itself, branch.hi);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(halfwords(outcome.image, 0, size), branch.highest) << branch.name;
    // Nothing was added.
    EXPECT_EQ(outcome.image.code_size, uint64_t(branch.hi) + 8);

    outcome = relocate_backwards(branch.type, branch.to_itself, branch.lo);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    uint64_t place = uint64_t(-4 - branch.lo);
    EXPECT_EQ(halfwords(outcome.image, place, size), branch.lowest)
        << branch.name;
    EXPECT_EQ(outcome.image.code_size, place + 2 * size);
  }
}

// Where an island at `island` leads, by its instructions.
uint64_t island_target(const Image& image, uint64_t island) {
  EXPECT_EQ(halfwords(image, island, 6),
            Halfwords({0xb401, 0x4802, 0x4478, 0x4684, 0xbc01, 0x4760}));
  uint32_t target = word(image, island + 12) + uint32_t(island) + 8;
  EXPECT_EQ(target & 1, 1u);  // stays in Thumb state
  return target & ~1u;
}

TEST(RelocArm, BranchesBeyondTheirRangeGoByAnIsland) {
  for (const Branch& branch : kBranches) {
    // One halfword further than the highest: the island is behind the entry.
    Outcome outcome =
        relocate_forwards(branch.type, branch.to_itself, branch.hi + 2);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(island_target(outcome.image, 4), outcome.image.code_size - 4)
        << branch.name;
    // To 4 from 0, less the bias: a distance of 0.
    Halfwords there = halfwords(outcome.image, 0, branch.to_itself.size());
    Outcome direct = relocate_forwards(branch.type, branch.to_itself, 0);
    EXPECT_EQ(there, halfwords(direct.image, 0, branch.to_itself.size()));

    outcome = relocate_backwards(branch.type, branch.to_itself, branch.lo - 2);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    uint64_t place = uint64_t(-4 - branch.lo) + 2;
    uint64_t island = (place + 2 * branch.to_itself.size() + 3) & ~3ull;
    EXPECT_EQ(island_target(outcome.image, island), 0u) << branch.name;
    EXPECT_EQ(outcome.image.code_size, island + 16);
  }
}

TEST(RelocArm, BranchesOfOneSectionShareAnIsland) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text.entry", kCode,
                                  code({0xe7fe, 0xd0fe, 0xe7fe, 0xe7fe}));
  uint16_t far = builder.section(".text.far", kCode, Bytes(4096));
  builder.symbol("entry", text, kThumb);
  uint32_t a = builder.symbol("a", far, {.value = 4001});
  uint32_t b = builder.symbol("b", far, {.value = 4011});
  builder.relocate(text, 0, kJump11, a);
  builder.relocate(text, 2, kJump8, a);
  builder.relocate(text, 4, kJump11, b);
  builder.relocate(text, 6, kJump11, a);
  Outcome outcome = run_link(builder, armv6m());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.code_size, 8u + 2 * 16 + 4096);
  EXPECT_EQ(island_target(outcome.image, 8), 40u + 4000);
  EXPECT_EQ(island_target(outcome.image, 24), 40u + 4010);
  // All from their place to 8, 8, 24 and 8.
  EXPECT_EQ(halfwords(outcome.image, 0, 4),
            Halfwords({0xe002, 0xd001, 0xe008, 0xe7ff}));
}

TEST(RelocArm, AnIslandCanPushOtherBranchesOutOfRange) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text.entry", kCode, code({0xe7fe, 0xe7fe}));
  uint16_t near = builder.section(".text.near", kCode, Bytes(2050));
  uint16_t far = builder.section(".text.far", kCode, Bytes(2));
  builder.symbol("entry", text, kThumb);
  // At 2052 from the second branch: in range until the first has an island.
  uint32_t a = builder.symbol("a", near, {.value = 2049});
  uint32_t b = builder.symbol("b", far, kThumb);
  builder.relocate(text, 0, kJump11, b);
  builder.relocate(text, 2, kJump11, a);
  Outcome outcome = run_link(builder, armv6m());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.code_size, 4u + 2 * 16 + 2050 + 2);
  EXPECT_EQ(island_target(outcome.image, 4), 36u + 2050);
  EXPECT_EQ(island_target(outcome.image, 20), 36u + 2048);
}

TEST(RelocArm, SectionTooLargeForAnIsland) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  Bytes bytes = code({0xe7fe});
  bytes.resize(4096);
  uint16_t text = builder.section(".text.entry", kCode, bytes);
  uint16_t far = builder.section(".text.far", kCode, Bytes(2));
  builder.symbol("entry", text, kThumb);
  uint32_t callee = builder.symbol("callee", far, kThumb);
  builder.relocate(text, 0, kJump11, callee);
  Outcome outcome = run_link(builder, armv6m());
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.text.entry+0x0): R_ARM_THM_JUMP11 against 'callee': "
                  "4092 not in [-2048, 2046]"));
}

TEST(RelocArm, CompareAndBranchGoesForwardsOnly) {
  const Halfwords cbz = {0xb3f0};  // cbz r0, with the addend -4
  EXPECT_EQ(halfwords(relocate_forwards(kJump6, cbz, 126).image, 0, 1),
            Halfwords({0xb3f8}));
  EXPECT_EQ(halfwords(relocate_forwards(kJump6, cbz, 0).image, 0, 1),
            Halfwords({0xb100}));
  EXPECT_EQ(relocate_forwards(kJump6, cbz, 128).messages,
            error("a.o(.text.entry+0x0): R_ARM_THM_JUMP6 against 'callee': 128 "
                  "not in [0, 126]"));
  EXPECT_EQ(relocate_forwards(kJump6, cbz, -2).messages,
            error("a.o(.text.entry+0x0): R_ARM_THM_JUMP6 against 'callee': -2 "
                  "not in [0, 126]"));
}

// Data that the instruction at `place` of the entry loads, with the addend -4.
Outcome relocate_load(uint32_t type, const Halfwords& instruction, int64_t V,
                      uint64_t place = 0) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  // Data is behind code, so negative distances start in the back.
  uint64_t start = V < 0 ? 8192 + place : place;
  Bytes bytes(start);
  Bytes instruction_bytes = code(instruction);
  bytes.insert(bytes.end(), instruction_bytes.begin(), instruction_bytes.end());
  bytes.resize(16384);
  uint16_t text = builder.section(".text", kCode, bytes);
  builder.symbol("entry", text, kThumb);
  uint64_t target = (start & ~3ull) + uint64_t(V + 4);
  uint32_t label = builder.symbol(
      "label", text, {.type = elf::kSymbolNoType, .value = target});
  builder.relocate(text, start, type, label);
  Outcome outcome = run_link(builder, armv6m());
  if (outcome.ok) {
    outcome.image.text.erase(outcome.image.text.begin(),
                             outcome.image.text.begin() + ptrdiff_t(start));
  }
  return outcome;
}

TEST(RelocArm, LoadsOfLiterals) {
  const Halfwords ldr = {0x48ff};  // ldr r0, [pc, #-4]
  for (uint64_t place : {0, 2}) {  // the program counter is rounded down
    EXPECT_EQ(halfwords(relocate_load(kPc8, ldr, 1020, place).image, 0, 1),
              Halfwords({0x48ff}));
    EXPECT_EQ(halfwords(relocate_load(kPc8, ldr, 0, place).image, 0, 1),
              Halfwords({0x4800}));
  }
  std::string start = "a.o(.text+0x{:x}): R_ARM_THM_PC8 against 'label': {}";
  EXPECT_EQ(relocate_load(kPc8, ldr, 1024).messages,
            error("a.o(.text+0x0): R_ARM_THM_PC8 against 'label': 1024 not in "
                  "[0, 1020]"));
  EXPECT_EQ(relocate_load(kPc8, ldr, -4).messages,
            error("a.o(.text+0x2000): R_ARM_THM_PC8 against 'label': -4 not in "
                  "[0, 1020]"));
  EXPECT_EQ(relocate_load(kPc8, ldr, 6).messages,
            error("a.o(.text+0x0): R_ARM_THM_PC8 against 'label': 6 is not a "
                  "multiple of 4"));
}

TEST(RelocArm, WideLoadsAndAddresses) {
  struct Wide {
    std::string_view name;
    uint32_t type;
    Halfwords code, lowest, highest;
  };
  for (const Wide& wide : {Wide{"R_ARM_THM_PC12",
                                kPc12,
                                {0xf85f, 0x0004},
                                {0xf85f, 0x0fff},
                                {0xf8df, 0x0fff}},
                           Wide{"R_ARM_THM_ALU_PREL_11_0",
                                kAdr,
                                {0xf2af, 0x0004},
                                {0xf6af, 0x70ff},
                                {0xf60f, 0x70ff}}}) {
    for (uint64_t place : {0, 2}) {
      EXPECT_EQ(
          halfwords(relocate_load(wide.type, wide.code, 4095, place).image, 0,
                    2),
          wide.highest);
      EXPECT_EQ(
          halfwords(relocate_load(wide.type, wide.code, -4095, place).image, 0,
                    2),
          wide.lowest);
    }
    EXPECT_EQ(relocate_load(wide.type, wide.code, 4096).messages,
              error(std::format("a.o(.text+0x0): {} against 'label': 4096 not "
                                "in [-4095, 4095]",
                                wide.name)));
    EXPECT_EQ(relocate_load(wide.type, wide.code, -4096).messages,
              error(std::format("a.o(.text+0x2000): {} against 'label': -4096 "
                                "not in [-4095, 4095]",
                                wide.name)));
  }
}

// One word (or less) at offset 8 against `entry` at 0, with `addend` there.
Outcome relocate_word(uint32_t type, uint32_t addend) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  Bytes bytes(16, 0x11);
  for (int i = 0; i < 4; ++i) {
    bytes[8 + i] = uint8_t(addend >> (8 * i));
  }
  uint16_t text = builder.section(".text", kCode, bytes);
  uint32_t entry = builder.symbol("entry", text, kThumb);
  builder.relocate(text, 8, type, entry);
  return run_link(builder, armv6m());
}

TEST(RelocArm, DistancesToFunctionsHaveTheThumbBit) {
  Outcome outcome = relocate_word(kRel32, 0);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(word(outcome.image, 8), uint32_t(1 - 8));
  // GNU as keeps the bit in the addend as well.
  EXPECT_EQ(word(relocate_word(kRel32, 1).image, 8), uint32_t(1 - 8));
  EXPECT_EQ(word(relocate_word(kRel32, 0x80000008).image, 8), 0x80000001u);
  EXPECT_EQ(word(relocate_word(kGotOff32, 0x20).image, 8), 0x21u);
  EXPECT_EQ(relocate_word(kRel32, 0x80000000).messages,
            error("a.o(.text+0x8): R_ARM_REL32 against 'entry': -2147483655 "
                  "not in [-2147483648, 2147483647]"));
}

TEST(RelocArm, Distances31KeepTheTopBit) {
  EXPECT_EQ(word(relocate_word(kPrel31, 0x80000000).image, 8),
            0x80000000u | (uint32_t(1 - 8) & 0x7fffffff));
  EXPECT_EQ(word(relocate_word(kPrel31, 0x40000008).image, 8), 0x40000001u);
  EXPECT_EQ(relocate_word(kPrel31, 0x40000000).messages,
            error("a.o(.text+0x8): R_ARM_PREL31 against 'entry': -1073741831 "
                  "not in [-1073741824, 1073741823]"));
}

TEST(RelocArm, MovesOfDistances) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  // movw r3, #0xfff8; movt r3, #0xfffc: addends of -8 and -4
  uint16_t text = builder.section(".text.entry", kCode,
                                  code({0xf64f, 0x73f8, 0xf6cf, 0x73fc}));
  uint16_t far = builder.section(".text.far", kCode, Bytes(0x1abd0));
  builder.symbol("entry", text, kThumb);
  uint32_t callee = builder.symbol("callee", far, {.value = 0x1abc9});
  builder.relocate(text, 0, kMovwPrel, callee);
  builder.relocate(text, 4, kMovtPrel, callee);
  Outcome outcome = run_link(builder, armv6m());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  // 8 + 0x1abc8 - 8 is 0x1abc8, with the bit; 8 + 0x1abc8 - 4 - 4 the same.
  // movw r3, #0xabc9; movt r3, #1
  EXPECT_EQ(halfwords(outcome.image, 0, 4),
            Halfwords({0xf64a, 0x33c9, 0xf2c0, 0x0301}));
}

// Against an absolute symbol `number`, whose value is the addend.
Outcome relocate_number(uint32_t type, const Halfwords& field, uint32_t value) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  Bytes bytes = code(field);
  bytes.resize(8);
  uint16_t text = builder.section(".text", kCode, bytes);
  builder.symbol("entry", text, kThumb);
  uint32_t number =
      builder.symbol("number", elf::kIndexAbsolute,
                     {.type = elf::kSymbolNoType, .value = value});
  builder.relocate(text, 0, type, number);
  return run_link(builder, armv6m());
}

TEST(RelocArm, NumbersOfAbsoluteSymbols) {
  EXPECT_EQ(word(relocate_number(kAbs32, {1, 0}, 0xfffffffe).image, 0),
            0xffffffffu);
  EXPECT_EQ(halfwords(relocate_number(kAbs16, {0}, 0xffff).image, 0, 1),
            Halfwords({0xffff}));
  EXPECT_EQ(halfwords(relocate_number(kAbs8, {0x1100}, 0xff).image, 0, 1),
            Halfwords({0x11ff}));
  EXPECT_EQ(relocate_number(kAbs8, {0}, 0x100).messages,
            error("a.o(.text+0x0): R_ARM_ABS8 against 'number': 256 not in "
                  "[-128, 255]"));
  EXPECT_EQ(relocate_number(kAbs16, {0}, 0x10000).messages,
            error("a.o(.text+0x0): R_ARM_ABS16 against 'number': 65536 not in "
                  "[-32768, 65535]"));
  // movw r0, movt r0
  EXPECT_EQ(
      halfwords(relocate_number(kMovwAbs, {0xf240, 0x0000}, 0x1234f678).image,
                0, 2),
      Halfwords({0xf24f, 0x6078}));
  EXPECT_EQ(
      halfwords(relocate_number(kMovtAbs, {0xf2c0, 0x0000}, 0x1234f678).image,
                0, 2),
      Halfwords({0xf2c1, 0x2034}));
  // movs r0, #; adds r0, #
  EXPECT_EQ(
      halfwords(relocate_number(kByte0, {0x2000}, 0x12345678).image, 0, 1),
      Halfwords({0x2078}));
  EXPECT_EQ(
      halfwords(relocate_number(kByte3, {0x3000}, 0x12345678).image, 0, 1),
      Halfwords({0x3012}));
}

TEST(RelocArm, AbsoluteAddressesAreRefused) {
  for (auto [type, name] :
       {std::pair(kAbs32, "R_ARM_ABS32"), std::pair(kTarget1, "R_ARM_TARGET1"),
        std::pair(kMovwAbs, "R_ARM_THM_MOVW_ABS_NC"),
        std::pair(kMovtAbs, "R_ARM_THM_MOVT_ABS"),
        std::pair(kByte0, "R_ARM_THM_ALU_ABS_G0_NC")}) {
    EXPECT_EQ(relocate_word(type, 0).messages,
              error(std::format("a.o(.text+0x8): {} against 'entry': absolute "
                                "relocation would need a runtime relocation",
                                name)));
  }
}

TEST(RelocArm, DistancesToNumbersAreRefused) {
  EXPECT_EQ(relocate_number(kCall, {0xf7ff, 0xfffe}, 8).messages,
            error("a.o(.text+0x0): R_ARM_THM_CALL against 'number': the "
                  "distance to an absolute symbol is not known at link time"));
}

TEST(RelocArm, GlobalOffsetTable) {
  for (auto [type, name] : {std::pair(kGotPrel, "R_ARM_GOT_PREL"),
                            std::pair(kGotBrel, "R_ARM_GOT_BREL")}) {
    EXPECT_EQ(relocate_word(type, 0).messages,
              error(std::format("a.o(.text+0x8): {} against 'entry': would "
                                "need a global offset table, and an image has "
                                "none",
                                name)));
  }
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, {0, 0, 0, 0, 7, 0, 0, 0});
  builder.symbol("entry", text, kThumb);
  uint32_t table = builder.undefined("_GLOBAL_OFFSET_TABLE_");
  builder.relocate(text, 4, kBasePrel, table);
  Outcome outcome = run_link(builder, armv6m());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(word(outcome.image, 4), 3u);
}

TEST(RelocArm, ArmCodeCannotBeCalled) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, code({0xf7ff, 0xfffe}));
  builder.symbol("entry", text, kThumb);
  uint32_t arm = builder.symbol("arm", text, {.value = 0});
  builder.relocate(text, 0, kCall, arm);
  EXPECT_EQ(run_link(builder, armv6m()).messages,
            error("a.o(.text+0x0): R_ARM_THM_CALL against 'arm': it is ARM "
                  "code, and the core runs Thumb code only"));
}

TEST(RelocArm, BranchToTheMiddleOfAnInstruction) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, code({0xf7ff, 0xfffe}));
  builder.symbol("entry", text, kThumb);
  uint32_t odd =
      builder.symbol("odd", text, {.type = elf::kSymbolNoType, .value = 3});
  builder.relocate(text, 0, kCall, odd);
  EXPECT_EQ(run_link(builder, armv6m()).messages,
            error("a.o(.text+0x0): R_ARM_THM_CALL against 'odd': -1 is not a "
                  "multiple of 2"));
}

TEST(RelocArm, MarkersReferToNothing) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, Bytes(4));
  builder.symbol("entry", text, kThumb);
  uint32_t missing = builder.undefined("__aeabi_unwind_cpp_pr0");
  builder.relocate(text, 0, kNone, missing);
  builder.relocate(text, 0, kV4Bx, missing);
  Outcome outcome = run_link(builder, armv6m());
  EXPECT_TRUE(outcome.ok) << outcome.messages;
}

TEST(RelocArm, UnwindTablesAreDropped) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, Bytes(4));
  uint16_t index = builder.section(".ARM.exidx", kReadOnly, Bytes(8),
                                   {.type = elf::kSectionArmExidx});
  builder.symbol("entry", text, kThumb);
  uint32_t missing = builder.undefined("__aeabi_unwind_cpp_pr0");
  builder.relocate(index, 0, kPrel31, missing);
  Outcome outcome = run_link(builder, armv6m());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.size(), 4u);
}

TEST(RelocArm, PlaceOutsideTheSection) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint32_t entry = builder.symbol("entry", text, kThumb);
  builder.relocate(text, 6, kCall, entry);
  EXPECT_EQ(run_link(builder, armv6m()).messages,
            error("a.o(.text+0x6): R_ARM_THM_CALL against 'entry': offset 0x6 "
                  "is outside the section of 8 bytes"));
}

TEST(RelocArm, UnknownType) {
  EXPECT_EQ(relocate_word(77, 0).messages,
            error("a.o(.text+0x8): unknown relocation type 77 against "
                  "'entry'"));
}

TEST(RelocArm, UndefinedSymbol) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, code({0xf7ff, 0xfffe}));
  builder.symbol("entry", text, kThumb);
  uint32_t missing = builder.undefined("sinf");
  builder.relocate(text, 0, kCall, missing);
  EXPECT_EQ(run_link(builder, armv6m()).messages,
            error("a.o(.text+0x0): undefined symbol 'sinf'"));
}

TEST(RelocArm, EntryThatIsNotFirstGetsAJump) {
  ElfBuilder builder(armv6m(), /*with_addends=*/false);
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  builder.symbol("entry", text, {.value = 5});
  Outcome outcome = run_link(builder, armv6m());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(island_target(outcome.image, 0), 16u + 4);
}

}  // namespace
}  // namespace wasm2mpy::link::test
