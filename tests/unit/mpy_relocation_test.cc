// Relocations of a .mpy as MicroPython's loader carries them out: the files
// are read here by a loader of our own, which follows mp_native_relocate() of
// py/persistentcode.c and shares nothing with src/mpy/reader.cc.
#include <gtest/gtest.h>

#include "mpy/reader.h"
#include "mpy/writer.h"

namespace wasm2mpy::mpy {
namespace {

using Bytes = std::vector<uint8_t>;
using link::RuntimeRelocation;
using Part = RuntimeRelocation::Part;
using Base = RuntimeRelocation::Base;

constexpr uint32_t kText = 0x40100000, kRodata = 0x3fff1230;

uint32_t address(Base base) {
  switch (base) {
    case Base::kText:
      return kText;
    case Base::kRodata:
      return kRodata;
  }
  return 0;
}

uint32_t get_word(const Bytes& bytes, size_t index) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) {
    value |= uint32_t{bytes.at(4 * index + i)} << (8 * i);
  }
  return value;
}

void add_to_word(Bytes& bytes, size_t index, uint32_t number) {
  uint32_t value = get_word(bytes, index) + number;
  for (size_t i = 0; i < 4; ++i) {
    bytes.at(4 * index + i) = uint8_t(value >> (8 * i));
  }
}

struct Memory {
  Bytes text;
  Bytes rodata;
  bool operator==(const Memory&) const = default;
};

// The parts of load_raw_code() and of the functions that it calls that matter
// for a native module of 32 bits.
class Loader {
 public:
  explicit Loader(const Bytes& file) : file_(file) {}

  Memory load() {
    at_ = 4;
    size_t qstrs = number();
    size_t objects = number();
    for (size_t i = 0; i < qstrs; ++i) {
      size_t length = number();
      if ((length & 1) == 0) at_ += (length >> 1) + 1;
    }
    // The function table, which has no contents.
    at_ += objects;
    size_t kind = number();
    EXPECT_EQ(kind & 7, 2u);
    Memory memory;
    memory.text = take(kind >> 3);
    size_t flags = number();
    EXPECT_NE(flags & 0x10, 0u);
    if ((flags & 0x20) != 0) memory.rodata = take(number());
    relocate(memory);
    EXPECT_EQ(at_, file_.size());
    return memory;
  }

 private:
  uint8_t byte() { return file_.at(at_++); }
  size_t number() {
    size_t value = 0;
    for (;;) {
      uint8_t b = byte();
      value = value << 7 | (b & 0x7f);
      if ((b & 0x80) == 0) return value;
    }
  }
  Bytes take(size_t size) {
    at_ += size;
    return Bytes(file_.begin() + ptrdiff_t(at_ - size),
                 file_.begin() + ptrdiff_t(at_));
  }

  void relocate(Memory& memory) {
    Bytes* part = nullptr;
    size_t index = 0;
    uint8_t op = 0;
    while ((op = byte()) != 0xff) {
      if ((op & 1) != 0) {
        size_t place = number();
        part = (place & 1) == 0 ? &memory.text : &memory.rodata;
        index = place >> 1;
      }
      ASSERT_NE(part, nullptr);
      op >>= 1;
      ASSERT_LT(op >> 1, 2) << "no module has zeroed data or the table";
      size_t count = (op & 1) != 0 ? number() : 1;
      uint32_t base = op >> 1 == 0 ? kText : kRodata;
      for (; count != 0; --count) add_to_word(*part, index++, base);
    }
  }

  const Bytes& file_;
  size_t at_ = 0;
};

NativeModule make_module(size_t text_words, size_t rodata_words) {
  NativeModule module;
  module.target = target::find_target("xtensa");
  module.source_name = "app.wasm";
  module.qstrs = {"add", "print"};
  for (size_t i = 0; i < 4 * text_words; ++i) {
    module.image.text.push_back(uint8_t(i * 7));
  }
  for (size_t i = 0; i < 4 * rodata_words; ++i) {
    module.image.rodata.push_back(uint8_t(i * 11));
  }
  return module;
}

// The memory that the module asks for.
Memory expected_memory(const NativeModule& module) {
  Memory memory{module.image.text, module.image.rodata};
  for (const RuntimeRelocation& relocation : module.image.relocations) {
    add_to_word(relocation.part == Part::kText ? memory.text : memory.rodata,
                relocation.offset / 4, address(relocation.base));
  }
  return memory;
}

Bytes write(const NativeModule& module) {
  Diagnostics diagnostics;
  Result<Bytes> bytes = write_mpy(module, diagnostics);
  EXPECT_TRUE(bytes.has_value()) << diagnostics.to_string();
  return bytes.value_or(Bytes());
}

TEST(MpyRelocation, LoaderPutsTheAddressesIn) {
  // All that can follow one another: gaps, runs, and changes of base and part.
  uint32_t random = 1;
  auto choose = [&random](uint32_t count) {
    random = random * 1664525 + 1013904223;
    return (random >> 16) % count;
  };
  for (int round = 0; round < 500; ++round) {
    NativeModule module = make_module(200 + choose(100), choose(100));
    uint32_t density = 1 + choose(8);
    for (Part part : {Part::kText, Part::kRodata}) {
      const Bytes& bytes =
          part == Part::kText ? module.image.text : module.image.rodata;
      Base base = Base::kText;
      for (uint64_t at = 0; at < bytes.size(); at += 4) {
        if (choose(density) != 0) continue;
        if (choose(3) == 0) base = Base(choose(2));
        module.image.relocations.push_back({part, at, base});
      }
    }
    ASSERT_EQ(Loader(write(module)).load(), expected_memory(module)) << round;
  }
}

TEST(MpyRelocation, ModuleWithoutThem) {
  NativeModule module = make_module(3, 0);
  Memory memory = Loader(write(module)).load();
  EXPECT_EQ(memory.text, module.image.text);
  EXPECT_TRUE(memory.rodata.empty());
}

TEST(MpyRelocation, InspectShowsThem) {
  NativeModule module = make_module(40, 10);
  module.image.relocations = {{Part::kText, 4, Base::kText},
                              {Part::kText, 8, Base::kText},
                              {Part::kText, 12, Base::kRodata},
                              {Part::kRodata, 0, Base::kText},
                              {Part::kRodata, 36, Base::kRodata}};
  Bytes bytes = write(module);
  Diagnostics diagnostics;
  Result<MpyFile> file = read_mpy(bytes, "app.mpy", diagnostics);
  ASSERT_TRUE(file.has_value()) << diagnostics.to_string();
  std::string text = describe(*file);
  for (std::string_view line :
       {"architecture    xtensa (9)\n", "text            160 bytes",
        "rodata          40 bytes\n", "relocations     5 words\n",
        "  text+0x4: 2 words, text\n  text+0xc: 1 word, rodata\n"
        "  rodata+0x0: 1 word, text\n  rodata+0x24: 1 word, rodata\n"}) {
    EXPECT_TRUE(text.contains(line)) << line << "is not in\n" << text;
  }
}

}  // namespace
}  // namespace wasm2mpy::mpy
