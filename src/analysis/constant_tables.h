// Tables that never change. Programs of C, C++ and Rust have one table with all
// functions that pointers, vtables and trait objects name: nobody else sees it,
// and nothing writes it once the element segments are in. Such a table needs no
// memory: its calls go through constants (table_calls.h), and its functions
// need no references.
//
// A table is constant if it is neither imported nor exported, starts with null,
// is named by nothing but call_indirect and table.size, and if its active
// segments have constant offsets, are in bounds and name functions.
#ifndef WASM2MPY_ANALYSIS_CONSTANT_TABLES_H_
#define WASM2MPY_ANALYSIS_CONSTANT_TABLES_H_

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "wasm/module.h"

namespace wasm2mpy::codegen {

struct ConstantTable {
  static constexpr uint32_t kNull = UINT32_MAX;
  // Types that a byte can tell, with one more for all others, in a mixed table.
  static constexpr uint8_t kMostMixedTypes = 255;
  // Indices [begin, end).
  struct Range {
    uint64_t begin = 0;
    uint64_t end = 0;
    uint64_t size() const { return end - begin; }
  };

  uint64_t size = 0;
  // The functions, by index. All behind them are null.
  std::vector<uint32_t> functions;
  // The types (canonical ones) of call_indirect, ascending.
  std::vector<uint32_t> called_types;
  // The types are so mixed that an array for each were larger than the table.
  bool is_mixed = false;

  // Where there are functions of that type (a canonical one), and others and
  // null between them.
  Range range_of(const wasm::Module& module, uint32_t type) const;
  std::vector<uint32_t> functions_of(const wasm::Module& module,
                                     uint32_t type) const;
  // Runs of null.
  std::vector<Range> nulls() const;
};

// What the bodies do with a table.
struct TableUse {
  bool is_constant = true;   // nothing but call_indirect and table.size
  std::set<uint32_t> types;  // canonical, of call_indirect
  uint64_t callers = 0;      // functions that call, for each of these types
};

// By table index; nothing for those that are not constant. `uses` is, too.
std::vector<std::optional<ConstantTable>> find_constant_tables(
    const wasm::Module& module, const std::vector<TableUse>& uses);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_CONSTANT_TABLES_H_
