// Reading of .mpy files that others wrote, and of broken ones.
#include <gtest/gtest.h>

#include "mpy/reader.h"
#include "mpy/writer.h"

namespace wasm2mpy::mpy {
namespace {

using Bytes = std::vector<uint8_t>;

std::string read_error(const Bytes& bytes) {
  Diagnostics diagnostics;
  Result<MpyFile> file = read_mpy(bytes, "f.mpy", diagnostics);
  EXPECT_EQ(file.has_value(), diagnostics.to_string().empty());
  return diagnostics.to_string();
}

std::string error(std::string_view text) {
  return "wasm2mpy: error: f.mpy:" + std::string(text) + "\n";
}

Bytes join(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

const Bytes kX64 = {'M', 6, 2 << 2 | 3, 31};

TEST(MpyReader, HeaderErrors) {
  EXPECT_EQ(read_error({}),
            error("+0x0: unexpected end while reading magic byte"));
  EXPECT_EQ(read_error({'X', 6, 0, 31}),
            error("+0x0: not a .mpy file (got first byte 0x58, expected 'M')"));
  EXPECT_EQ(read_error({'M', 5, 0, 31}),
            error("+0x1: unsupported .mpy version (got 5, expected 6)"));
}

TEST(MpyReader, TableErrors) {
  EXPECT_EQ(read_error(join({kX64, {0x8f, 0x7f, 0}})),
            error("+0x4: number of qstrs is more than the file can have (got "
                  "2047, 1 bytes are left)"));
  EXPECT_EQ(read_error(join({kX64, {1, 0, 0x82, 0x4d}})),
            error("+0x6: unknown static qstr number 166"));
  EXPECT_EQ(read_error(join({kX64, {1, 0, 20, 'a', 0}})),
            error("+0x7: qstr of 10 bytes ends after the end of the file (2 "
                  "bytes are left)"));
  EXPECT_EQ(read_error(join({kX64, {0, 1, 11}})),
            error("+0x6: unknown type 11 of a constant object"));
  EXPECT_EQ(read_error(join({kX64, {0, 0, 8 << 3 | 2, 1}})),
            error("+0x7: code of 8 bytes ends after the end of the file (1 "
                  "bytes are left)"));
  EXPECT_EQ(read_error(join({kX64, Bytes(11, 0xff)})),
            error("+0x4: number of qstrs has more than 64 bits"));
}

TEST(MpyReader, RelocationErrors) {
  // Eight bytes of code: one word on x64.
  Bytes code = {0, 0, 8 << 3 | 2, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};
  EXPECT_EQ(read_error(join({kX64, code, {1, 0, 0xff}})), "");
  EXPECT_EQ(read_error(join({kX64, code, {1, 2, 0xff}})),
            error("+0x10: relocation of 1 words at word 1 is outside the code "
                  "of 8 bytes"));
  EXPECT_EQ(read_error(join({kX64, code, {3, 0, 2, 0xff}})),
            error("+0x10: relocation of 2 words at word 0 is outside the code "
                  "of 8 bytes"));
  EXPECT_EQ(read_error(join({kX64, code, {1, 1, 0xff}})),
            error("+0x10: relocation of 1 words at word 0 is outside the "
                  "read-only data of 0 bytes"));
  EXPECT_EQ(read_error(join({kX64, code, {1, 0}})),
            error("+0x12: unexpected end while reading relocation"));
}

TEST(MpyReader, NestingIsLimited) {
  Bytes tuples(400, 0);
  for (size_t i = 0; i < tuples.size(); i += 2) {
    tuples[i] = 10;
    tuples[i + 1] = 1;
  }
  EXPECT_EQ(read_error(join({kX64, {0, 1}, tuples})),
            error("+0x88: tuples nest deeper than 64 levels"));
  Bytes codes(400, 0);
  for (size_t i = 0; i < codes.size(); i += 2) {
    codes[i] = 4;
    codes[i + 1] = 1;
  }
  EXPECT_EQ(read_error(join({kX64, {0, 0}, codes})),
            error("+0x88: raw codes nest deeper than 64 levels"));
}

// A file with architecture flags, all types of objects, BSS and children.
Bytes rich_file() {
  return join({{'M', 6, 0x40 | 11 << 2 | 3, 31, 3},
               {2, 11},
               {4, 'a', 'b', 0, 3},
               {0, 1, 2, 3, 4},
               {5, 2, 'h', 'i', 0},
               {6, 3, 1, 2, 3, 0},
               {7, 2, '4', '2'},
               {8, 3, '1', '.', '5'},
               {9, 2, '1', 'j'},
               {10, 2, 1, 10, 1, 3},
               {8 << 3 | 4 | 2, 1, 2, 3, 4, 5, 6, 7, 8, 0x70, 4, 16},
               {9, 9, 9, 9},
               {2, 2 << 3, 1, 1, 1 << 3 | 1, 5, 0},
               {3, 0, 2, 1, 1, 8 << 1 | 1, 2, 12 << 1 | 1, 0, 0xff},
               {0, 0}});
}

TEST(MpyReader, EverythingIsDescribed) {
  Diagnostics diagnostics;
  Bytes bytes = rich_file();
  Result<MpyFile> file = read_mpy(bytes, "f.mpy", diagnostics);
  ASSERT_TRUE(file.has_value()) << diagnostics.to_string();
  EXPECT_EQ(describe(*file), "format          .mpy 6.3\n"
                             "architecture    rv32imc (11)\n"
                             "arch flags      0x3\n"
                             "small ints      31 bits\n"
                             "file size       82 bytes\n"
                             "trailing        2 bytes\n"
                             "code            native (C calling convention)\n"
                             "text            8 bytes at file offset 0x30\n"
                             "rodata          4 bytes\n"
                             "bss             16 bytes\n"
                             "relocations     5 words\n"
                             "entry           text+0x0\n"
                             "children        2 raw codes\n"
                             "qstrs           2\n"
                             "     0  'ab'\n"
                             "     1  '' (static)\n"
                             "objects         11\n"
                             "     0  mp_fun_table\n"
                             "     1  None\n"
                             "     2  False\n"
                             "     3  True\n"
                             "     4  Ellipsis\n"
                             "     5  str of 2 bytes\n"
                             "     6  bytes of 3 bytes\n"
                             "     7  '42'\n"
                             "     8  '1.5'\n"
                             "     9  '1j'\n"
                             "    10  tuple of 2 items\n"
                             "relocated\n"
                             "  text+0x0: 2 words, text\n"
                             "  rodata+0x0: 1 word, text\n"
                             "  text+0x4: 1 word, mp_fun_table\n"
                             "  text+0x0: 1 word, mp_fun_table[3]\n");
}

TEST(MpyReader, BytecodeIsDescribed) {
  Diagnostics diagnostics;
  Bytes bytes = {'M', 6, 0, 31, 0, 0, 2 << 3, 1, 2};
  Result<MpyFile> file = read_mpy(bytes, "f.mpy", diagnostics);
  ASSERT_TRUE(file.has_value()) << diagnostics.to_string();
  EXPECT_EQ(describe(*file), "format          .mpy 6.0\n"
                             "architecture    none (bytecode only)\n"
                             "small ints      31 bits\n"
                             "file size       9 bytes\n"
                             "code            bytecode\n"
                             "text            2 bytes at file offset 0x7\n"
                             "rodata          0 bytes\n"
                             "bss             0 bytes\n"
                             "relocations     0 words\n"
                             "qstrs           0\n"
                             "objects         0\n");
}

TEST(MpyReader, TruncatedFilesAreRefused) {
  Bytes bytes = rich_file();
  size_t whole = bytes.size() - 2;
  for (size_t size = 0; size < whole; ++size) {
    Bytes part(bytes.begin(), bytes.begin() + ptrdiff_t(size));
    EXPECT_NE(read_error(part), "") << size;
  }
}

TEST(MpyReader, CorruptedFilesDoNotCrash) {
  Bytes bytes = rich_file();
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int value = 0; value < 256; ++value) {
      Bytes changed = bytes;
      changed[i] = uint8_t(value);
      Diagnostics diagnostics;
      Result<MpyFile> file = read_mpy(changed, "f.mpy", diagnostics);
      EXPECT_NE(file.has_value(), diagnostics.has_errors());
      if (file) {
        EXPECT_NE(describe(*file), "");
      }
    }
  }
}

}  // namespace
}  // namespace wasm2mpy::mpy
