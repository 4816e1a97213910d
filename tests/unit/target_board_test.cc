#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "cli/target_list.h"
#include "target/board.h"

namespace wasm2mpy::target {
namespace {

const Target& row(std::string_view name) { return *find_target(name); }

TEST(Board, RowsAreConsistent) {
  std::set<std::string_view> names;
  for (const Board& board : all_boards()) {
    SCOPED_TRACE(board.name);
    EXPECT_TRUE(names.insert(board.name).second);
    EXPECT_EQ(find_board(board.name), &board);
    ASSERT_NE(find_target(board.arch), nullptr);
    EXPECT_EQ(find_target(board.name), nullptr) << "ambiguous";
    EXPECT_FALSE(board.description.empty());
    EXPECT_GE(board.stack_size, 4096u);  // the least of --stack-size
    EXPECT_EQ(board.native_modules == NativeModules::kSome,
              !board.note.empty() && board.features.empty());
    // They would replace the target's.
    if (!board.features.empty()) EXPECT_EQ(row(board.arch).features, "");
  }
  EXPECT_EQ(find_board(""), nullptr);
  EXPECT_EQ(find_board("Pico"), nullptr);
}

TEST(Board, IsFoundByItsChip) {
  EXPECT_EQ(find_board_of_machine("ESP32C3 module with ESP32C3"),
            find_board("esp32c3"));
  EXPECT_EQ(find_board_of_machine("Raspberry Pi Pico with RP2040"), nullptr);
  EXPECT_EQ(find_board_of_machine("ESP32C3"), nullptr);
  EXPECT_EQ(find_board_of_machine(""), nullptr);
}

TEST(Board, ChangesTheTarget) {
  const Target& target = row("armv6m");
  EXPECT_EQ(for_board(target, nullptr).default_stack_size,
            target.default_stack_size);
  Target changed = for_board(target, find_board("microbit"));
  EXPECT_EQ(changed.default_stack_size, 4096u);
  EXPECT_EQ(changed.features, target.features);
  EXPECT_EQ(changed.float_unit, target.float_unit);
}

TEST(Board, SomeSplitMisalignedAccesses) {
  const Target& target = row("rv32imc");
  EXPECT_EQ(target.misaligned, Misaligned::kFaults);
  EXPECT_EQ(for_board(target, find_board("pico2-riscv")).misaligned,
            Misaligned::kFaults);
  for (const char* name : {"esp32c3", "esp32c6"}) {
    EXPECT_EQ(for_board(target, find_board(name)).misaligned,
              Misaligned::kWorks);
  }
}

TEST(Board, ThoseWithoutFloatUnitGetNoFloatInstructions) {
  Target changed = for_board(row("xtensawin"), find_board("esp32s2"));
  EXPECT_EQ(changed.float_unit, FloatUnit::kNone);
  EXPECT_NE(changed.features.find("-fp"), std::string_view::npos);
  Target unchanged = for_board(row("xtensawin"), find_board("esp32s3"));
  EXPECT_EQ(unchanged.float_unit, FloatUnit::kSingle);
}

TEST(Board, ArmFirmwareLoadsLowerArchitectures) {
  EXPECT_TRUE(can_load(row("armv7emdp"), row("armv7emsp")));
  EXPECT_TRUE(can_load(row("armv7emsp"), row("armv6m")));
  EXPECT_TRUE(can_load(row("armv6m"), row("armv6m")));
  EXPECT_FALSE(can_load(row("armv6m"), row("armv7m")));
  EXPECT_FALSE(can_load(row("armv7emsp"), row("armv7emdp")));
  EXPECT_FALSE(can_load(row("xtensawin"), row("armv6m")));
  EXPECT_FALSE(can_load(row("xtensawin"), row("xtensa")));
  EXPECT_FALSE(can_load(row("rv64imc"), row("rv32imc")));
  EXPECT_TRUE(can_load(row("x64"), row("x64")));
}

TEST(TargetList, NamesEveryRowInLinesThatFitTheScreen) {
  std::istringstream lines(target_list());
  std::set<std::string> first_words;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80u) << line;
    first_words.insert(line.substr(0, line.find(' ')));
  }
  for (const Target& target : all_targets()) {
    EXPECT_TRUE(first_words.contains(std::string(target.name)));
  }
  for (const Board& board : all_boards()) {
    EXPECT_TRUE(first_words.contains(std::string(board.name)));
  }
}

TEST(Board, ThumbHostsTakeTheBestBelow) {
  EXPECT_EQ(best_target(MpyArch::kArmv7em), &row("armv7m"));
  EXPECT_EQ(best_target(MpyArch::kArmv7emdp), &row("armv7emdp"));
  EXPECT_EQ(best_target(MpyArch::kRv64imc), &row("rv64imc"));
  EXPECT_EQ(best_target(MpyArch::kArmv6), nullptr);
  EXPECT_EQ(best_target(MpyArch::kNone), nullptr);
}

}  // namespace
}  // namespace wasm2mpy::target
