// Literals of Xtensa: what is kept, what is merged, where the pools are, and
// what the loader is asked to relocate.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "link_fixture.h"

namespace wasm2mpy::link::test {
namespace {

using Part = RuntimeRelocation::Part;
using Base = RuntimeRelocation::Base;

constexpr uint32_t k32 = 1, k32Pcrel = 14, kSlot0Op = 20;

const Target& xtensa() { return *target::find_target("xtensawin"); }

Bytes words(const std::vector<uint32_t>& values) {
  Bytes bytes;
  for (uint32_t value : values) {
    for (unsigned i = 0; i < 4; ++i) {
      bytes.push_back(uint8_t(value >> (8 * i)));
    }
  }
  return bytes;
}

uint32_t word(std::span<const uint8_t> bytes, uint64_t offset) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) {
    value |= uint32_t{bytes[offset + i]} << (8 * i);
  }
  return value;
}

// The place that the L32R at `P` loads from.
uint64_t loaded_place(const Image& image, uint64_t P) {
  EXPECT_EQ(image.text[P] & 0xf, 1) << "no l32r at " << P;
  uint64_t number = image.text[P + 1] | uint64_t{image.text[P + 2]} << 8;
  return ((P + 3) & ~uint64_t{3}) + (number << 2) - 0x40000;
}

// What it loads if the loader puts text at `text` and read-only data at
// `rodata`: the relocations are carried out as py/persistentcode.c does.
constexpr uint32_t kTextAddress = 0x40100000, kRodataAddress = 0x3fff0000;

struct Loaded {
  Bytes text;
  Bytes rodata;
};

Loaded load(const Image& image) {
  Loaded loaded{image.text, image.rodata};
  std::set<std::pair<Part, uint64_t>> places;
  for (const RuntimeRelocation& relocation : image.relocations) {
    Bytes& bytes = relocation.part == Part::kText ? loaded.text : loaded.rodata;
    EXPECT_TRUE(places.emplace(relocation.part, relocation.offset).second);
    uint32_t address =
        relocation.base == Base::kText ? kTextAddress : kRodataAddress;
    Bytes sum = words({word(bytes, relocation.offset) + address});
    std::ranges::copy(sum, bytes.begin() + ptrdiff_t(relocation.offset));
  }
  return loaded;
}

// The value that the L32R at P puts into its register.
uint32_t loaded_value(const Image& image, uint64_t P) {
  return word(load(image).text, loaded_place(image, P));
}

uint64_t offset_of(const Image& image, std::string_view name) {
  for (const SymbolInfo& symbol : image.symbols) {
    if (symbol.name == name) return symbol.offset;
  }
  ADD_FAILURE() << "no symbol " << name;
  return 0;
}

// A literal: a symbol and an addend, or only a number.
struct LiteralValue {
  uint32_t symbol = 0;  // 0: none
  int64_t addend = 0;
};

// Makes functions that load literals, each with sections of its own.
class Program {
 public:
  Program() : builder(xtensa()) {}

  // A function of `size` bytes; instruction i loads literal i.
  uint32_t function(const std::string& name,
                    const std::vector<LiteralValue>& literals,
                    size_t size = 0) {
    Bytes numbers(4 * literals.size());
    Bytes code;
    for (const LiteralValue& literal : literals) {
      size_t index = code.size() / 3;
      if (literal.symbol == 0) {
        Bytes number = words({uint32_t(literal.addend)});
        std::ranges::copy(number, numbers.begin() + ptrdiff_t(4 * index));
      }
      code.insert(code.end(), {0x21, 0, 0});
    }
    code.resize(std::max(size, code.size() + 3), 0xf0);
    uint16_t text =
        builder.section(".text." + name, kCode, code, {.alignment = 4});
    uint32_t symbol = builder.symbol(name, text, {.size = code.size()});
    if (literals.empty()) return symbol;
    uint16_t list =
        builder.section(".literal." + name, kCode, numbers, {.alignment = 4});
    uint32_t list_symbol = builder.section_symbol(list);
    for (size_t i = 0; i < literals.size(); ++i) {
      builder.relocate(text, 3 * i, kSlot0Op, list_symbol, int64_t(4 * i));
      if (literals[i].symbol == 0) continue;
      builder.relocate(list, 4 * i, k32, literals[i].symbol,
                       literals[i].addend);
    }
    return symbol;
  }

  uint32_t data(const std::string& name, Bytes bytes, uint64_t alignment = 4) {
    uint16_t section =
        builder.section(".rodata." + name, kReadOnly, std::move(bytes),
                        {.alignment = alignment});
    last_data = section;
    return builder.symbol(name, section, {.type = elf::kSymbolObject});
  }

  Outcome link() const { return run_link(builder, xtensa()); }

  ElfBuilder builder;
  uint16_t last_data = 0;  // the section of the last data()
};

TEST(Literals, ArePutBeforeTheCode) {
  Program program;
  uint32_t table = program.data("table", words({1, 2, 3}));
  uint32_t callee = program.function("callee", {});
  program.function("entry", {{0, 0x12345678}, {table, 8}, {callee, 0}});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const Image& image = outcome.image;
  uint64_t entry = offset_of(image, "entry");
  uint64_t place = offset_of(image, "callee");
  // Jump, three literals, entry, callee.
  EXPECT_EQ(entry, 16u);
  EXPECT_EQ(image.text[0] & 0x3f, 0x06);  // j
  EXPECT_EQ(word(image.text, 0) & 0xffffff, (entry - 4) << 6 | 6);
  EXPECT_EQ(image.text.size(), image.code_size);
  EXPECT_EQ(image.rodata, words({1, 2, 3}));
  EXPECT_EQ(loaded_value(image, entry), 0x12345678u);
  EXPECT_EQ(loaded_value(image, entry + 3), kRodataAddress + 8);
  EXPECT_EQ(loaded_value(image, entry + 6), kTextAddress + place);
  EXPECT_EQ(image.relocations.size(), 2u);
}

TEST(Literals, CodeWithoutThemNeedsNoJump) {
  Program program;
  program.function("entry", {});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text, Bytes(3, 0xf0));
}

TEST(Literals, WhatIsLoadedIsKept) {
  Program program;
  uint32_t far = program.data("far", words({1}));
  uint32_t unused = program.data("unused", words({2}));
  uint32_t deep = program.function("deep", {{far, 0}});
  uint32_t missing = program.builder.undefined("missing");
  program.function("dead", {{unused, 0}, {missing, 0}, {0, 77}});
  program.function("entry", {{deep, 0}});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.rodata, words({1}));
  EXPECT_EQ(offset_of(outcome.image, "entry"), 12u);  // two literals
  EXPECT_EQ(outcome.image.symbols.size(), 3u);
}

// Of two objects, and of symbols and section symbols.
TEST(Literals, EqualOnesAreOne) {
  Program first;
  uint32_t table = first.data("table", words({1, 2}));
  uint32_t other = first.builder.undefined("other");
  first.function("entry", {{0, 5}, {table, 4}, {other, 0}, {0, 5}});
  Program second;
  uint32_t same = second.builder.undefined("table");
  second.function("other", {{same, 4}, {0, 5}, {same, 0}, {0, 4}});
  Outcome outcome = run_link(
      {{"a.o", first.builder.build()}, {"b.o", second.builder.build()}}, {},
      xtensa());
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const Image& image = outcome.image;
  uint64_t a = offset_of(image, "entry");
  uint64_t b = offset_of(image, "other");
  // 5, table + 4, other, table, 4.
  EXPECT_EQ(a, 4u + 5 * 4);
  EXPECT_EQ(loaded_place(image, a), loaded_place(image, a + 9));
  EXPECT_EQ(loaded_place(image, a), loaded_place(image, b + 3));
  EXPECT_EQ(loaded_place(image, a + 3), loaded_place(image, b));
  EXPECT_EQ(loaded_value(image, b), kRodataAddress + 4);
  EXPECT_EQ(loaded_value(image, b + 6), kRodataAddress);
  EXPECT_EQ(loaded_value(image, b + 9), 4u);
}

TEST(Literals, OfEqualStringsAreOne) {
  Program program;
  ElfBuilder& builder = program.builder;
  std::string_view text("abc\0xyz\0abc", 12);
  uint16_t strings =
      builder.section(".rodata.str1.1", kStrings,
                      Bytes(text.begin(), text.end()), {.entry_size = 1});
  uint32_t symbol = builder.section_symbol(strings);
  program.function("entry", {{symbol, 0}, {symbol, 8}, {symbol, 4}});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const Image& image = outcome.image;
  uint64_t entry = offset_of(image, "entry");
  EXPECT_EQ(entry, 12u);
  EXPECT_EQ(image.rodata.size(), 8u);
  EXPECT_EQ(loaded_place(image, entry), loaded_place(image, entry + 3));
  EXPECT_NE(loaded_place(image, entry), loaded_place(image, entry + 6));
}

// A label in a list of literals, with an addend that leads to the next one.
TEST(Literals, LabelsMayHaveAddends) {
  Program program;
  ElfBuilder& builder = program.builder;
  uint16_t list =
      builder.section(".literal", kCode, words({7, 8, 9}), {.alignment = 4});
  uint32_t label = builder.symbol(
      "label", list, {.binding = elf::kBindLocal, .type = 0, .value = 4});
  uint16_t text = builder.section(".text", kCode, {0x21, 0, 0, 0x21, 0, 0},
                                  {.alignment = 4});
  builder.symbol("entry", text);
  builder.relocate(text, 0, kSlot0Op, label, 4);
  builder.relocate(text, 3, kSlot0Op, label, 0);
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  uint64_t entry = offset_of(outcome.image, "entry");
  EXPECT_EQ(entry, 12u);
  EXPECT_EQ(loaded_value(outcome.image, entry), 9u);
  EXPECT_EQ(loaded_value(outcome.image, entry + 3), 8u);
}

// One entry of a .mpy covers consecutive words with the same base.
TEST(Literals, RelocatedOnesAreNeighbours) {
  Program program;
  uint32_t table = program.data("table", words({1, 2, 3}));
  uint32_t f = program.function("f", {{0, 1}, {table, 4}});
  uint32_t g = program.function("g", {{0, 2}, {table, 8}});
  program.function("entry", {{0, 3}, {f, 0}, {table, 0}, {g, 0}});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const std::vector<RuntimeRelocation>& list = outcome.image.relocations;
  ASSERT_EQ(list.size(), 5u);
  for (size_t i = 0; i < list.size(); ++i) {
    EXPECT_EQ(list[i].part, Part::kText);
    EXPECT_EQ(list[i].offset, 4 + 4 * i);
    EXPECT_EQ(list[i].base, i < 2 ? Base::kText : Base::kRodata);
  }
}

// Code that fills more than L32R reaches.
TEST(Literals, PoolsAreRepeated) {
  constexpr size_t kSize = 100000;
  Program program;
  uint32_t table = program.data("table", words({1}));
  std::vector<LiteralValue> calls = {{table, 0}};
  for (int i = 0; i < 7; ++i) {
    uint32_t symbol = program.function("f" + std::to_string(i),
                                       {{0, 1000}, {table, 0}, {0, i}}, kSize);
    calls.push_back({symbol, 0});
  }
  program.function("entry", calls);
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const Image& image = outcome.image;
  std::map<uint64_t, int> users;
  for (int i = 0; i < 7; ++i) {
    uint64_t f = offset_of(image, "f" + std::to_string(i));
    EXPECT_EQ(loaded_value(image, f), 1000u) << i;
    EXPECT_EQ(loaded_value(image, f + 3), kRodataAddress) << i;
    EXPECT_EQ(loaded_value(image, f + 6), uint32_t(i));
    ++users[loaded_place(image, f)];
  }
  // Two functions fit behind a pool each.
  EXPECT_EQ(users.size(), 4u);
  // Not more than it takes: 8 + 2 + 3 + 3 + 2 literals in the pools.
  EXPECT_LT(image.text.size(), 7 * kSize + 3 * 8 + 4 + 4 * 24 + 32);
}

// The last instruction that reaches a pool, and one that does not.
TEST(Literals, ReachOfOneFunction) {
  for (size_t size : {0x3ffff, 0x40000}) {
    Program program;
    ElfBuilder& builder = program.builder;
    uint16_t list =
        builder.section(".literal", kCode, words({7}), {.alignment = 4});
    Bytes code(size, 0xf0);
    code[size - 3] = 0x21;
    uint16_t text = builder.section(".text", kCode, code, {.alignment = 4});
    builder.symbol("entry", text);
    builder.relocate(text, size - 3, kSlot0Op, builder.section_symbol(list));
    Outcome outcome = program.link();
    if (size == 0x3ffff) {
      ASSERT_TRUE(outcome.ok) << outcome.messages;
      EXPECT_EQ(loaded_value(outcome.image, 8 + size - 3), 7u);
    } else {
      EXPECT_EQ(outcome.messages,
                error("a.o(.text+0x3fffd): R_XTENSA_SLOT0_OP against "
                      "'.literal': -262145 not in [-262141, -1]"));
    }
  }
}

TEST(Literals, BadListsAreReported) {
  Program program;
  ElfBuilder& builder = program.builder;
  uint16_t list = builder.section(".literal", kCode, Bytes(6));
  uint32_t symbol = builder.section_symbol(list);
  uint16_t text = builder.section(".text", kCode, {0x21, 0, 0});
  builder.symbol("entry", text);
  builder.relocate(text, 0, kSlot0Op, symbol);
  EXPECT_EQ(program.link().messages,
            error("a.o(.literal): literals must be words (got 6 bytes)"));
}

TEST(Literals, BadReferencesAreReported) {
  Program program;
  ElfBuilder& builder = program.builder;
  uint16_t list = builder.section(".literal", kCode, Bytes(8));
  uint32_t symbol = builder.section_symbol(list);
  uint16_t text = builder.section(".text", kCode, Bytes(16, 0x21));
  uint32_t entry = builder.symbol("entry", text);
  uint32_t missing = builder.undefined("missing");
  builder.relocate(text, 0, kSlot0Op, symbol, 0);
  builder.relocate(text, 3, kSlot0Op, symbol, 4);
  builder.relocate(text, 6, kSlot0Op, symbol, 8);
  builder.relocate(text, 12, k32, symbol, 0);
  builder.relocate(list, 2, k32, entry);
  builder.relocate(list, 4, k32, symbol, 0);
  builder.relocate(list, 4, k32, missing, 0);
  EXPECT_EQ(
      program.link().messages,
      error("a.o(.literal+0x2): R_XTENSA_32 against 'entry': a literal can "
            "have one relocation only, at its start") +
          error("a.o(.literal+0x4): R_XTENSA_32 against '.literal' refers to a "
                "literal, which has no place of its own") +
          error("a.o(.literal+0x4): R_XTENSA_32 against 'missing': a literal "
                "can have one relocation only, at its start") +
          error("a.o(.text+0x6): R_XTENSA_SLOT0_OP against '.literal' refers "
                "to offset 0x8 of section '.literal', which has 8 bytes") +
          error("a.o(.text+0xc): R_XTENSA_32 against '.literal' refers to a "
                "literal, which has no place of its own"));
}

TEST(Literals, UndefinedSymbolsAreGrouped) {
  Program program;
  uint32_t missing = program.builder.undefined("missing");
  uint32_t f = program.function("f", {{missing, 4}});
  program.function("entry", {{0, 1}, {missing, 0}, {f, 0}});
  EXPECT_EQ(program.link().messages,
            error("a.o(.literal.f+0x0): undefined symbol 'missing'") +
                note("referenced by a.o(.literal.entry+0x4), too"));
}

TEST(Literals, MisalignedPlaceIsRefused) {
  Program program;
  ElfBuilder& builder = program.builder;
  uint16_t list = builder.section(".literal", kCode, Bytes(8));
  uint16_t text = builder.section(".text", kCode, {0xf0, 0x20, 0, 0x21, 0, 0});
  builder.symbol("entry", text);
  builder.relocate(text, 3, kSlot0Op, builder.section_symbol(list), 2);
  EXPECT_EQ(program.link().messages,
            error("a.o(.text+0x3): R_XTENSA_SLOT0_OP against '.literal': 6 is "
                  "not a multiple of 4"));
}

// --- Read-only data ----------------------------------------------------------

TEST(DataApart, WordsInItAreRelocated) {
  Program program;
  uint32_t f = program.function("f", {});
  uint32_t name = program.data("name", {'a', 'b', 0}, 1);
  uint32_t table = program.data("table", words({0, 0, 0, 100}));
  uint16_t section = program.last_data;
  program.builder.relocate(section, 0, k32, f, 0);
  program.builder.relocate(section, 4, k32, name, 1);
  // Distances between data need no loader.
  program.builder.relocate(section, 8, k32Pcrel, name, 0);
  program.function("entry", {{table, 0}});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  Loaded loaded = load(outcome.image);
  uint64_t table_at = offset_of(outcome.image, "table");
  uint64_t name_at = offset_of(outcome.image, "name");
  EXPECT_EQ(word(loaded.rodata, table_at),
            kTextAddress + offset_of(outcome.image, "f"));
  EXPECT_EQ(word(loaded.rodata, table_at + 4), kRodataAddress + name_at + 1);
  EXPECT_EQ(word(loaded.rodata, table_at + 8), name_at - table_at - 8);
  EXPECT_EQ(word(loaded.rodata, table_at + 12), 100u);
}

// The garbage collector knows a block by a pointer to its start.
TEST(DataApart, ALiteralPointsToItsStart) {
  Program program;
  uint32_t hidden = program.data("hidden", words({1, 2}));
  uint32_t inner = program.data("inner", words({3, 4}));
  uint32_t outer = program.data("outer", words({5, 6}));
  program.function("entry", {{hidden, 4}, {inner, 4}, {outer, 0}});
  Outcome outcome = program.link();
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(offset_of(outcome.image, "outer"), 0u);
  EXPECT_EQ(outcome.image.rodata, words({5, 6, 1, 2, 3, 4}));
  uint64_t entry = offset_of(outcome.image, "entry");
  EXPECT_EQ(loaded_value(outcome.image, entry + 6), kRodataAddress);
}

TEST(DataApart, DistancesToItAreUnknown) {
  Program program;
  uint32_t table = program.data("table", words({1}));
  uint16_t text = program.builder.section(".text", kCode, Bytes(8));
  program.builder.symbol("entry", text);
  program.builder.relocate(text, 4, k32Pcrel, table);
  EXPECT_EQ(program.link().messages,
            error("a.o(.text+0x4): R_XTENSA_32_PCREL against 'table': text and "
                  "read-only data are not at a fixed distance"));
}

TEST(Literals, CorruptedObjectsDoNotCrash) {
  Program program;
  ElfBuilder& builder = program.builder;
  uint16_t strings = builder.section(".rodata.str1.1", kStrings,
                                     {'a', 0, 'b', 0}, {.entry_size = 1});
  uint32_t string = builder.section_symbol(strings);
  uint32_t table = program.data("table", words({0, 0}));
  uint16_t table_section = program.last_data;
  uint32_t f = program.function("f", {{string, 2}, {0, 3}, {table, 4}});
  builder.relocate(table_section, 0, k32, f);
  builder.relocate(table_section, 4, k32Pcrel, string);
  program.function("entry", {{table, 0}, {f, 0}, {0, 3}});
  Bytes bytes = builder.build();
  ASSERT_TRUE(program.link().ok);
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int value : {0x00, 0x01, 0xff, bytes[i] ^ 0x02, bytes[i] ^ 0x10}) {
      Bytes changed = bytes;
      changed[i] = uint8_t(value);
      Outcome outcome = run_link({{"a.o", changed}}, {}, xtensa());
      EXPECT_NE(outcome.ok, !outcome.messages.empty()) << i;
    }
  }
}

}  // namespace
}  // namespace wasm2mpy::link::test
