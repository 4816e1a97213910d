#include "target/target.h"

#include <algorithm>
#include <bit>
#include <set>

#include <gtest/gtest.h>

#include "contract/constants.h"
#include "target/xip_stub.h"

namespace wasm2mpy::target {
namespace {

TEST(Target, AllArchitecturesAreThere) {
  std::string names;
  for (const Target& target : all_targets()) {
    names += std::string(target.name) + " ";
  }
  EXPECT_EQ(names, "x86 x64 armv6m armv7m armv7emsp armv7emdp xtensa xtensawin "
                   "rv32imc rv64imc ");
  EXPECT_EQ(target_names(),
            "x86, x64, armv6m, armv7m, armv7emsp, armv7emdp, xtensa, "
            "xtensawin, rv32imc, rv64imc");
}

TEST(Target, RowsAreConsistent) {
  std::set<MpyArch> numbers;
  for (const Target& target : all_targets()) {
    SCOPED_TRACE(target.name);
    EXPECT_TRUE(numbers.insert(target.mpy_arch).second);
    EXPECT_TRUE(target.word_size == 4 || target.word_size == 8);
    EXPECT_TRUE(std::has_single_bit(target.text_alignment));
    EXPECT_TRUE(std::has_single_bit(target.needed_alignment));
    EXPECT_GE(target.needed_alignment, 4);
    EXPECT_FALSE(target.triple.empty());
    EXPECT_FALSE(target.cpu.empty());
    EXPECT_FALSE(target.read_stack_pointer.empty());
    // What a tail call passes in memory would go with its frame.
    if (target.most_parameter_bytes > 0) {
      EXPECT_EQ(target.tail_calls, TailCalls::kTrampoline);
    }
    EXPECT_EQ(find_target(target.name), &target);
    EXPECT_EQ(find_target(target.mpy_arch), &target);
  }
}

// A stub for each that is not refused; where it jumps, all is aligned that
// must.
TEST(Target, CodeInPlace) {
  for (const Target& target : all_targets()) {
    SCOPED_TRACE(target.name);
    EXPECT_EQ(std::ranges::contains(kXipStubs, target.name, &XipStub::arch),
              target.code_in_place != CodeInPlace::kRelocated);
    if (target.code_in_place == CodeInPlace::kRuns)
      EXPECT_LE(target.needed_alignment, RT_XIP_ALIGNMENT);
    if (!target.data_in_text)
      EXPECT_EQ(target.code_in_place, CodeInPlace::kRelocated);
  }
}

TEST(Target, UnknownNamesHaveNoRow) {
  EXPECT_EQ(find_target(""), nullptr);
  EXPECT_EQ(find_target("x6"), nullptr);
  EXPECT_EQ(find_target("X64"), nullptr);
  EXPECT_EQ(find_target(MpyArch::kNone), nullptr);
  EXPECT_EQ(find_target(MpyArch::kArmv6), nullptr);
}

}  // namespace
}  // namespace wasm2mpy::target
