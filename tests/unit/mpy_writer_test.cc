// The bytes of written modules, and that the reader finds in them what was
// written.
#include <gtest/gtest.h>

#include "mpy/reader.h"
#include "mpy/writer.h"

namespace wasm2mpy::mpy {
namespace {

using Bytes = std::vector<uint8_t>;
using link::RuntimeRelocation;
using Part = RuntimeRelocation::Part;
using Base = RuntimeRelocation::Base;

NativeModule small_module() {
  NativeModule module;
  module.target = target::find_target("x64");
  module.source_name = "app.wasm";
  module.image.text = {0x31, 0xc0, 0xc3};
  return module;
}

Bytes write(const NativeModule& module) {
  Diagnostics diagnostics;
  Result<Bytes> bytes = write_mpy(module, diagnostics);
  EXPECT_TRUE(bytes.has_value()) << diagnostics.to_string();
  return bytes.value_or(Bytes());
}

MpyFile read(const Bytes& bytes) {
  Diagnostics diagnostics;
  Result<MpyFile> file = read_mpy(bytes, "app.mpy", diagnostics);
  EXPECT_TRUE(file.has_value()) << diagnostics.to_string();
  return file.value_or(MpyFile());
}

TEST(MpyWriter, SmallestModule) {
  EXPECT_EQ(
      write(small_module()),
      Bytes({'M',        6,    2 << 2 | 3, 31,  // header
             1,          1,                     // table sizes
             16,         'a',  'p',        'p',  '.', 'w', 'a', 's', 'm', 0,
             0,                                   // mp_fun_table
             3 << 3 | 2, 0x31, 0xc0,       0xc3,  // viper code
             0x10,       0xff}));                 // no relocations
}

TEST(MpyWriter, QstrsAreWrittenByNumberWhereTheyHaveOne) {
  NativeModule module = small_module();
  module.source_name = "a";
  module.qstrs = {"", "add", "zip", "__init__"};
  Bytes bytes = write(module);
  EXPECT_EQ(Bytes(bytes.begin() + 4, bytes.begin() + 19),
            Bytes({5, 1, 2, 'a', 0,      // "a"
                   1 << 1 | 1,           // "" is 1
                   6, 'a', 'd', 'd', 0,  // "add"
                   0x82, 0x4b,           // zip is 165
                   17 << 1 | 1,          // __init__ is 17
                   0}));
}

// Zero digits in front of the length pad.
TEST(MpyWriter, ConstantsAreAligned) {
  for (uint32_t alignment : {1u, 4u, 16u}) {
    for (size_t name = 1; name < 20; ++name) {
      NativeModule module = small_module();
      module.source_name = std::string(name, 'a');
      module.objects = {{ObjectType::kBytes, Bytes(300, 7), alignment},
                        {ObjectType::kStr, {'h', 'i'}}};
      Bytes bytes = write(module);
      MpyFile file = read(bytes);
      ASSERT_EQ(file.objects.size(), 3u);
      EXPECT_EQ(file.objects[1].bytes.size(), 300u);
      size_t offset = file.objects[1].bytes.data() - bytes.data();
      EXPECT_EQ(offset % alignment, 0u) << name;
      EXPECT_EQ(file.objects[2].bytes.size(), 2u);
    }
  }
}

TEST(MpyWriter, VuintsAreBigEndian) {
  NativeModule module = small_module();
  module.image.text.assign(0x1234, 0xc3);
  Bytes bytes = write(module);
  // 0x1234 << 3 | 2 = 0x91a2 = 2, 0x23, 0x22 in base 128.
  EXPECT_EQ(Bytes(bytes.begin() + 17, bytes.begin() + 20),
            Bytes({0x82, 0xa3, 0x22}));
}

TEST(MpyWriter, EverythingIsReadBack) {
  NativeModule module;
  module.target = target::find_target("xtensawin");
  module.source_name = "fft.wasm";
  module.qstrs = {"add", "print", std::string(255, 'q'), "a\0b", "caf\xc3\xa9"};
  module.qstrs[3] = std::string("a\0b", 3);
  module.objects = {{ObjectType::kBytes, Bytes(1000, 7)},
                    {ObjectType::kStr, {'h', 'i'}},
                    {ObjectType::kBytes, {}}};
  module.image.text = Bytes(64, 1);
  module.image.rodata = Bytes(32, 2);
  module.image.relocations = {
      {Part::kText, 0, Base::kText},    {Part::kText, 4, Base::kText},
      {Part::kText, 8, Base::kRodata},  {Part::kText, 20, Base::kRodata},
      {Part::kText, 24, Base::kRodata}, {Part::kText, 60, Base::kText},
      {Part::kRodata, 0, Base::kText},  {Part::kRodata, 28, Base::kRodata}};
  Bytes bytes = write(module);
  MpyFile file = read(bytes);

  EXPECT_EQ(file.version, 6);
  EXPECT_EQ(file.sub_version, 3);
  EXPECT_EQ(file.arch, target::MpyArch::kXtensawin);
  EXPECT_EQ(file.small_int_bits, 31);
  EXPECT_EQ(file.file_size, bytes.size());
  EXPECT_EQ(file.trailing_size, 0u);
  ASSERT_EQ(file.qstrs.size(), 6u);
  EXPECT_EQ(file.qstrs[0].text, "fft.wasm");
  for (size_t i = 0; i < module.qstrs.size(); ++i) {
    EXPECT_EQ(file.qstrs[i + 1].text, module.qstrs[i]);
    EXPECT_EQ(file.qstrs[i + 1].is_static, module.qstrs[i] == "print");
  }
  ASSERT_EQ(file.objects.size(), 4u);
  EXPECT_EQ(file.objects[0].type, ObjectType::kFunTable);
  for (size_t i = 0; i < module.objects.size(); ++i) {
    const MpyObject& object = file.objects[i + 1];
    EXPECT_EQ(object.type, module.objects[i].type);
    EXPECT_EQ(Bytes(object.bytes.begin(), object.bytes.end()),
              module.objects[i].bytes);
  }
  EXPECT_EQ(file.code.kind, CodeKind::kNativeViper);
  EXPECT_EQ(file.code.scope_flags, kScopeReloc | kScopeRodata);
  EXPECT_EQ(Bytes(file.code.text.begin(), file.code.text.end()),
            module.image.text);
  EXPECT_EQ(Bytes(file.code.rodata.begin(), file.code.rodata.end()),
            module.image.rodata);
  EXPECT_EQ(file.code.bss_size, 0u);
  EXPECT_EQ(bytes[file.code.text_offset], 1);

  // Runs are joined; what is left must be the same words.
  std::vector<RuntimeRelocation> words;
  for (const MpyRelocation& relocation : file.code.relocations) {
    for (uint64_t i = 0; i < relocation.count; ++i) {
      ASSERT_LE(relocation.kind, kRelocateRodata);
      Base base =
          relocation.kind == kRelocateText ? Base::kText : Base::kRodata;
      words.push_back({relocation.in_rodata ? Part::kRodata : Part::kText,
                       relocation.offset + 4 * i, base});
    }
  }
  ASSERT_EQ(words.size(), module.image.relocations.size());
  for (size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(words[i].part, module.image.relocations[i].part) << i;
    EXPECT_EQ(words[i].offset, module.image.relocations[i].offset) << i;
    EXPECT_EQ(words[i].base, module.image.relocations[i].base) << i;
  }
}

TEST(MpyWriter, RelocationsAreShort) {
  NativeModule module = small_module();
  module.image.text = Bytes(48, 0);
  module.image.relocations = {{Part::kText, 8, Base::kText},
                              {Part::kText, 16, Base::kText},
                              {Part::kText, 24, Base::kText},
                              {Part::kText, 32, Base::kRodata},
                              {Part::kText, 0, Base::kText}};
  Bytes bytes = write(module);
  EXPECT_EQ(Bytes(bytes.end() - 7, bytes.end()),
            Bytes({1 << 1 | 1, 1 << 1, 3,  // three words from word 1 on: text
                   2 << 1,                 // the word behind: rodata
                   0 << 1 | 1, 0,          // word 0: text
                   0xff}));
}

TEST(MpyWriter, LongNamesAreRefused) {
  NativeModule module = small_module();
  module.qstrs = {std::string(256, 'q')};
  Diagnostics diagnostics;
  EXPECT_FALSE(write_mpy(module, diagnostics).has_value());
  EXPECT_EQ(diagnostics.to_string(),
            "wasm2mpy: error: name " + quote(module.qstrs[0]) +
                " is too long for MicroPython (got 256 bytes, limit 255)\n");
}

TEST(MpyWriter, LongSourceNamesAreCut) {
  NativeModule module = small_module();
  module.source_name = std::string(1000, 's');
  EXPECT_EQ(read(write(module)).qstrs[0].text, std::string(255, 's'));
}

TEST(StaticQstrs, NumbersAndTextsMatch) {
  EXPECT_EQ(static_qstr_number(""), 1u);
  EXPECT_EQ(static_qstr_number("__dir__"), 2u);
  EXPECT_EQ(static_qstr_number("zip"), 165u);
  EXPECT_EQ(static_qstr_number("add"), std::nullopt);
  EXPECT_EQ(static_qstr(0), std::nullopt);
  EXPECT_EQ(static_qstr(166), std::nullopt);
  for (uint32_t number = 1; number <= 165; ++number) {
    ASSERT_TRUE(static_qstr(number).has_value());
    EXPECT_EQ(static_qstr_number(*static_qstr(number)), number);
  }
}

}  // namespace
}  // namespace wasm2mpy::mpy
