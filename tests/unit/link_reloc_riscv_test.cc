// Every relocation of RISC-V: last value in range, first out of range on both
// sides, and what is refused. The place is at P = 8 and the symbol at S = 0,
// so that V = A - 8 for distances. What the instructions mean was checked with
// GNU objdump.
#include <format>

#include <gtest/gtest.h>

#include "link_fixture.h"

namespace wasm2mpy::link::test {
namespace {

const Target& rv32() { return *target::find_target("rv32imc"); }
const Target& rv64() { return *target::find_target("rv64imc"); }

enum Type : uint32_t {
  kNone = 0,
  k32 = 1,
  k64 = 2,
  kBranch = 16,
  kJal = 17,
  kCall = 18,
  kCallPlt = 19,
  kGotHi20 = 20,
  kPcrelHi20 = 23,
  kPcrelLo12I = 24,
  kPcrelLo12S = 25,
  kHi20 = 26,
  kLo12I = 27,
  kLo12S = 28,
  kAdd8 = 33,
  kAdd16 = 34,
  kAdd32 = 35,
  kAdd64 = 36,
  kSub8 = 37,
  kSub16 = 38,
  kSub32 = 39,
  kSub64 = 40,
  kAlign = 43,
  kRvcBranch = 44,
  kRvcJump = 45,
  kRelax = 51,
  kSub6 = 52,
  kSet6 = 53,
  kSet8 = 54,
  kSet16 = 55,
  kSet32 = 56,
  k32Pcrel = 57,
  kPlt32 = 59,
  kSetUleb128 = 60,
  kSubUleb128 = 61,
};

constexpr uint64_t kPlace = 8;

uint64_t field(const Image& image, uint64_t offset, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) {
    value |= uint64_t{image.text.at(offset + i)} << (8 * i);
  }
  return value;
}

void put(Bytes& bytes, uint64_t offset, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    bytes.at(offset + i) = uint8_t(value >> (8 * i));
  }
}

// The instruction (or two) at 8, with distance V.
Outcome relocate(const Target& target, uint32_t type, uint64_t instruction,
                 int64_t V) {
  ElfBuilder builder(target);
  Bytes bytes(24, 0x11);
  put(bytes, kPlace, instruction, 8);
  uint16_t text = builder.section(".text", kCode, bytes);
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, kPlace, type, entry, V + 8);
  return run_link(builder, target);
}

struct Jump {
  std::string_view name;
  uint32_t type;
  size_t size;
  uint64_t instruction;  // with a distance of 0
  int64_t lo, hi;
  uint64_t lowest, highest, minus_2;
};

constexpr Jump kJumps[] = {
    // bne a0, a1
    {"R_RISCV_BRANCH", kBranch, 4, 0x00b51063, -4096, 4094, 0x80b51063,
     0x7eb51fe3, 0xfeb51fe3},
    // jal ra
    {"R_RISCV_JAL", kJal, 4, 0x000000ef, -1048576, 1048574, 0x800000ef,
     0x7ffff0ef, 0xfffff0ef},
    // c.beqz a0
    {"R_RISCV_RVC_BRANCH", kRvcBranch, 2, 0xc101, -256, 254, 0xd101, 0xcd7d,
     0xdd7d},
    // c.j
    {"R_RISCV_RVC_JUMP", kRvcJump, 2, 0xa001, -2048, 2046, 0xb001, 0xaffd,
     0xbffd},
};

TEST(RelocRiscv, JumpsInRange) {
  for (const Jump& jump : kJumps) {
    for (auto [V, expected] :
         {std::pair(jump.lo, jump.lowest), std::pair(jump.hi, jump.highest),
          std::pair(int64_t{-2}, jump.minus_2),
          std::pair(int64_t{0}, jump.instruction)}) {
      Outcome outcome = relocate(rv32(), jump.type, jump.instruction, V);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(field(outcome.image, kPlace, jump.size), expected)
          << jump.name << " " << V;
    }
  }
}

TEST(RelocRiscv, JumpsOutOfRange) {
  for (const Jump& jump : kJumps) {
    for (int64_t V : {jump.lo - 2, jump.hi + 2}) {
      EXPECT_EQ(relocate(rv32(), jump.type, jump.instruction, V).messages,
                error(std::format("a.o(.text+0x8): {} against 'entry': {} not "
                                  "in [{}, {}]",
                                  jump.name, V, jump.lo, jump.hi)));
    }
    EXPECT_EQ(relocate(rv32(), jump.type, jump.instruction, 3).messages,
              error(std::format("a.o(.text+0x8): {} against 'entry': 3 is not "
                                "a multiple of 2",
                                jump.name)));
  }
}

// auipc ra, 0; jalr ra, 0(ra)
constexpr uint64_t kFarCall = 0x000080e700000097;

TEST(RelocRiscv, CallsReachTwoGigabytes) {
  for (uint32_t type : {kCall, kCallPlt}) {
    for (auto [V, expected] :
         {std::pair(INT64_C(-0x80000800), UINT64_C(0x800080e780000097)),
          std::pair(INT64_C(0x7ffff7fe), UINT64_C(0x7fe080e77ffff097)),
          std::pair(INT64_C(0x800), UINT64_C(0x800080e700001097)),
          std::pair(INT64_C(-2), UINT64_C(0xffe080e700000097))}) {
      Outcome outcome = relocate(rv64(), type, kFarCall, V);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(field(outcome.image, kPlace, 8), expected) << V;
    }
  }
  EXPECT_EQ(relocate(rv64(), kCall, kFarCall, INT64_C(0x7ffff800)).messages,
            error("a.o(.text+0x8): R_RISCV_CALL against 'entry': 2147481600 "
                  "not in [-2147485696, 2147481599]"));
  EXPECT_EQ(relocate(rv64(), kCallPlt, kFarCall, INT64_C(-0x80000802)).messages,
            error("a.o(.text+0x8): R_RISCV_CALL_PLT against 'entry': "
                  "-2147485698 not in [-2147485696, 2147481599]"));
  EXPECT_EQ(relocate(rv64(), kCall, kFarCall, 1).messages,
            error("a.o(.text+0x8): R_RISCV_CALL against 'entry': 1 is not a "
                  "multiple of 2"));
}

// AUIPC at 8 and a second instruction at 16, whose relocation names the label
// of the first.
Outcome relocate_pair(const Target& target, uint32_t high, uint32_t low,
                      uint32_t second, int64_t V) {
  ElfBuilder builder(target);
  Bytes bytes(24, 0x11);
  put(bytes, 8, 0x00000517, 4);  // auipc a0, 0
  put(bytes, 16, second, 4);
  uint16_t text = builder.section(".text", kCode, bytes);
  uint32_t entry = builder.symbol("entry", text);
  uint32_t label = builder.symbol(
      ".Lpcrel_hi0", text,
      {.binding = elf::kBindLocal, .type = elf::kSymbolNoType, .value = 8});
  builder.relocate(text, 16, low, label);
  builder.relocate(text, 8, high, entry, V + 8);
  return run_link(builder, target);
}

TEST(RelocRiscv, PairsOfHalves) {
  for (auto [V, upper, lower] :
       {std::tuple(INT64_C(0x12345678), 0x12345517u, 0x678u),
        std::tuple(INT64_C(0x12345fff), 0x12346517u, 0xfffu),
        std::tuple(INT64_C(-1), 0x00000517u, 0xfffu),
        std::tuple(INT64_C(-0x80000800), 0x80000517u, 0x800u),
        std::tuple(INT64_C(0x7ffff7ff), 0x7ffff517u, 0x7ffu)}) {
    // addi a0, a0, 0
    Outcome outcome =
        relocate_pair(rv64(), kPcrelHi20, kPcrelLo12I, 0x00050513, V);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(field(outcome.image, 8, 4), upper);
    EXPECT_EQ(field(outcome.image, 16, 4), 0x00050513u | lower << 20);
    // sw a1, 0(a0)
    outcome = relocate_pair(rv64(), kPcrelHi20, kPcrelLo12S, 0x00b52023, V);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(field(outcome.image, 16, 4),
              0x00b52023u | (lower >> 5) << 25 | (lower & 31) << 7);
  }
  EXPECT_EQ(relocate_pair(rv64(), kPcrelHi20, kPcrelLo12I, 0x00050513,
                          INT64_C(0x7ffff800))
                .messages,
            error("a.o(.text+0x8): R_RISCV_PCREL_HI20 against 'entry': "
                  "2147481600 not in [-2147485696, 2147481599]") +
                error("a.o(.text+0x10): R_RISCV_PCREL_LO12_I against "
                      "'.Lpcrel_hi0': 2147481600 not in [-2147485696, "
                      "2147481599]"));
}

TEST(RelocRiscv, TableLoadsBecomeAdditions) {
  // lw a0, 0(a0) and ld a0, 0(a0) -> addi a0, a0, V
  Outcome outcome =
      relocate_pair(rv32(), kGotHi20, kPcrelLo12I, 0x00052503, -16);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(field(outcome.image, 16, 4), 0xff050513u);
  outcome = relocate_pair(rv64(), kGotHi20, kPcrelLo12I, 0x00053503, 0x1010);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(field(outcome.image, 8, 4), 0x00001517u);
  EXPECT_EQ(field(outcome.image, 16, 4), 0x01050513u);
}

TEST(RelocRiscv, OtherUsesOfTheTableAreRefused) {
  EXPECT_EQ(
      relocate_pair(rv32(), kGotHi20, kPcrelLo12I, 0x00050513, 0).messages,
      error("a.o(.text+0x10): R_RISCV_PCREL_LO12_I against '.Lpcrel_hi0': "
            "would need a global offset table, and an image has none"));
  EXPECT_EQ(
      relocate_pair(rv32(), kGotHi20, kPcrelLo12S, 0x00b52023, 0).messages,
      error("a.o(.text+0x10): R_RISCV_PCREL_LO12_S against '.Lpcrel_hi0': "
            "would need a global offset table, and an image has none"));
}

TEST(RelocRiscv, LowerHalfWithoutUpper) {
  EXPECT_EQ(relocate_pair(rv32(), kJal, kPcrelLo12I, 0x00050513, 0).messages,
            error("a.o(.text+0x10): R_RISCV_PCREL_LO12_I against "
                  "'.Lpcrel_hi0': no upper half of a distance is at that "
                  "place"));
}

TEST(RelocRiscv, UndefinedSymbolOfAPairIsReportedOnce) {
  ElfBuilder builder(rv32());
  uint16_t text = builder.section(".text", kCode, Bytes(16));
  builder.symbol("entry", text);
  uint32_t missing = builder.undefined("missing");
  uint32_t label = builder.symbol("label", text, {.value = 4});
  builder.relocate(text, 4, kPcrelHi20, missing);
  builder.relocate(text, 8, kPcrelLo12I, label);
  EXPECT_EQ(run_link(builder, rv32()).messages,
            error("a.o(.text+0x4): undefined symbol 'missing'"));
}

TEST(RelocRiscv, WordDistances) {
  for (auto [type, name] : {std::pair(k32Pcrel, "R_RISCV_32_PCREL"),
                            std::pair(kPlt32, "R_RISCV_PLT32")}) {
    for (int64_t V : {int64_t{INT32_MIN}, int64_t{-1}, int64_t{INT32_MAX}}) {
      Outcome outcome = relocate(rv64(), type, 0, V);
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(field(outcome.image, kPlace, 4), uint64_t(V) & 0xffffffff);
    }
    for (int64_t V : {int64_t{INT32_MIN} - 1, int64_t{INT32_MAX} + 1}) {
      EXPECT_EQ(relocate(rv64(), type, 0, V).messages,
                error(std::format("a.o(.text+0x8): {} against 'entry': {} not "
                                  "in [-2147483648, 2147483647]",
                                  name, V)));
    }
  }
}

TEST(RelocRiscv, AbsoluteAddressesAreRefused) {
  for (auto [type, name] :
       {std::pair(k32, "R_RISCV_32"), std::pair(k64, "R_RISCV_64"),
        std::pair(kHi20, "R_RISCV_HI20"), std::pair(kLo12I, "R_RISCV_LO12_I"),
        std::pair(kLo12S, "R_RISCV_LO12_S"), std::pair(kAdd32, "R_RISCV_ADD32"),
        std::pair(kSet8, "R_RISCV_SET8"),
        std::pair(kSetUleb128, "R_RISCV_SET_ULEB128")}) {
    EXPECT_EQ(relocate(rv64(), type, 0, 0).messages,
              error(std::format("a.o(.text+0x8): {} against 'entry': absolute "
                                "relocation would need a runtime relocation",
                                name)));
  }
}

TEST(RelocRiscv, NumbersOfAbsoluteSymbols) {
  auto number = [](uint32_t type, uint64_t instruction, int64_t value) {
    ElfBuilder builder(rv32());
    Bytes bytes(8);
    put(bytes, 0, instruction, 4);
    uint16_t text = builder.section(".text", kCode, bytes);
    builder.symbol("entry", text);
    uint32_t symbol = builder.symbol("number", elf::kIndexAbsolute);
    builder.relocate(text, 0, type, symbol, value);
    return run_link(builder, rv32());
  };
  EXPECT_EQ(field(number(k32, 0, -2).image, 0, 4), 0xfffffffeu);
  // lui a0; addi a0, a0; sw a1, 0(a0)
  EXPECT_EQ(field(number(kHi20, 0x00000537, 0x12345fff).image, 0, 4),
            0x12346537u);
  EXPECT_EQ(field(number(kLo12I, 0x00050513, 0x12345fff).image, 0, 4),
            0xfff50513u);
  EXPECT_EQ(field(number(kLo12S, 0x00b52023, 0x12345fff).image, 0, 4),
            0xfeb52fa3u);
  EXPECT_EQ(number(kJal, 0xef, 0).messages,
            error("a.o(.text+0x0): R_RISCV_JAL against 'number': the distance "
                  "to an absolute symbol is not known at link time"));
}

// At 8: `start` + (label at 0x123456 in the section) - entry.
Outcome subtract(const std::vector<uint32_t>& types, uint64_t start) {
  ElfBuilder builder(rv64());
  Bytes bytes(0x123460);
  put(bytes, kPlace, start, 8);
  uint16_t text = builder.section(".text", kCode, bytes);
  uint32_t entry = builder.symbol("entry", text);
  uint32_t label = builder.symbol("label", text, {.value = 0x123456});
  builder.relocate(text, kPlace, types[0], label);
  if (types.size() > 1) builder.relocate(text, kPlace, types[1], entry, 2);
  return run_link(builder, rv64());
}

TEST(RelocRiscv, DifferencesOfLabels) {
  constexpr uint64_t kStart = 0x1100000000000020;
  struct Difference {
    uint32_t add, sub;
    uint64_t expected;
  };
  for (Difference difference : {Difference{kAdd8, kSub8, 0x1100000000000074},
                                Difference{kAdd16, kSub16, 0x1100000000003474},
                                Difference{kAdd32, kSub32, 0x1100000000123474},
                                Difference{kAdd64, kSub64, 0x1100000000123474},
                                Difference{kSet8, kSub8, 0x1100000000000054},
                                Difference{kSet16, kSub16, 0x1100000000003454},
                                Difference{kSet32, kSub32, 0x1100000000123454},
                                Difference{kSet6, kSub6, 0x1100000000000014}}) {
    Outcome outcome = subtract({difference.add, difference.sub}, kStart);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(field(outcome.image, kPlace, 8), difference.expected)
        << difference.add;
  }
  // The two upper bits are an opcode of DWARF's.
  EXPECT_EQ(field(subtract({kSet6, kSub6}, 0xc0).image, kPlace, 1), 0xd4u);
}

TEST(RelocRiscv, DifferencesInUleb128KeepTheirLength) {
  // 0x123454 in four bytes, and in three, which is just enough.
  EXPECT_EQ(
      field(subtract({kSetUleb128, kSubUleb128}, 0x00808080).image, kPlace, 4),
      0x00c8e8d4u);
  EXPECT_EQ(
      field(subtract({kSetUleb128, kSubUleb128}, 0x7f008080).image, kPlace, 4),
      0x7f48e8d4u);
}

TEST(RelocRiscv, SubtractionNeedsSomethingBefore) {
  EXPECT_EQ(subtract({kSub32}, 0).messages,
            error("a.o(.text+0x8): R_RISCV_SUB32 against 'label': there is "
                  "nothing to subtract it from"));
  EXPECT_EQ(subtract({kAdd16, kSub8}, 0).messages,
            error("a.o(.text+0x8): R_RISCV_ADD16 against 'label': absolute "
                  "relocation would need a runtime relocation") +
                error("a.o(.text+0x8): R_RISCV_SUB8 against 'entry': there is "
                      "nothing to subtract it from"));
}

TEST(RelocRiscv, PlaceOutsideTheSection) {
  ElfBuilder builder(rv32());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, 4, kCall, entry);
  EXPECT_EQ(run_link(builder, rv32()).messages,
            error("a.o(.text+0x4): R_RISCV_CALL against 'entry': offset 0x4 "
                  "is outside the section of 8 bytes"));
}

TEST(RelocRiscv, UnknownType) {
  EXPECT_EQ(relocate(rv32(), 200, 0, 0).messages,
            error("a.o(.text+0x8): unknown relocation type 200 against "
                  "'entry'"));
}

TEST(RelocRiscv, EntryThatIsNotFirstGetsAJump) {
  ElfBuilder builder(rv32());
  uint16_t text = builder.section(".text", kCode, Bytes(0x2000));
  builder.symbol("entry", text, {.value = 0x17fc});
  Outcome outcome = run_link(builder, rv32());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  // auipc t1, 2; jalr zero, -2044(t1): to 8 + 0x17fc
  EXPECT_EQ(field(outcome.image, 0, 8), UINT64_C(0x8043006700002317));
}

// --- Relaxation --------------------------------------------------------------

// auipc t1, 0; jalr zero, 0(t1)
constexpr uint64_t kFarJump = 0x0003006700000317;

// A call at 0 of a function that is `distance` away if the call shrinks to
// `size` bytes.
Outcome relax_call(const Target& target, uint64_t call, size_t size,
                   int64_t distance) {
  ElfBuilder builder(target);
  Bytes bytes(uint64_t(distance) + 8 - size + 2);
  put(bytes, 0, call, 8);
  uint16_t text = builder.section(".text", kCode, bytes);
  builder.symbol("entry", text);
  uint32_t callee =
      builder.symbol("callee", text, {.value = bytes.size() - 2, .size = 2});
  builder.relocate(text, 0, kCallPlt, callee);
  builder.relocate(text, 0, kRelax, 0);
  return run_link(builder, target);
}

TEST(RelaxRiscv, CallsBecomeAsShortAsTheirDistanceAllows) {
  struct Form {
    const Target& target;
    uint64_t call;
    int64_t distance;
    size_t size;
    uint64_t expected;
  };
  // Padding for alignment could still grow by less than 4 (8 on 64 bits), so
  // the last distances are that far from the end of the range.
  for (const Form& form :
       {Form{rv32(), kFarCall, 2, 2, 0x2009},            // c.jal 2
        Form{rv32(), kFarCall, 2036, 2, 0x2fd5},         // c.jal 2036
        Form{rv32(), kFarCall, 2044, 4, 0x7fc000ef},     // jal 2044
        Form{rv32(), kFarJump, 2036, 2, 0xafd5},         // c.j 2036
        Form{rv64(), kFarCall, 8, 4, 0x008000ef},        // has no c.jal
        Form{rv64(), kFarJump, 2032, 2, 0xafc5},         // c.j 2032
        Form{rv32(), kFarCall, 1048566, 4, 0x7f7ff0ef},  // jal 1048566
        Form{rv32(), kFarCall, 1048576, 8, 0x000080e700100097}}) {
    Outcome outcome =
        relax_call(form.target, form.call, form.size, form.distance);
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    EXPECT_EQ(outcome.image.code_size, uint64_t(form.distance) + 2);
    EXPECT_EQ(field(outcome.image, 0, form.size), form.expected)
        << form.distance;
    // What is known about the function moved with it.
    SymbolInfo callee = outcome.image.symbols.back();
    EXPECT_EQ(callee.name, "callee");
    EXPECT_EQ(callee.offset, uint64_t(form.distance));
    EXPECT_EQ(callee.size, 2u);
  }
}

TEST(RelaxRiscv, OnlyWhereItIsAllowed) {
  ElfBuilder builder(rv32());
  Bytes bytes(8);
  put(bytes, 0, kFarCall, 8);
  uint16_t text = builder.section(".text", kCode, bytes);
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, 0, kCallPlt, entry);
  Outcome outcome = run_link(builder, rv32());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(field(outcome.image, 0, 8), kFarCall);
}

TEST(RelaxRiscv, OneShorterCallBringsAnotherInReach) {
  ElfBuilder builder(rv32());
  // Two calls of what is behind: the first reaches it with c.jal only once the
  // second is short.
  Bytes bytes(2048);
  put(bytes, 0, kFarCall, 8);
  put(bytes, 8, kFarCall, 8);
  uint16_t text = builder.section(".text", kCode, bytes);
  builder.symbol("entry", text);
  uint16_t last = builder.section(".text.last", kCode, Bytes(2));
  uint32_t callee = builder.symbol("callee", last);
  for (uint64_t place : {0, 8}) {
    builder.relocate(text, place, kCallPlt, callee);
    builder.relocate(text, place, kRelax, 0);
  }
  Outcome outcome = run_link(builder, rv32());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.code_size, 2048u - 12 + 2);
}

TEST(RelaxRiscv, EverythingThatNamesAPlaceMovesAlong) {
  ElfBuilder builder(rv32());
  Bytes bytes(40);
  put(bytes, 0, kFarCall, 8);
  put(bytes, 8, 0xa001, 2);       // c.j label
  put(bytes, 10, 0x00000517, 4);  // auipc a0, 0
  put(bytes, 14, 0x00050513, 4);  // addi a0, a0, 0
  put(bytes, 18, kFarCall, 8);
  put(bytes, 36, 0xffffffff, 4);  // label
  uint16_t text = builder.section(".text", kCode, bytes);
  uint16_t rodata = builder.section(".rodata", kReadOnly, Bytes(8));
  uint32_t entry = builder.symbol("entry", text);
  uint32_t label = builder.symbol("label", text, {.value = 36});
  uint32_t upper = builder.symbol("upper", text, {.value = 10});
  uint32_t table = builder.symbol("table", rodata);
  uint32_t section = builder.section_symbol(text);
  for (uint64_t place : {0, 18}) {
    builder.relocate(text, place, kCallPlt, entry);
    builder.relocate(text, place, kRelax, 0);
    if (place == 0) {
      builder.relocate(text, 8, kRvcJump, label);
      builder.relocate(text, 10, kPcrelHi20, table);
      builder.relocate(text, 14, kPcrelLo12I, upper);
    }
  }
  builder.relocate(rodata, 0, kAdd32, label);
  builder.relocate(rodata, 0, kSub32, entry);
  builder.relocate(rodata, 4, k32Pcrel, section, 36);
  Outcome outcome = run_link(builder, rv32());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  // Both calls lost 6 bytes: the label is at 24, the table at 28.
  EXPECT_EQ(outcome.image.code_size, 28u);
  EXPECT_EQ(field(outcome.image, 0, 2), 0x2001u);  // c.jal 0
  EXPECT_EQ(field(outcome.image, 2, 2), 0xa819u);  // c.j 22
  EXPECT_EQ(field(outcome.image, 4, 8), UINT64_C(0x0185051300000517));
  EXPECT_EQ(field(outcome.image, 12, 2), 0x3fd5u);  // c.jal -12
  EXPECT_EQ(field(outcome.image, 24, 4), 0xffffffffu);
  EXPECT_EQ(field(outcome.image, 28, 4), 24u);
  EXPECT_EQ(field(outcome.image, 32, 4), uint32_t(24 - 32));
}

TEST(RelaxRiscv, PaddingIsNoMoreThanAlignmentNeeds) {
  for (bool with_call : {false, true}) {
    ElfBuilder builder(rv64());
    Bytes bytes(22);
    put(bytes, 0, kFarJump, 8);
    put(bytes, 8, 0x0001, 2);
    put(bytes, 10, UINT64_C(0x000000130001), 6);
    put(bytes, 16, 0xabcd, 6);
    uint16_t text = builder.section(".text", kCode, bytes, {.alignment = 8});
    uint32_t entry = builder.symbol("entry", text);
    builder.relocate(text, 0, kCallPlt, entry);
    if (with_call) builder.relocate(text, 0, kRelax, 0);
    builder.relocate(text, 10, kAlign, 0, 6);  // to 8
    Outcome outcome = run_link(builder, rv64());
    ASSERT_TRUE(outcome.ok) << outcome.messages;
    // 10 bytes before or, with a jump of 2, 4: to 16 or 8.
    uint64_t aligned = with_call ? 8 : 16;
    EXPECT_EQ(outcome.image.code_size, aligned + 6);
    EXPECT_EQ(field(outcome.image, aligned, 2), 0xabcdu);
    EXPECT_EQ(field(outcome.image, aligned - 4, 4), 0x00000013u);  // nop
  }
}

TEST(RelaxRiscv, AlignmentThatTheLoaderDoesNotGiveIsNoAlignment) {
  ElfBuilder builder(rv32());
  Bytes bytes(16);
  put(bytes, 14, 0xabcd, 2);
  uint16_t text = builder.section(".text", kCode, bytes);
  builder.symbol("entry", text);
  builder.relocate(text, 0, kAlign, 0, 14);  // 16: more than the core needs
  Outcome outcome = run_link(builder, rv32());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text, Bytes({0xcd, 0xab}));
}

TEST(RelaxRiscv, MalformedHintsAreIgnored) {
  ElfBuilder builder(rv32());
  Bytes bytes(16, 0x11);
  uint16_t text = builder.section(".text", kCode, bytes);
  uint32_t entry = builder.symbol("entry", text);
  builder.relocate(text, 0, kAlign, 0, 1000);
  builder.relocate(text, 4, kAlign, 0, -2);
  builder.relocate(text, UINT32_MAX, kAlign, 0, 2);
  builder.relocate(text, 8, kCallPlt, entry);  // there is no call
  builder.relocate(text, 8, kRelax, 0);
  Outcome outcome = run_link(builder, rv32());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.size(), 16u);
}

}  // namespace
}  // namespace wasm2mpy::link::test
