// The parts that several sections share: counts, names, and the types of
// functions, tables, memories, globals and tags.
#include <format>
#include <utility>

#include "support/utf8.h"
#include "wasm/limits.h"
#include "wasm/module_reader.h"

namespace wasm2mpy::wasm {
namespace {

// The largest size of a memory in pages: the address space, and for pages of
// one byte one less, so that the size in bytes fits the address type.
uint64_t max_pages(bool is_64, uint8_t page_size_log2) {
  unsigned bits = is_64 ? 64 : 32;
  if (page_size_log2 == 0) return is_64 ? UINT64_MAX : UINT32_MAX;
  return uint64_t{1} << (bits - page_size_log2);
}

}  // namespace

// The count of a vector, bounded by the bytes that are there so that callers
// may reserve memory for it: each item takes one byte at least.
uint32_t ModuleReader::read_count(std::string_view what, uint32_t limit,
                                  size_t existing) {
  uint64_t offset = section_.offset();
  uint32_t count = section_.read_leb_u32(std::format("{} count", what));
  if (!section_.ok()) return 0;
  if (existing + count > limit) {
    fail(offset, std::format("too many {} entries (got {}, limit {})", what,
                             existing + count, limit));
    return 0;
  }
  if (count > section_.remaining()) {
    fail(offset, std::format("unexpected end of section or function: {} "
                             "entries announced, {} bytes left",
                             count, section_.remaining()));
    return 0;
  }
  return count;
}

std::string ModuleReader::read_name(std::string_view what) {
  uint64_t offset = section_.offset();
  // A count that is too large shows here, by a name that is not there.
  if (section_.at_end()) {
    fail(offset, std::format("length out of bounds: unexpected end of section "
                             "or function while reading the length of the {}",
                             what));
    return "";
  }
  uint32_t length =
      section_.read_leb_u32(std::format("length of the {}", what));
  if (!section_.ok()) return "";
  if (length > section_.remaining()) {
    fail(offset, std::format("length out of bounds: unexpected end of section "
                             "or function in the {} ({} bytes, {} left)",
                             what, length, section_.remaining()));
    return "";
  }
  std::span<const uint8_t> bytes = section_.read_bytes(length, what);
  std::string name(bytes.begin(), bytes.end());
  if (!is_valid_utf8(name)) {
    fail(offset, std::format("malformed UTF-8 encoding of the {}", what));
  }
  return name;
}

// The index of a function type.
uint32_t ModuleReader::read_function_type() {
  uint64_t offset = section_.offset();
  uint32_t index = section_.read_leb_u32("type index");
  if (!section_.ok() ||
      !check_index("type", index, module_.types.size(), offset)) {
    return 0;
  }
  if (module_.types[index].composite != SubType::kFunc) {
    fail(offset, std::format("type {} is not a function type", index));
  }
  return index;
}

ModuleReader::ExternalType ModuleReader::read_external_type() {
  ExternalType type;
  uint64_t offset = section_.offset();
  uint8_t kind = section_.read_u8("import kind");
  type.kind = ExternalKind(kind);
  switch (kind) {
    case uint8_t(ExternalKind::kFunc):
      type.type_index = read_function_type();
      break;
    case uint8_t(ExternalKind::kTable):
      type.table = read_table_type();
      break;
    case uint8_t(ExternalKind::kMemory):
      type.memory = read_memory_type();
      break;
    case uint8_t(ExternalKind::kGlobal):
      type.global = read_global_type();
      break;
    case uint8_t(ExternalKind::kTag):
      type.type_index = read_tag_type().type_index;
      break;
    default:
      fail(offset, std::format("malformed import kind 0x{:02x}", kind));
      type.kind = ExternalKind::kFunc;
  }
  return type;
}

TableType ModuleReader::read_table_type() {
  uint64_t offset = section_.offset();
  TableType type;
  type.element = read_ref_type(section_, "table element");
  check_type(type.element, offset);
  type.limits = read_limits(section_, /*is_memory=*/false).limits;
  if (!section_.ok()) return type;
  const Limits& limits = type.limits;
  uint64_t largest = limits.is_64 ? UINT64_MAX : UINT32_MAX;
  if (limits.min > largest || (limits.has_max && limits.max > largest)) {
    fail(offset,
         std::format("table size must be at most {} elements", largest));
  }
  if (limits.has_max && limits.min > limits.max) {
    fail(offset, std::format("size minimum must not be greater than maximum "
                             "(got {} and {})",
                             limits.min, limits.max));
  }
  return type;
}

uint8_t ModuleReader::check_page_size(const RawLimits& raw, uint64_t offset) {
  constexpr uint8_t kDefaultPageSizeLog2 = 16;
  if (!raw.has_page_size) return kDefaultPageSizeLog2;
  if (raw.page_size_log2 != 0 && raw.page_size_log2 != kDefaultPageSizeLog2) {
    fail(offset, std::format("invalid custom page size (got 2 to the power of "
                             "{}, expected 1 or 65536)",
                             raw.page_size_log2));
  }
  return uint8_t(raw.page_size_log2);
}

MemoryType ModuleReader::read_memory_type() {
  uint64_t offset = section_.offset();
  MemoryType type;
  RawLimits raw = read_limits(section_, /*is_memory=*/true);
  type.limits = raw.limits;
  if (!section_.ok()) return type;
  type.page_size_log2 = check_page_size(raw, offset);
  if (!section_.ok()) return type;
  const Limits& limits = type.limits;
  uint64_t largest = max_pages(limits.is_64, type.page_size_log2);
  if (limits.min > largest || (limits.has_max && limits.max > largest)) {
    fail(offset, std::format("memory size must be at most {} pages of {} "
                             "bytes (got {})",
                             largest, type.page_size(),
                             limits.min > largest ? limits.min : limits.max));
  }
  if (limits.has_max && limits.min > limits.max) {
    fail(offset, std::format("size minimum must not be greater than maximum "
                             "(got {} and {})",
                             limits.min, limits.max));
  }
  type.is_shared = raw.is_shared;
  if (type.is_shared && !limits.has_max)
    fail(offset, "shared memory must have maximum");
  return type;
}

GlobalType ModuleReader::read_global_type() {
  uint64_t offset = section_.offset();
  GlobalType type;
  type.type = read_val_type(section_, "global");
  check_type(type.type, offset);
  type.is_mutable = read_mutability(section_);
  return type;
}

Tag ModuleReader::read_tag_type() {
  uint64_t offset = section_.offset();
  uint8_t attribute = section_.read_u8("tag attribute");
  if (attribute != 0) {
    fail(offset, std::format("malformed tag attribute 0x{:02x} (expected 0)",
                             attribute));
  }
  Tag tag = {read_function_type(), std::nullopt};
  if (!section_.ok()) return tag;
  const FuncType& type = module_.types[tag.type_index].func;
  if (!type.results.empty()) {
    fail(offset, std::format("non-empty tag result type {}", to_string(type)));
  }
  return tag;
}

bool ModuleReader::check_index(std::string_view what, uint32_t index,
                               size_t count, uint64_t offset) {
  if (index < count) return true;
  fail(offset, std::format("unknown {} {} (there are {})", what, index, count));
  return false;
}

void ModuleReader::check_type(ValType type, uint64_t offset) {
  if (section_.ok())
    check_val_type(section_, type, module_.types.size(), offset);
}

}  // namespace wasm2mpy::wasm
