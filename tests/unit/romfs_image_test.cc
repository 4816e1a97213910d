// Images of ROMFS: their bytes, where native code lands, what is refused.
#include <gtest/gtest.h>

#include "contract/constants.h"
#include "romfs/image.h"

namespace wasm2mpy::romfs {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes write(const std::vector<File>& files) {
  Diagnostics diagnostics;
  Result<Bytes> image = write_image(files, diagnostics);
  EXPECT_TRUE(image.has_value()) << diagnostics.to_string();
  return image.value_or(Bytes());
}

std::vector<Entry> read(const Bytes& image) {
  Diagnostics diagnostics;
  Result<std::vector<Entry>> entries =
      read_image(image, "app.romfs", diagnostics);
  EXPECT_TRUE(entries.has_value()) << diagnostics.to_string();
  return entries.value_or(std::vector<Entry>());
}

std::string write_error(const std::vector<File>& files) {
  Diagnostics diagnostics;
  EXPECT_FALSE(write_image(files, diagnostics));
  return diagnostics.to_string();
}

std::string read_error(const Bytes& image) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_image(image, "app.romfs", diagnostics));
  return diagnostics.to_string();
}

// The header of a native .mpy, and so many bytes behind it.
Bytes native(size_t size) {
  Bytes bytes = {'M', 6, 4 << 2 | 3, 31};
  bytes.resize(4 + size, 0x5a);
  return bytes;
}

TEST(RomfsImage, OneFile) {
  EXPECT_EQ(write({{"a", {'x', 'y', 'z'}}}),
            Bytes({0xd2, 0xcd, 0x31, 0x80, 0x80, 0x80, 15,   // the image
                   5,    0x80, 0x80, 0x80, 7,    1,    'a',  // the file
                   2,    3,    'x',  'y',  'z',              // its contents
                   1,    1,    0}));  // an even number of bytes
}

TEST(RomfsImage, EverythingIsReadBack) {
  std::vector<File> files = {{"main.py", {'1', '\n'}},
                             {"lib/z/deep.bin", Bytes(1000, 7)},
                             {"lib/a.mpy", native(20000)},
                             {"empty", {}}};
  Bytes image = write(files);
  EXPECT_EQ(image.size() % 2, 0u);
  std::vector<Entry> entries = read(image);
  ASSERT_EQ(entries.size(), 4u);
  // By name, folders like files.
  std::vector<size_t> order = {3, 2, 1, 0};
  for (size_t i = 0; i < order.size(); ++i) {
    const File& file = files[order[i]];
    EXPECT_EQ(entries[i].path, file.path);
    EXPECT_EQ(Bytes(entries[i].bytes.begin(), entries[i].bytes.end()),
              file.bytes);
    EXPECT_EQ(entries[i].bytes.data(), image.data() + entries[i].offset);
  }
}

TEST(RomfsImage, OrderOfTheFilesDoesNotMatter) {
  File a = {"a", {1}}, b = {"d/b", {2}}, c = {"d/c", {3}};
  EXPECT_EQ(write({a, b, c}), write({c, a, b}));
}

TEST(RomfsImage, NativeCodeIsAligned) {
  for (size_t before = 0; before < 2 * RT_XIP_ALIGNMENT; ++before) {
    Bytes image = write({{"a" + std::string(before, 'a'), Bytes(before)},
                         {"x/m.mpy", native(200)},
                         {"x/n.mpy", native(before)}});
    for (const Entry& entry : read(image)) {
      if (entry.path.ends_with(".mpy"))
        EXPECT_EQ(entry.offset % RT_XIP_ALIGNMENT, 0u) << entry.path << before;
    }
  }
}

TEST(RomfsImage, OtherFilesTakeNoPadding) {
  Bytes bytecode = {'M', 6, 0, 31, 0};
  Bytes image = write({{"a.mpy", bytecode}, {"b.py", {'1'}}});
  // Image 7, file records 5 each, names, contents with kind and length.
  EXPECT_EQ(image.size(), 7u + (5 + 6 + 2 + 5) + (5 + 5 + 2 + 1) + 0);
}

TEST(RomfsImage, BadPaths) {
  EXPECT_EQ(write_error({{"a", {}}, {"a", {}}}),
            "wasm2mpy: error: 'a' in the image is there twice\n");
  EXPECT_EQ(write_error({{"a", {}}, {"a/b", {}}}),
            "wasm2mpy: error: 'a/b' in the image would be in a folder that is "
            "a file\n");
  EXPECT_EQ(write_error({{"a/b", {}}, {"a", {}}}),
            "wasm2mpy: error: 'a' in the image is a folder, too\n");
  EXPECT_EQ(write_error({{"", {}}}),
            "wasm2mpy: error: '' in the image is no path\n");
  EXPECT_EQ(write_error({{"../a", {}}}),
            "wasm2mpy: error: '../a' in the image is no path\n");
}

// As `mpremote romfs build` writes them: the least digits, pointers allowed.
TEST(RomfsImage, ReadsWhatOthersWrite) {
  Bytes image = {0xd2, 0xcd, 0x31, 22,                 //
                 1,    2,    'h',  'i',                // padding
                 9,    1,    0,                        // an unknown record
                 5,    5,    1,    'a', 2, 1, 'x',     //
                 5,    6,    1,    'b', 3, 2, 2,   2,  // a pointer to "hi"
                 0xff, 0xff};                          // erased flash
  std::vector<Entry> entries = read(image);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].path, "a");
  EXPECT_EQ(entries[0].offset, 17u);
  EXPECT_EQ(entries[1].path, "b");
  EXPECT_EQ(Bytes(entries[1].bytes.begin(), entries[1].bytes.end()),
            Bytes({'h', 'i'}));
}

TEST(RomfsImage, BrokenImages) {
  EXPECT_EQ(read_error({'M', 6}),
            "wasm2mpy: error: app.romfs:+0x0: not a ROMFS image\n");
  EXPECT_EQ(read_error({0xd2, 0xcd, 0x31, 5, 1}),
            "wasm2mpy: error: app.romfs:+0x4: a record of 5 bytes ends after "
            "what it is in (1 bytes are left)\n");
  EXPECT_EQ(read_error({0xd2, 0xcd, 0x31, 4, 5, 2, 1, 'a'}),
            "wasm2mpy: error: app.romfs:+0x8: file 'a' has no contents\n");
  EXPECT_EQ(read_error({0xd2, 0xcd, 0x31, 2, 0, 0}),
            "wasm2mpy: error: app.romfs:+0x5: a record has the kind 0, which "
            "no record has\n");
}

// No input makes the reader read outside of it, or never end.
TEST(RomfsImage, EveryChangedByteIsSafe) {
  Bytes image = write({{"lib/a.mpy", native(40)}, {"b", {1, 2, 3}}});
  for (size_t at = 0; at < image.size(); ++at) {
    for (uint8_t value : {0x00, 0x01, 0x03, 0x04, 0x05, 0x7f, 0x80, 0xff}) {
      Bytes changed = image;
      changed[at] = value;
      Diagnostics diagnostics;
      Result<std::vector<Entry>> entries =
          read_image(changed, "app.romfs", diagnostics);
      if (entries) describe(changed, *entries);
    }
  }
}

}  // namespace
}  // namespace wasm2mpy::romfs
