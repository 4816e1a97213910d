// Element segments, data segments, and the slicing of the code section.
#include <algorithm>
#include <format>
#include <utility>

#include "wasm/const_expr.h"
#include "wasm/function.h"
#include "wasm/limits.h"
#include "wasm/module_reader.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::wasm {
namespace {

// Bits of an element segment's first field.
enum ElementFlag : uint32_t {
  kNotActive = 1,
  // Active: a table index follows. Not active: declarative.
  kExplicit = 2,
  kExpressions = 4,
};

ValType address_type(const Limits& limits) {
  return limits.is_64 ? ValType::kI64 : ValType::kI32;
}

}  // namespace

void ModuleReader::read_element_section() {
  uint32_t count = read_count("element segment", kMaxElementSegments, 0);
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"elem segment", i};
    module_.elements.push_back(read_element_segment());
  }
}

ElementSegment ModuleReader::read_element_segment() {
  ElementSegment segment = {};
  segment.offset = section_.offset();
  uint32_t flags = section_.read_leb_u32("element segment kind");
  if (flags > 7) {
    fail(segment.offset, std::format("malformed elements segment kind {} "
                                     "(expected 0 to 7)",
                                     flags));
  }
  bool is_explicit = (flags & kExplicit) != 0;
  segment.mode = SegmentMode::kActive;
  if ((flags & kNotActive) != 0) {
    segment.mode =
        is_explicit ? SegmentMode::kDeclarative : SegmentMode::kPassive;
  } else {
    if (is_explicit) segment.table = section_.read_leb_u32("table index");
    if (!section_.ok() || !check_index("table", segment.table,
                                       module_.tables.size(), segment.offset)) {
      return segment;
    }
    ValType address = address_type(module_.tables[segment.table].type.limits);
    segment.offset_expr =
        read_const_expr(section_, module_, address, "offset of the segment");
  }
  bool are_expressions = (flags & kExpressions) != 0;
  if ((flags & (kNotActive | kExplicit)) != 0) {
    read_element_kind(segment, are_expressions);
  } else {
    // The short forms: functions, or expressions of funcref.
    segment.type = ValType::ref(HeapType::kFunc, are_expressions);
  }
  if (section_.ok() && segment.mode == SegmentMode::kActive) {
    ValType table_type = module_.tables[segment.table].type.element;
    if (!is_subtype(module_.types, segment.type, table_type)) {
      fail(segment.offset,
           std::format("type mismatch: elements for table {} (got {}, "
                       "expected {})",
                       segment.table, to_string(segment.type),
                       to_string(table_type)));
    }
  }
  read_element_items(segment, are_expressions);
  return segment;
}

void ModuleReader::read_element_kind(ElementSegment& segment, bool is_type) {
  uint64_t offset = section_.offset();
  if (is_type) {
    segment.type = read_ref_type(section_, "elements");
    check_type(segment.type, offset);
    return;
  }
  uint8_t kind = section_.read_u8("element kind");
  if (kind != 0) {
    fail(offset,
         std::format("malformed element kind 0x{:02x} (expected 0)", kind));
  }
  segment.type = ValType::ref(HeapType::kFunc, false);
}

void ModuleReader::read_element_items(ElementSegment& segment,
                                      bool are_expressions) {
  uint32_t count = read_count("element", kMaxSegmentItems, 0);
  segment.items.reserve(count);
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    if (are_expressions) {
      segment.items.push_back(read_const_expr(section_, module_, segment.type,
                                              "element of the segment"));
      continue;
    }
    uint64_t offset = section_.offset();
    uint32_t index = section_.read_leb_u32("function index");
    if (!section_.ok()) return;
    if (!declare_function_reference(module_, index)) {
      check_index("function", index, module_.functions.size(), offset);
      return;
    }
    Instruction instruction{};
    instruction.opcode = Opcode::kRefFunc;
    instruction.offset = uint32_t(offset);
    instruction.index = index;
    ConstExpr item;
    item.push_back(std::move(instruction));
    segment.items.push_back(std::move(item));
  }
}

void ModuleReader::read_data_count_section() {
  module_.data_count = section_.read_leb_u32("data count");
}

void ModuleReader::read_data_section() {
  uint64_t offset = section_.offset();
  uint32_t count = read_count("data segment", kMaxDataSegments, 0);
  if (section_.ok() && module_.data_count && *module_.data_count != count) {
    fail(offset, std::format("data count and data section have inconsistent "
                             "lengths ({} announced, {} found)",
                             *module_.data_count, count));
  }
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"data segment", i};
    module_.data.push_back(read_data_segment());
  }
}

DataSegment ModuleReader::read_data_segment() {
  DataSegment segment = {};
  segment.offset = section_.offset();
  uint32_t kind = section_.read_leb_u32("data segment kind");
  if (kind > 2) {
    fail(segment.offset, std::format("malformed data segment kind {} "
                                     "(expected 0 to 2)",
                                     kind));
  }
  segment.mode = kind == 1 ? SegmentMode::kPassive : SegmentMode::kActive;
  if (segment.mode == SegmentMode::kActive) {
    if (kind == 2) segment.memory = section_.read_leb_u32("memory index");
    if (!section_.ok() ||
        !check_index("memory", segment.memory, module_.memories.size(),
                     segment.offset)) {
      return segment;
    }
    ValType address =
        address_type(module_.memories[segment.memory].type.limits);
    segment.offset_expr =
        read_const_expr(section_, module_, address, "offset of the segment");
  }
  uint32_t size = section_.read_leb_u32("data segment size");
  segment.bytes = section_.read_bytes(size, "data segment");
  return segment;
}

// Reports what is wrong with a body that does not have its end. Mostly its
// size is wrong, and so is what seems to follow it.
void ModuleReader::fail_body(uint32_t function_index) {
  module_.declared_refs.resize(module_.functions.size());
  Diagnostics diagnostics;
  if (read_function(module_, function_index, diagnostics)) return;
  const Diagnostic& error = diagnostics.all().front();
  fail(error.offset.value_or(0), error.message);
}

// Bodies are only cut out here; read_function() decodes them.
void ModuleReader::read_code_section() {
  constexpr uint8_t kEnd = 0x0b;
  size_t defined = module_.functions.size() - import_function_count_;
  body_count_ = read_count("function body", kMaxFunctions, 0);
  // A wrong count is reported by check_ends(), as a repeated section or other
  // damage behind it explains more.
  size_t count = std::min(body_count_, defined);
  for (size_t i = 0; i < count && section_.ok(); ++i) {
    size_t index = import_function_count_ + i;
    context_ = {"func", uint32_t(index)};
    uint64_t offset = section_.offset();
    uint32_t size = section_.read_leb_u32("function body size");
    if (section_.ok() && size > kMaxBodySize) {
      fail(offset, std::format("function body too large (got {} bytes, limit "
                               "{})",
                               size, kMaxBodySize));
    }
    Function& function = module_.functions[index];
    function.body_offset = section_.offset();
    function.body = section_.read_bytes(size, "function body");
    if (!section_.ok()) return;
    bool has_end = !function.body.empty() && function.body.back() == kEnd;
    if (!has_end) fail_body(uint32_t(index));
  }
  if (body_count_ > defined && section_.ok()) {
    section_.read_bytes(section_.remaining(), "function bodies");
  }
}

}  // namespace wasm2mpy::wasm
