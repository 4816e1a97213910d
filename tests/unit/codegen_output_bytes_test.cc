// What one core has generated, as bytes for another one.
#include <gtest/gtest.h>

#include "codegen/output_bytes.h"

namespace wasm2mpy::codegen {
namespace {

// Each member differs from its default.
TEST(OutputBytes, AllMembersComeBack) {
  Output output = {
      .bytes = {0, 255, 10},
      .qstrs = {"add", ""},
      .strings = {"a long name"},
      .data_object = {1, 2},
      .data_size = uint64_t(1) << 40,
      .traps = true,
      .trap_codes = {7, 0xffffffff},
      .fewer_passes = {"wasm.f"},
      .instance_size = 48,
      .memory = {.mode = MemoryMode::kSized,
                 .bytes = 1000,
                 .floor = 1,
                 .start = 2,
                 .end = 3,
                 .is_chosen = true,
                 .is_whole = true,
                 .wants_reach = true,
                 .reach = 6},
      .function_objects = 4,
      .global_objects = 5,
  };
  Output copy = output_of_bytes(to_bytes(output));
  EXPECT_EQ(copy.bytes, output.bytes);
  EXPECT_EQ(copy.qstrs, output.qstrs);
  EXPECT_EQ(copy.strings, output.strings);
  EXPECT_EQ(copy.data_object, output.data_object);
  EXPECT_EQ(copy.data_size, output.data_size);
  EXPECT_TRUE(copy.traps);
  EXPECT_EQ(copy.trap_codes, output.trap_codes);
  EXPECT_EQ(copy.fewer_passes, output.fewer_passes);
  EXPECT_EQ(copy.instance_size, output.instance_size);
  EXPECT_EQ(copy.memory.mode, MemoryMode::kSized);
  EXPECT_EQ(copy.memory.bytes, 1000u);
  EXPECT_EQ(copy.memory.floor, 1u);
  EXPECT_EQ(copy.memory.start, 2u);
  EXPECT_EQ(copy.memory.end, 3u);
  EXPECT_TRUE(copy.memory.is_chosen);
  EXPECT_TRUE(copy.memory.is_whole);
  EXPECT_TRUE(copy.memory.wants_reach);
  EXPECT_EQ(copy.memory.reach, 6u);
  EXPECT_EQ(copy.function_objects, 4u);
  EXPECT_EQ(copy.global_objects, 5u);
}

}  // namespace
}  // namespace wasm2mpy::codegen
