#include "analysis/constant_tables.h"

#include <algorithm>

#include "wasm/const_expr.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ExternalKind;
using wasm::Opcode;

// The calls of each type have slots for the whole range of their functions.
// With more slots than this for an element the constants were larger than a
// table in memory with its references.
constexpr uint64_t kMostSlots = 2;
constexpr uint64_t kFreeSlots = 64;
// Each run of null costs a comparison where it is found out why a call traps.
constexpr size_t kMostNulls = 32;
// Elements in front of a segment, so that one far up takes no memory here.
constexpr uint64_t kMostGap = 4096;
// LLVM's call graph has an edge from each caller to each function whose address
// it can see. So many take 40 MB.
constexpr uint64_t kMostEdges = 1 << 20;

// False if only running the segment can tell what it does.
bool place(const wasm::ElementSegment& segment, ConstantTable& table) {
  std::optional<uint64_t> at = wasm::constant_address(segment.offset_expr);
  uint64_t count = segment.items.size();
  if (!at || count > table.size || *at > table.size - count) return false;
  if (count == 0) return true;
  std::vector<uint32_t>& functions = table.functions;
  if (*at > functions.size() + kMostGap) return false;
  functions.resize(std::max<size_t>(functions.size(), *at + count),
                   ConstantTable::kNull);
  for (size_t i = 0; i < count; ++i) {
    const wasm::ConstExpr& item = segment.items[i];
    if (item.size() != 1) return false;
    if (item[0].opcode == Opcode::kRefFunc) {
      functions[*at + i] = item[0].index;
    } else if (item[0].opcode == Opcode::kRefNull) {
      functions[*at + i] = ConstantTable::kNull;
    } else {
      return false;
    }
  }
  return true;
}

std::optional<ConstantTable> make(const wasm::Module& module, uint32_t index,
                                  const TableUse& use) {
  const wasm::Table& table = module.tables[index];
  bool is_null =
      table.init.empty() ||
      (table.init.size() == 1 && table.init[0].opcode == Opcode::kRefNull);
  if (!use.is_constant || table.import || !is_null) return std::nullopt;
  // A call finds functions of several types.
  if (std::ranges::any_of(module.types, [](const wasm::SubType& type) {
        return type.composite == wasm::SubType::kFunc &&
               !type.supertypes.empty();
      }))
    return std::nullopt;
  ConstantTable result = {.size = table.type.limits.min,
                          .functions = {},
                          .called_types = {use.types.begin(), use.types.end()}};
  for (const wasm::ElementSegment& segment : module.elements) {
    if (segment.mode == wasm::SegmentMode::kActive && segment.table == index &&
        !place(segment, result))
      return std::nullopt;
  }
  uint64_t slots = 0;
  for (uint32_t type : use.types) slots += result.range_of(module, type).size();
  result.is_mixed = slots > kMostSlots * result.functions.size() + kFreeSlots;
  if (use.callers * result.functions.size() > kMostEdges ||
      (result.is_mixed && use.types.size() > ConstantTable::kMostMixedTypes) ||
      result.nulls().size() > kMostNulls)
    return std::nullopt;
  return result;
}

}  // namespace

ConstantTable::Range ConstantTable::range_of(const wasm::Module& module,
                                             uint32_t type) const {
  Range range;
  for (size_t i = 0; i < functions.size(); ++i) {
    if (functions[i] == kNull || module.canonical_type(functions[i]) != type)
      continue;
    if (range.size() == 0) range.begin = i;
    range.end = i + 1;
  }
  return range;
}

std::vector<uint32_t> ConstantTable::functions_of(const wasm::Module& module,
                                                  uint32_t type) const {
  std::set<uint32_t> found;
  for (uint32_t function : functions) {
    if (function != kNull && module.canonical_type(function) == type)
      found.insert(function);
  }
  return {found.begin(), found.end()};
}

std::vector<ConstantTable::Range> ConstantTable::nulls() const {
  std::vector<Range> runs;
  auto add = [&](uint64_t begin, uint64_t end) {
    if (begin == end) return;
    if (!runs.empty() && runs.back().end == begin) {
      runs.back().end = end;
    } else {
      runs.push_back({begin, end});
    }
  };
  for (size_t i = 0; i < functions.size(); ++i) {
    if (functions[i] == kNull) add(i, i + 1);
  }
  add(functions.size(), size);
  return runs;
}

std::vector<std::optional<ConstantTable>> find_constant_tables(
    const wasm::Module& module, const std::vector<TableUse>& uses) {
  std::vector<std::optional<ConstantTable>> tables(module.tables.size());
  for (uint32_t i = 0; i < tables.size(); ++i)
    tables[i] = make(module, i, uses[i]);
  for (const wasm::Export& exported : module.exports) {
    if (exported.kind == ExternalKind::kTable)
      tables[exported.index] = std::nullopt;
  }
  return tables;
}

}  // namespace wasm2mpy::codegen
