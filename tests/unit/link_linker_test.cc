// Symbols, garbage collection, layout, merging, and what an image refuses.
#include <gtest/gtest.h>

#include "link_fixture.h"

namespace wasm2mpy::link::test {
namespace {

constexpr uint32_t kPc32 = 2;
constexpr uint32_t kPlt32 = 4;

std::string names(const Image& image) {
  std::string text;
  for (const SymbolInfo& symbol : image.symbols) {
    if (!text.empty()) text += ' ';
    text += symbol.name;
  }
  return text;
}

int32_t word(const Image& image, uint64_t offset) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) {
    value |= uint32_t{image.text[offset + i]} << (8 * i);
  }
  return int32_t(value);
}

// An object whose entry has a call to each of `callees`, at offset 8 * i + 1.
ElfBuilder caller(const std::vector<std::string>& callees) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text.entry", kCode,
                                  Bytes(8 * callees.size() + 8, 0x90));
  builder.symbol("entry", text);
  for (size_t i = 0; i < callees.size(); ++i) {
    uint32_t callee = builder.undefined(callees[i]);
    builder.relocate(text, 8 * i + 1, kPlt32, callee, -4);
  }
  return builder;
}

// An object that defines a function of four bytes.
ElfBuilder callee(const std::string& name, uint8_t byte = 0xc3,
                  uint8_t binding = elf::kBindGlobal) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text." + name, kCode, Bytes(4, byte));
  builder.symbol(name, text, {.binding = binding, .size = 4});
  return builder;
}

TEST(Linker, EntryComesFirstWhereverItIs) {
  ElfBuilder builder(x64());
  uint16_t first =
      builder.section(".text.first", kCode, Bytes(20, 1), {.alignment = 16});
  uint16_t entry = builder.section(".text.entry", kCode, Bytes(8, 2));
  builder.symbol("first", first);
  uint32_t symbol = builder.symbol("first_local", first,
                                   {.binding = elf::kBindLocal, .value = 4});
  builder.symbol("entry", entry);
  builder.relocate(entry, 0, kPc32, symbol, -4);
  Outcome outcome = run_link(builder);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(names(outcome.image), "entry first first_local");
  EXPECT_EQ(outcome.image.text.size(), 36u);
  EXPECT_EQ(outcome.image.code_size, 36u);
  EXPECT_EQ(word(outcome.image, 0), 20 - 4);
  EXPECT_EQ(outcome.image.text[8], 0xcc);  // padding
  EXPECT_TRUE(outcome.image.rodata.empty());
  EXPECT_TRUE(outcome.image.relocations.empty());
}

TEST(Linker, EntryInsideASectionIsReachedByAJump) {
  ElfBuilder builder(x64());
  uint16_t text =
      builder.section(".text", kCode, Bytes(32, 0x90), {.alignment = 4});
  builder.symbol("entry", text, {.value = 12});
  Outcome outcome = run_link(builder);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  // The section is at 8, behind the jump.
  EXPECT_EQ(outcome.image.text[0], 0xe9);
  EXPECT_EQ(word(outcome.image, 1), 8 + 12 - 5);
}

TEST(Linker, EntryIsMissingOrNoFunction) {
  Outcome outcome = run_link(callee("other"));
  EXPECT_EQ(outcome.messages, error("entry symbol 'entry' is not defined"));

  ElfBuilder builder(x64());
  uint16_t data = builder.section(".rodata", kReadOnly, Bytes(4));
  builder.symbol("entry", data);
  EXPECT_EQ(run_link(builder).messages,
            error("a.o: entry symbol 'entry' is not a function"));
}

TEST(Linker, WhatIsNotReachedIsLeftOut) {
  ElfBuilder builder(x64());
  uint16_t entry = builder.section(".text.entry", kCode, Bytes(8));
  uint16_t used = builder.section(".text.used", kCode, Bytes(8));
  uint16_t unused = builder.section(".text.unused", kCode, Bytes(8));
  uint16_t table = builder.section(".rodata.table", kReadOnly, Bytes(8));
  uint16_t state = builder.section(".data", kWritable, Bytes(8));
  builder.symbol("entry", entry);
  uint32_t used_symbol = builder.symbol("used", used);
  builder.symbol("unused", unused);
  uint32_t table_symbol =
      builder.symbol("table", table, {.type = elf::kSymbolObject, .size = 8});
  uint32_t state_symbol = builder.symbol("state", state);
  uint32_t missing = builder.undefined("missing");
  builder.relocate(entry, 0, kPc32, used_symbol, -4);
  builder.relocate(used, 0, kPc32, table_symbol, -4);
  // Dead code may do what would be an error in live code.
  builder.relocate(unused, 0, kPc32, missing, -4);
  builder.relocate(unused, 4, kPc32, state_symbol, -4);
  Outcome outcome = run_link(builder);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(names(outcome.image), "entry used table");
  EXPECT_EQ(outcome.image.text.size(), 24u);
  EXPECT_EQ(outcome.image.code_size, 16u);
}

TEST(Linker, UndefinedSymbolsAreGrouped) {
  Outcome outcome = run_link({{"a.o", caller({"x", "x", "y"}).build()}});
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.text.entry+0x1): undefined symbol 'x'") +
                note("referenced by a.o(.text.entry+0x9), too") +
                error("a.o(.text.entry+0x11): undefined symbol 'y'"));

  outcome = run_link({{"a.o", caller({"x", "x", "x", "x", "x"}).build()}});
  EXPECT_EQ(outcome.messages,
            error("a.o(.text.entry+0x1): undefined symbol 'x'") +
                note("referenced by a.o(.text.entry+0x9), too") +
                note("referenced by a.o(.text.entry+0x11), too") +
                note("and by 2 more"));
}

TEST(Linker, RelocationErrorsAreLimited) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(128));
  uint32_t entry = builder.symbol("entry", text);
  for (uint64_t i = 0; i < 25; ++i) builder.relocate(text, 4 * i, 99, entry);
  Outcome outcome = run_link(builder);
  std::string expected;
  for (uint64_t i = 0; i < 20; ++i) {
    expected += error(std::format(
        "a.o(.text+{:#x}): unknown relocation type 99 against 'entry'", 4 * i));
  }
  EXPECT_EQ(outcome.messages, expected + note("and 5 more relocation errors"));
}

TEST(Linker, StrongDefinitionsWinOverWeakOnes) {
  Outcome outcome =
      run_link({{"a.o", caller({"f"}).build()},
                {"weak.o", callee("f", 1, elf::kBindWeak).build()},
                {"strong.o", callee("f", 2).build()},
                {"weak2.o", callee("f", 3, elf::kBindWeak).build()}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.back(), 2);
  EXPECT_EQ(outcome.image.text.size(), 20u);
}

TEST(Linker, DuplicateSymbols) {
  Outcome outcome = run_link({{"a.o", caller({"f"}).build()},
                              {"b.o", callee("f").build()},
                              {"c.o", callee("f").build()}});
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("duplicate symbol 'f': defined in b.o and in c.o"));
}

TEST(Linker, TheFirstOfEqualGroupsIsUsed) {
  auto with_group = [](uint8_t byte) {
    ElfBuilder builder(x64());
    uint16_t text =
        builder.section(".text.f", kCode | elf::kFlagGroup, Bytes(4, byte));
    uint32_t symbol = builder.symbol("f", text);
    builder.comdat(symbol, {text});
    return builder.build();
  };
  Outcome outcome = run_link({{"a.o", caller({"f"}).build()},
                              {"b.o", with_group(7)},
                              {"c.o", with_group(8)}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.size(), 20u);
  EXPECT_EQ(outcome.image.text.back(), 7);
}

TEST(Linker, WritableSectionsAreRefused) {
  struct Case {
    std::string section;
    uint64_t flags;
    ElfBuilder::SectionOptions options;
    std::string message;
  };
  const Case cases[] = {
      {".data",
       kWritable,
       {},
       "a.o(.data): writable data 'state' (4 bytes) and 1 more is not "
       "supported: all state must be in the instance"},
      {".bss",
       kWritable,
       {.type = elf::kSectionNobits, .nobits_size = 8},
       "a.o(.bss): writable data 'state' (4 bytes) and 1 more is not "
       "supported: all state must be in the instance"},
      {".data.rel.ro",
       kWritable,
       {},
       "a.o(.data.rel.ro): constant data 'state' (4 bytes) and 1 more holds "
       "absolute addresses, which would need runtime relocations"},
      {".tbss",
       kWritable | elf::kFlagTls,
       {},
       "a.o(.tbss): thread-local data 'state' (4 bytes) and 1 more is not "
       "supported"},
  };
  for (const Case& test : cases) {
    ElfBuilder builder(x64());
    uint16_t text = builder.section(".text", kCode, Bytes(8));
    Bytes bytes(test.options.type == elf::kSectionNobits ? 0 : 8);
    uint16_t data =
        builder.section(test.section, test.flags, bytes, test.options);
    builder.symbol("entry", text);
    uint32_t state =
        builder.symbol("state", data, {.type = elf::kSymbolObject, .size = 4});
    builder.symbol("other", data, {.type = elf::kSymbolObject, .size = 4});
    builder.relocate(text, 0, kPc32, state, -4);
    Outcome outcome = run_link(builder);
    EXPECT_FALSE(outcome.ok);
    EXPECT_EQ(outcome.messages, error(test.message));
  }
}

TEST(Linker, EmptyWritableSectionsAreNoProblem) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint16_t data = builder.section(".data", kWritable, {});
  builder.symbol("entry", text);
  uint32_t symbol = builder.section_symbol(data);
  builder.relocate(text, 0, kPc32, symbol, -4);
  EXPECT_TRUE(run_link(builder).ok);
}

TEST(Linker, CommonSymbolsAndConstructorsAreRefused) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  builder.section(".init_array", kWritable, Bytes(8),
                  {.type = elf::kSectionInitArray});
  builder.symbol("entry", text);
  uint32_t common = builder.symbol("common", elf::kIndexCommon,
                                   {.type = elf::kSymbolObject, .size = 16});
  builder.relocate(text, 0, kPc32, common, -4);
  Outcome outcome = run_link(builder);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.messages,
            error("a.o(.init_array): constructors and destructors are not "
                  "supported") +
                error("a.o(.text+0x0): writable data 'common' (16 bytes) is "
                      "not supported: all state must be in the instance"));
}

TEST(Linker, UnwindTablesAndNotesAreDropped) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint32_t entry = builder.symbol("entry", text);
  uint16_t frames = builder.section(".eh_frame", kReadOnly, Bytes(8));
  builder.relocate(frames, 0, 1, entry);
  builder.section(".note.GNU-stack", 0, {});
  builder.section(".comment", 0, Bytes(8));
  builder.section(".llvm_addrsig", 0, Bytes(8));
  Outcome outcome = run_link(builder);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.size(), 8u);
}

TEST(Linker, ReferencesToDroppedSectionsAreRefused) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint16_t frames = builder.section(".eh_frame", kReadOnly, Bytes(8));
  builder.symbol("entry", text);
  uint32_t symbol = builder.section_symbol(frames);
  builder.relocate(text, 0, kPc32, symbol, -4);
  EXPECT_EQ(run_link(builder).messages,
            error("a.o(.text+0x0): R_X86_64_PC32 against '.eh_frame' refers "
                  "to section '.eh_frame', which is not loaded"));
}

TEST(Linker, DataIsOrderedByAlignment) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(12, 0x90));
  builder.symbol("entry", text);
  uint64_t place = 0;
  for (uint64_t alignment : {1, 8, 2, 4}) {
    uint16_t data = builder.section(
        ".rodata." + std::to_string(alignment), kReadOnly,
        Bytes(alignment, uint8_t(alignment)), {.alignment = alignment});
    uint32_t symbol =
        builder.symbol("r" + std::to_string(alignment), data,
                       {.type = elf::kSymbolObject, .size = alignment});
    builder.relocate(text, place, kPc32, symbol, 0);
    place += 2;
  }
  Outcome outcome = run_link(builder);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.code_size, 12u);
  EXPECT_EQ(names(outcome.image), "entry r8 r4 r2 r1");
  EXPECT_EQ(outcome.image.text.size(), 16u + 8 + 4 + 2 + 1);
}

TEST(Linker, AlignmentBeyondTheLoadersIsRefused) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8), {.alignment = 32});
  builder.symbol("entry", text);
  EXPECT_EQ(run_link(builder).messages,
            error("a.o(.text): alignment 32 is more than MicroPython gives a "
                  "module (16)"));
}

TEST(Linker, EqualConstantsAreMerged) {
  auto with_constants = [](const std::string& function, Bytes constants) {
    ElfBuilder builder(x64());
    uint16_t text = builder.section(".text." + function, kCode, Bytes(12));
    uint16_t data =
        builder.section(".rodata.cst4", kConstants, std::move(constants),
                        {.alignment = 4, .entry_size = 4});
    builder.symbol(function, text);
    uint32_t first = builder.symbol(
        ".LCPI0_0", data,
        {.binding = elf::kBindLocal, .type = elf::kSymbolNoType});
    // By name at offset 8, and through the section's symbol.
    uint32_t third = builder.symbol(
        ".LCPI0_2", data,
        {.binding = elf::kBindLocal, .type = elf::kSymbolNoType, .value = 8});
    uint32_t section = builder.section_symbol(data);
    builder.relocate(text, 0, kPc32, first, -4);
    builder.relocate(text, 4, kPc32, third, -4);
    builder.relocate(text, 8, kPc32, section, 8);
    return builder;
  };
  // The second of each is not used.
  ElfBuilder a = with_constants("entry", {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3});
  ElfBuilder b = with_constants("f", {3, 3, 3, 3, 4, 4, 4, 4, 1, 1, 1, 1});
  uint32_t f = a.undefined("f");
  a.relocate(1, 0, 0, f);  // R_X86_64_NONE refers to nothing
  Outcome outcome = run_link({{"a.o", a.build()}, {"b.o", b.build()}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.size(), 12u + 8);

  a.relocate(1, 0, kPc32, f, 0);
  a.relocate(1, 0, kPc32, 2, -4);  // the first constant again
  outcome = run_link({{"a.o", a.build()}, {"b.o", b.build()}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const Image& image = outcome.image;
  ASSERT_EQ(image.text.size(), 24u + 8);
  EXPECT_EQ(Bytes(image.text.begin() + 24, image.text.end()),
            Bytes({1, 1, 1, 1, 3, 3, 3, 3}));
  EXPECT_EQ(word(image, 0), 24 - 4);        // a: first, 1
  EXPECT_EQ(word(image, 4), 28 - 4 - 4);    // a: third, 3
  EXPECT_EQ(word(image, 8), 28 - 8);        // a: section + 8
  EXPECT_EQ(word(image, 12), 28 - 12 - 4);  // b: first, 3
  EXPECT_EQ(word(image, 16), 24 - 16 - 4);  // b: third, 1
}

TEST(Linker, EqualStringsAreMerged) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(16));
  uint16_t strings = builder.section(
      ".rodata.str1.1", kStrings,
      {'a', 'b', 0, 'x', 0, 'a', 'b', 0, 'c', 'd', 0}, {.entry_size = 1});
  builder.symbol("entry", text);
  for (auto [place, value] : {std::pair(0, 0), {4, 5}, {8, 9}}) {
    uint32_t symbol = builder.symbol(".L.str", strings,
                                     {.binding = elf::kBindLocal,
                                      .type = elf::kSymbolObject,
                                      .value = uint64_t(value)});
    builder.relocate(text, uint64_t(place), kPc32, symbol, 0);
  }
  Outcome outcome = run_link(builder);
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  const Image& image = outcome.image;
  EXPECT_EQ(Bytes(image.text.begin() + 16, image.text.end()),
            Bytes({'a', 'b', 0, 'c', 'd', 0}));
  EXPECT_EQ(word(image, 0), 16);
  EXPECT_EQ(word(image, 4), 16 - 4);
  EXPECT_EQ(word(image, 8), 16 + 4 - 8);  // inside "cd"
}

TEST(Linker, ReferencesOutsideMergedSectionsAreRefused) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8));
  uint16_t data = builder.section(".rodata.cst4", kConstants, Bytes(8),
                                  {.alignment = 4, .entry_size = 4});
  builder.symbol("entry", text);
  uint32_t section = builder.section_symbol(data);
  builder.relocate(text, 0, kPc32, section, 8);
  EXPECT_EQ(run_link(builder).messages,
            error("a.o(.text+0x0): R_X86_64_PC32 against '.rodata.cst4' "
                  "refers to offset 0x8 of section '.rodata.cst4', which has "
                  "8 bytes"));
}

TEST(Linker, ArchiveMembersAreTakenWhenNeeded) {
  ArchiveBuilder first, second;
  // f needs g of the other archive, which needs h of the first one.
  ElfBuilder f = callee("f", 1);
  uint32_t g_in_f = f.undefined("g");
  f.relocate(1, 0, kPc32, g_in_f, -4);
  ElfBuilder g = callee("g", 2);
  uint32_t h_in_g = g.undefined("h");
  g.relocate(1, 0, kPc32, h_in_g, -4);
  first.member("f.o", {"f"}, f.build());
  first.member("unused.o", {"unused"}, callee("unused", 9).build());
  first.member("a_long_member_name.o", {"h"}, callee("h", 3).build());
  second.member("g.o", {"g", "g2"}, g.build());
  Outcome outcome =
      run_link({{"a.o", caller({"f"}).build()}},
               {{"one.a", first.build()}, {"two.a", second.build()}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(names(outcome.image), "entry f g h");
}

TEST(Linker, ArchiveMembersAreNamedInMessages) {
  ArchiveBuilder archive;
  ElfBuilder f = callee("f");
  uint32_t missing = f.undefined("missing");
  f.relocate(1, 0, kPc32, missing, -4);
  archive.member("a_long_member_name.o", {"f"}, f.build());
  Outcome outcome =
      run_link({{"a.o", caller({"f"}).build()}}, {{"lib.a", archive.build()}});
  EXPECT_EQ(outcome.messages,
            error("lib.a(a_long_member_name.o)(.text.f+0x0): undefined symbol "
                  "'missing'"));
}

TEST(Linker, ObjectsWinOverArchives) {
  ArchiveBuilder archive;
  archive.member("f.o", {"f"}, callee("f", 1).build());
  Outcome outcome = run_link(
      {{"a.o", caller({"f"}).build()}, {"b.o", callee("f", 2).build()}},
      {{"lib.a", archive.build()}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text.back(), 2);
}

TEST(Linker, MalformedArchives) {
  auto messages = [](std::string_view text) {
    return run_link({{"a.o", caller({"f"}).build()}},
                    {{"lib.a", Bytes(text.begin(), text.end())}})
        .messages;
  };
  EXPECT_EQ(messages("!<thin>\n"),
            error("lib.a:+0x0: thin archives are not supported"));
  EXPECT_EQ(messages("ELF"), error("lib.a:+0x0: not an archive (it does not "
                                   "start with '!<arch>')"));
  EXPECT_EQ(messages("!<arch>\nf.o/"),
            error("lib.a:+0x8: unexpected end while reading member name"));
  std::string header = "f.o/";
  header.resize(48, ' ');
  EXPECT_EQ(messages("!<arch>\n" + header + "0         `\n"),
            error("lib.a:+0x8: archive has no symbol index (ranlib adds it)"));
  EXPECT_EQ(messages("!<arch>\n" + header + "9         `\n"),
            error("lib.a:+0x8: archive member of 9 bytes ends after the end "
                  "of the file"));
  EXPECT_EQ(messages("!<arch>\n" + header + "x         `\n"),
            error("lib.a:+0x8: malformed archive member header"));
}

TEST(Linker, ObjectsForAnotherMachine) {
  Outcome outcome = run_link({{"a.o", ElfBuilder(x86()).build()}});
  EXPECT_EQ(outcome.messages,
            error("a.o:+0x4: wrong kind of ELF file for x64 (got class 1, "
                  "byte order 1, expected class 2, byte order 1)"));
  outcome =
      run_link({{"a.o", ElfBuilder(*target::find_target("rv64imc")).build()}});
  EXPECT_EQ(outcome.messages,
            error("a.o:+0x12: object for another machine (got 243, expected "
                  "62 for x64)"));
  outcome = run_link({{"a.o", Bytes({'n', 'o', 'n', 'e', '!'})}});
  EXPECT_EQ(outcome.messages,
            error("a.o:+0x0: not an ELF object (it does not start with 7f 'E' "
                  "'L' 'F')"));
}

TEST(Linker, TheSameInputGivesTheSameImage) {
  std::vector<NamedBytes> objects = {{"a.o", caller({"f", "g"}).build()},
                                     {"b.o", callee("g").build()},
                                     {"c.o", callee("f").build()}};
  EXPECT_EQ(run_link(objects).image.text, run_link(objects).image.text);
  EXPECT_EQ(names(run_link(objects).image), "entry g f");
}

// Objects with more sections than 16 bits can number, as large modules with a
// section for each function are: the same file, numbered the other way.
TEST(Linker, ExtendedSectionNumbers) {
  ElfBuilder builder(x64());
  uint16_t text = builder.section(".text", kCode, Bytes(8, 0x90));
  builder.section(".symtab_shndx", 0, {0, 0, 0, 0, 1, 0, 0, 0},
                  {.type = elf::kSectionSymtabShndx});
  ASSERT_EQ(text, 1);
  builder.symbol("entry", elf::kIndexExtended);
  Bytes bytes = builder.build();
  size_t headers = bytes.size() - 64 * 6;
  bytes[headers + 32] = bytes[60];  // number of sections to sh_size
  bytes[headers + 40] = bytes[62];  // index of the names to sh_link
  bytes[60] = 0;
  bytes[62] = bytes[63] = 0xff;
  Outcome outcome = run_link({{"a.o", bytes}});
  ASSERT_TRUE(outcome.ok) << outcome.messages;
  EXPECT_EQ(outcome.image.text, Bytes(8, 0x90));
}

// An object with something of everything.
Bytes rich_object(const Target& target) {
  ElfBuilder builder(target, target.word_size == 8);
  uint16_t text = builder.section(".text", kCode, Bytes(32), {.alignment = 16});
  uint16_t group =
      builder.section(".text.g", kCode | elf::kFlagGroup, Bytes(8));
  uint16_t constants = builder.section(".rodata.cst8", kConstants, Bytes(16),
                                       {.alignment = 8, .entry_size = 8});
  uint16_t strings = builder.section(".rodata.str1.1", kStrings,
                                     {'a', 0, 'b', 0}, {.entry_size = 1});
  uint16_t zeros = builder.section(
      ".bss", kReadOnly, {}, {.type = elf::kSectionNobits, .nobits_size = 8});
  uint32_t entry = builder.symbol("entry", text, {.size = 32});
  uint32_t g = builder.symbol("g", group, {.binding = elf::kBindWeak});
  builder.comdat(g, {group});
  uint32_t number = builder.symbol("number", elf::kIndexAbsolute);
  builder.relocate(text, 2, 2, builder.section_symbol(constants), 8);
  builder.relocate(text, 6, 2, builder.section_symbol(strings), 2);
  builder.relocate(text, 10, 2, g, -4);
  builder.relocate(text, 14, 2, builder.symbol("zeros", zeros), -4);
  builder.relocate(group, 0, 2, entry, -4);
  builder.relocate(text, 18, target.word_size == 8 ? 10 : 1, number, 1);
  return builder.build();
}

TEST(Linker, TruncatedObjectsAreRefused) {
  for (const Target* target : {&x64(), &x86()}) {
    Bytes bytes = rich_object(*target);
    Outcome whole = run_link({{"a.o", bytes}}, {}, *target);
    ASSERT_TRUE(whole.ok) << whole.messages;
    for (size_t size = 0; size < bytes.size(); ++size) {
      Bytes part(bytes.begin(), bytes.begin() + ptrdiff_t(size));
      Outcome outcome = run_link({{"a.o", part}}, {}, *target);
      EXPECT_FALSE(outcome.ok) << size;
      EXPECT_NE(outcome.messages, "") << size;
    }
  }
}

TEST(Linker, CorruptedObjectsDoNotCrash) {
  for (const Target* target : {&x64(), &x86()}) {
    Bytes bytes = rich_object(*target);
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (int value : {0x00, 0xff, bytes[i] ^ 0x10}) {
        Bytes changed = bytes;
        changed[i] = uint8_t(value);
        Outcome outcome = run_link({{"a.o", changed}}, {}, *target);
        EXPECT_NE(outcome.ok, !outcome.messages.empty()) << i;
      }
    }
  }
}

TEST(Linker, CorruptedArchivesDoNotCrash) {
  ArchiveBuilder builder;
  builder.member("f.o", {"f"}, callee("f").build());
  builder.member("a_long_member_name.o", {"g"}, callee("g").build());
  Bytes bytes = builder.build();
  NamedBytes object{"a.o", caller({"f", "g"}).build()};
  ASSERT_TRUE(run_link({object}, {{"lib.a", bytes}}).ok);
  for (size_t i = 0; i < bytes.size(); ++i) {
    Bytes part(bytes.begin(), bytes.begin() + ptrdiff_t(i));
    EXPECT_FALSE(run_link({object}, {{"lib.a", part}}).ok) << i;
    for (int value : {0x00, 0x39, 0xff}) {
      Bytes changed = bytes;
      changed[i] = uint8_t(value);
      Outcome outcome = run_link({object}, {{"lib.a", changed}});
      EXPECT_NE(outcome.ok, !outcome.messages.empty()) << i;
    }
  }
}

}  // namespace
}  // namespace wasm2mpy::link::test
