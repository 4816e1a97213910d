// Where the fields of an instance are.
#include <algorithm>
#include <string>
#include <vector>

#include "codegen/abi/layout.h"
#include "known_module.h"
#include "target/target.h"

namespace wasm2mpy::codegen {
namespace {

struct LaidOut {
  std::unique_ptr<Known> known;
  InstanceLayout layout;
};

LaidOut lay_out(const std::string& text, const target::Target& target,
                const MemoryPlan& plan = {}, bool growable = false) {
  std::unique_ptr<Known> known = know("(module " + text + ")");
  InstanceLayout layout(known->module, known->facts,
                        runtime_layout(target.name), plan, target,
                        {.growable_memory = growable});
  return {std::move(known), std::move(layout)};
}

const target::Target& board(const char* name) {
  return *target::find_target(name);
}

// A module with some of everything.
constexpr const char* kAll =
    "(import \"m\" \"f\" (func)) (import \"m\" \"g\" (global i32))"
    "(import \"m\" \"t\" (table 1 funcref)) (import \"m\" \"m\" (memory 1))"
    "(memory $own 1) (memory $grows 1) (table $u 2 funcref)"
    "(table $constant 1 funcref) (elem (table $constant) (i32.const 0) func $a)"
    "(global $i32 (mut i32) (i32.const 1)) (global $i64 (mut i64) (i64.const "
    "1))"
    "(global $f32 (mut f32) (f32.const 1)) (global $f64 (mut f64) (f64.const "
    "1))"
    "(global $ref (mut funcref) (ref.null func))"
    "(global $number i32 (i32.const 5))"
    "(global $shared (export \"s\") (mut i64) (i64.const 1))"
    "(data $d \"abc\") (elem $e funcref (ref.func $a))"
    "(func $a (export \"a\") (param i64 i64 i64)"
    " (return_call $a (i64.const 0) (i64.const 1) (i64.const 2)))"
    "(func (memory.init $own $d (i32.const 0) (i32.const 0) (i32.const 0))"
    " (table.init $u $e (i32.const 0) (i32.const 0) (i32.const 0))"
    " (drop (memory.grow $grows (i32.const 1)))"
    " (drop (table.get $u (i32.const 0))))";

struct Field {
  uint32_t offset;
  uint32_t size;
  uint32_t alignment;
};

std::vector<Field> fields(const LaidOut& made, const target::Target& target) {
  const InstanceLayout& layout = made.layout;
  const wasm::Module& module = made.known->module;
  const uint32_t word = target.word_size;
  std::vector<Field> all;
  auto words = [&](uint32_t offset, size_t count) {
    if (count) all.push_back({offset, uint32_t(count) * word, word});
  };
  all.push_back({0, runtime_layout(target.name).instance_size, word});
  words(layout.refs, layout.n_func_imports + layout.own_refs.size());
  words(layout.memories, module.memories.size());
  words(layout.tables, layout.n_tables);
  words(layout.cells_offset, layout.cells.size());
  for (size_t i = 0; i < module.memories.size(); ++i)
    if (layout.memory_fixed[i]) words(layout.memory_bases[i], 1);
  if (layout.lean_view) words(layout.lean_view, 7);
  for (size_t i = 0; i < module.globals.size(); ++i) {
    if (layout.globals[i].kind != GlobalPlace::kField) continue;
    wasm::ValType type = module.globals[i].type.type;
    uint32_t size = type.is_ref() ? word
                    : type == wasm::ValType::kI64 || type == wasm::ValType::kF64
                        ? 8
                        : 4;
    all.push_back({layout.globals[i].offset, size, size});
  }
  for (uint32_t at : layout.data_lengths) words(at, at != 0);
  for (uint32_t at : layout.element_items) words(at, at ? 2 : 0);
  if (layout.tail_call) {
    words(layout.tail_call, 4);
    all.push_back({layout.tail_slots, 8 * made.known->facts.max_tail_slots, 8});
  }
  if (layout.host_state) words(layout.host_state, 1);
  return all;
}

TEST(InstanceLayout, FieldsDoNotOverlap) {
  for (const char* name : {"x64", "x86", "armv6m", "rv64imc", "xtensawin"}) {
    const target::Target& target = board(name);
    for (MemoryMode mode : {MemoryMode::kExact, MemoryMode::kLean}) {
      LaidOut made = lay_out(kAll, target, {.mode = mode});
      std::vector<Field> all = fields(made, target);
      std::ranges::sort(all, {}, &Field::offset);
      uint32_t end = 0;
      for (const Field& field : all) {
        EXPECT_GE(field.offset, end) << name;
        EXPECT_EQ(field.offset % field.alignment, 0u) << name;
        end = field.offset + field.size;
      }
      EXPECT_LE(end, made.layout.size) << name;
      EXPECT_EQ(made.layout.size % 8, 0u) << name;
    }
  }
}

TEST(InstanceLayout, GlobalsThatOthersSeeAreCells) {
  LaidOut made = lay_out(kAll, board("armv6m"));
  std::vector<GlobalPlace::Kind> kinds;
  for (const GlobalPlace& place : made.layout.globals)
    kinds.push_back(place.kind);
  using enum GlobalPlace::Kind;
  EXPECT_EQ(kinds,
            (std::vector<GlobalPlace::Kind>{kCell, kField, kField, kField,
                                            kField, kField, kConstant, kCell}));
  EXPECT_EQ(made.layout.cells, (std::vector<uint32_t>{0, 7}));
}

// Its size is a constant in the code: nobody may be able to change it.
TEST(InstanceLayout, MemoriesThatNobodyGrowsAreFixed) {
  auto fixed = [](const std::string& text, bool growable = false,
                  const MemoryPlan& plan = {}) {
    return bool(
        lay_out(text, board("x64"), plan, growable).layout.memory_fixed[0]);
  };
  const std::string grow = "(func (drop (memory.grow (i32.const 1))))";
  EXPECT_TRUE(fixed("(memory 1)"));
  EXPECT_FALSE(fixed("(memory 1)" + grow));
  EXPECT_FALSE(fixed("(memory 1 2)" + grow));
  EXPECT_TRUE(fixed("(memory 2 2)" + grow));
  EXPECT_FALSE(fixed("(import \"m\" \"m\" (memory 1))"));
  EXPECT_FALSE(fixed("(import \"m\" \"m\" (memory 1 1))"));
  EXPECT_TRUE(fixed("(memory (export \"m\") 1)"));
  EXPECT_FALSE(fixed("(memory (export \"m\") 1)", true));
  EXPECT_TRUE(fixed("(memory 1)", true));
  EXPECT_FALSE(fixed("(memory 1)", false, {.mode = MemoryMode::kLean}));
  // What the user says is the size, whatever the module does.
  EXPECT_TRUE(fixed("(memory 1)" + grow, false,
                    {.mode = MemoryMode::kSized, .bytes = 4096}));
}

TEST(InstanceLayout, TablesThatNobodyGrowsAreFixed) {
  auto fixed = [](const std::string& text) {
    return bool(lay_out(text, board("x64")).layout.table_fixed[0]);
  };
  const std::string grow =
      "(func (drop (table.grow 0 (ref.null func) (i32.const 1))))";
  EXPECT_TRUE(fixed("(table 1 funcref)"));
  EXPECT_FALSE(fixed("(table 1 funcref)" + grow));
  EXPECT_TRUE(fixed("(table 1 1 funcref)" + grow));
  EXPECT_FALSE(fixed("(table (export \"t\") 1 funcref)"));
  EXPECT_FALSE(fixed("(import \"m\" \"t\" (table 1 1 funcref))"));
}

TEST(InstanceLayout, MemoryHasItsBytes) {
  EXPECT_EQ(lay_out("(memory 3)", board("x64")).layout.memory_bytes[0],
            3u * 65536);
  EXPECT_EQ(lay_out("(memory 3)", board("x64"),
                    {.mode = MemoryMode::kSized, .bytes = 100})
                .layout.memory_bytes[0],
            100u);
}

}  // namespace
}  // namespace wasm2mpy::codegen
