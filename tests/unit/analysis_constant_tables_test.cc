#include <format>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "known_module.h"

namespace wasm2mpy::codegen {
namespace {

using Items = std::vector<uint32_t>;
constexpr uint32_t kNull = ConstantTable::kNull;

// A table of 6 elements with $f, $g at 2, with `more` in the module.
bool is_constant(std::string_view more) {
  std::unique_ptr<Known> known = know(std::format(
      "(module (import \"m\" \"base\" (global $base i32))"
      "(import \"m\" \"other\" (table $other 6 funcref))"
      "(table $t 6 funcref) (elem $e (table $t) (i32.const 2) func $f $g)"
      "(func $f) (func $g (param i32)) {})",
      more));
  return known->facts.constant_tables.at(1).has_value();
}

TEST(ConstantTables, AreThoseThatNothingChanges) {
  EXPECT_TRUE(is_constant(""));
  EXPECT_TRUE(is_constant("(func (call_indirect $t (i32.const 1)))"));
  EXPECT_TRUE(is_constant("(func (drop (table.size $t)))"));
  EXPECT_FALSE(is_constant("(export \"t\" (table $t))"));
  for (std::string_view use : {
           "(drop (table.get $t (i32.const 0)))",
           "(table.set $t (i32.const 0) (ref.null func))",
           "(drop (table.grow $t (ref.null func) (i32.const 0)))",
           "(table.fill $t (i32.const 0) (ref.null func) (i32.const 0))",
           "(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 0))",
           "(table.copy $t $other (i32.const 0) (i32.const 0) (i32.const 0))",
           "(table.copy $other $t (i32.const 0) (i32.const 0) (i32.const 0))",
       }) {
    EXPECT_FALSE(is_constant(std::format("(func {})", use))) << use;
  }
}

// The text format of WABT has no initialisers of tables.
TEST(ConstantTables, StartWithNull) {
  std::unique_ptr<Known> known = know("(module (table 3 funcref) (func))");
  wasm::ConstExpr& init = known->module.tables[0].init;
  wasm::Instruction& item = init.emplace_back();
  auto is_constant = [&] {
    return find_constant_tables(known->module, {{}}).at(0).has_value();
  };
  item.opcode = wasm::Opcode::kRefNull;
  EXPECT_TRUE(is_constant());
  item.opcode = wasm::Opcode::kRefFunc;
  EXPECT_FALSE(is_constant());
}

TEST(ConstantTables, HaveSegmentsThatAreKnown) {
  EXPECT_TRUE(is_constant("(elem (table $t) (i32.const 4) func $g $g)"));
  EXPECT_FALSE(is_constant("(elem (table $t) (i32.const 5) func $g $g)"));
  EXPECT_FALSE(is_constant("(elem (table $t) (global.get $base) func $g)"));
  EXPECT_TRUE(is_constant("(elem (table $other) (global.get $base) func $g)"));
  EXPECT_FALSE(
      is_constant("(global $r funcref (ref.func $f))"
                  "(elem (table $t) (i32.const 0) funcref (global.get 1))"));
}

TEST(ConstantTables, HoldTheFunctionsOfTheLastSegment) {
  std::unique_ptr<Known> known = know(
      "(module (table 9 funcref) (type $v (func)) (type $i (func (param i32)))"
      "(elem (i32.const 1) func $a $b $a $b)"
      "(elem (i32.const 2) funcref (ref.func $c) (ref.null func))"
      "(func $a (type $v)) (func $b (type $i)) (func $c (type $i)))");
  const ConstantTable& table = *known->facts.constant_tables.at(0);
  EXPECT_EQ(table.size, 9u);
  EXPECT_EQ(table.functions, (Items{kNull, 0, 2, kNull, 1}));
  EXPECT_EQ(table.functions_of(known->module, 1), (Items{1, 2}));
  ConstantTable::Range range = table.range_of(known->module, 1);
  EXPECT_EQ(range.begin, 2u);
  EXPECT_EQ(range.end, 5u);
  std::vector<ConstantTable::Range> nulls = table.nulls();
  ASSERT_EQ(nulls.size(), 3u);
  EXPECT_EQ(nulls[2].begin, 5u);
  EXPECT_EQ(nulls[2].end, 9u);
}

// Two hundred functions of ten types, each in turn: ten ranges as long as the
// table.
TEST(ConstantTables, AreMixedIfRangesWereLong) {
  for (bool all_called : {false, true}) {
    std::string text = "(module (table 200 funcref) (elem (i32.const 0) func";
    for (int i = 0; i < 200; ++i) text += std::format(" $f{}", i % 10);
    text += ")";
    for (int i = 0; i < 10; ++i) {
      std::string params = "(param";
      for (int k = 0; k < i; ++k) params += " i32";
      text += std::format("(type $t{0} (func {1}))) (func $f{0} (type $t{0}))",
                          i, params);
    }
    text += "(func (param i32)";
    for (int i = 0; i < (all_called ? 10 : 2); ++i) {
      for (int k = 0; k < i; ++k) text += "i32.const 0 ";
      text += std::format("local.get 0 call_indirect (type $t{}) ", i);
    }
    text += "))";
    EXPECT_EQ(know(text)->facts.constant_tables.at(0)->is_mixed, all_called);
  }
}

// A table of so many functions, each of which calls through it.
std::unique_ptr<Known> callers(size_t count) {
  std::string text = std::format("(module (table {} funcref)", count);
  std::string items;
  for (size_t i = 0; i < count; ++i) {
    text += std::format("(func $f{} (call_indirect (i32.const 1)))", i);
    items += std::format(" $f{}", i);
  }
  return know(text + "(elem (i32.const 0)" + items + "))");
}

// Else memory and time would grow with the square of the module.
TEST(ConstantTables, HaveNotTooManyCallers) {
  EXPECT_TRUE(callers(60)->facts.constant_tables.at(0).has_value());
  EXPECT_EQ(callers(60)->facts.functions[0].callees.size(), 60u);
  EXPECT_TRUE(callers(1000)->facts.constant_tables.at(0).has_value());
  EXPECT_TRUE(callers(1000)->facts.functions[0].callees.empty());
  EXPECT_TRUE(callers(1000)->facts.functions[0].calls_unknown);
  EXPECT_FALSE(callers(1100)->facts.constant_tables.at(0).has_value());
}

TEST(ConstantTables, TellWhatIsCalled) {
  constexpr std::string_view kBefore =
      "(module (import \"m\" \"f\" (func $import (param i64)))"
      "(table $t 4 funcref) (elem (i32.const 0) func $a $b $a $import)"
      "(func $a) (func $b (param i32))"
      "(func $one (call_indirect (i32.const 0)))"
      "(func $two (call_indirect (param i64) (i64.const 0) (i32.const 3)))";
  std::unique_ptr<Known> known = know(std::string(kBefore) + ")");
  const FunctionFacts& one = known->facts.functions.at(3);
  EXPECT_EQ(one.callees, Items{1});
  EXPECT_FALSE(one.calls_unknown);
  EXPECT_TRUE(known->facts.functions.at(4).calls_unknown);
  EXPECT_FALSE(known->facts.referenced.at(1));

  known = know(std::string(kBefore) + "(export \"t\" (table $t)))");
  EXPECT_TRUE(known->facts.functions.at(3).calls_unknown);
  EXPECT_TRUE(known->facts.referenced.at(1));
}

}  // namespace
}  // namespace wasm2mpy::codegen
