#include "wasm/type_reader.h"

#include <algorithm>
#include <format>
#include <optional>

#include "wasm/heap_type.h"
#include "wasm/limits.h"
#include "wasm/opcode.h"
#include "wasm/value_type.h"

namespace wasm2mpy::wasm {
namespace {

// Codes of the binary format, "Binary Format / Types".
enum TypeCode : uint8_t {
  kCodeI8 = 0x78,
  kCodeI16 = 0x77,
  kCodeRef = 0x64,
  kCodeRefNull = 0x63,
  kCodeFuncType = 0x60,
  kCodeStructType = 0x5f,
  kCodeArrayType = 0x5e,
  kCodeContType = 0x5d,
  kCodeSub = 0x50,
  kCodeSubFinal = 0x4f,
  kCodeRec = 0x4e,
};

enum LimitsFlag : uint8_t {
  kHasMax = 1,
  kShared = 2,
  kIs64 = 4,
  kHasPageSize = 8,
};

std::optional<HeapType::Abstract> abstract_heap_type(uint8_t code) {
  for (const HeapTypeInfo& row : kHeapTypes) {
    if (row.code == code)
      return HeapType::Abstract(HeapType::kFirst + (&row - kHeapTypes));
  }
  return std::nullopt;
}

// A negative number of one LEB128 byte: the space of type codes.
bool is_type_code(uint8_t byte) { return (byte & 0xc0) == 0x40; }

std::optional<ValType> number_type(uint8_t code) {
  for (const ValueTypeInfo& row : kValueTypes)
    if (row.code == code) return row.type;
  return std::nullopt;
}

// Nothing when the byte does not start a reference type; nothing is read then.
std::optional<ValType> try_read_ref_type(ByteCursor& cursor) {
  uint8_t code = cursor.peek();
  if (code == kCodeRef || code == kCodeRefNull) {
    cursor.read_u8("reference type");
    return ValType::ref(read_heap_type(cursor), code == kCodeRefNull);
  }
  std::optional<HeapType::Abstract> abstract = abstract_heap_type(code);
  if (!abstract) return std::nullopt;
  cursor.read_u8("reference type");
  return ValType::ref(*abstract, true);
}

// For `reserve`: a count in the input is no reason to allocate before as many
// bytes are there.
size_t bounded_count(const ByteCursor& cursor, uint32_t count) {
  return std::min<size_t>(count, cursor.remaining());
}

}  // namespace

HeapType read_heap_type(ByteCursor& cursor) {
  uint64_t offset = cursor.offset();
  uint8_t code = cursor.peek();
  if (!cursor.at_end() && is_type_code(code)) {
    cursor.read_u8("heap type");
    if (auto abstract = abstract_heap_type(code)) return *abstract;
    cursor.fail_at(offset, std::format("malformed heap type 0x{:02x}", code));
    return HeapType::kFunc;
  }
  int64_t index = cursor.read_leb_s33("heap type");
  if (index < 0) {
    cursor.fail_at(offset, "malformed heap type");
  } else if (index >= HeapType::kFirst) {
    cursor.fail_at(offset, std::format("unknown type {}", index));
  } else {
    return HeapType::index(uint32_t(index));
  }
  return HeapType::kFunc;
}

ValType read_val_type(ByteCursor& cursor, std::string_view what) {
  uint64_t offset = cursor.offset();
  if (std::optional<ValType> number = number_type(cursor.peek())) {
    cursor.read_u8(what);
    return *number;
  }
  if (std::optional<ValType> ref = try_read_ref_type(cursor)) return *ref;
  uint8_t code = cursor.read_u8(what);
  cursor.fail_at(
      offset, std::format("malformed value type 0x{:02x} for {}", code, what));
  return ValType::kI32;
}

ValType read_ref_type(ByteCursor& cursor, std::string_view what) {
  uint64_t offset = cursor.offset();
  if (std::optional<ValType> ref = try_read_ref_type(cursor)) return *ref;
  uint8_t code = cursor.read_u8(what);
  cursor.fail_at(offset, std::format("malformed reference type 0x{:02x} for {}",
                                     code, what));
  return kFuncRef;
}

bool read_mutability(ByteCursor& cursor) {
  uint64_t offset = cursor.offset();
  uint8_t value = cursor.read_u8("mutability");
  if (value > 1) {
    cursor.fail_at(offset, std::format("malformed mutability 0x{:02x} "
                                       "(expected 0 or 1)",
                                       value));
  }
  return value == 1;
}

bool at_val_type(const ByteCursor& cursor) {
  return is_type_code(cursor.peek());
}

RawLimits read_limits(ByteCursor& cursor, bool is_memory) {
  RawLimits result;
  uint64_t offset = cursor.offset();
  uint8_t flags = cursor.read_u8("limits flags");
  uint8_t known = kHasMax | kIs64;
  if (is_memory) known |= kShared | kHasPageSize;
  if ((flags & ~known) != 0) {
    cursor.fail_at(offset,
                   std::format("malformed limits flags 0x{:02x}", flags));
    return result;
  }
  result.limits.has_max = (flags & kHasMax) != 0;
  result.limits.is_64 = (flags & kIs64) != 0;
  result.is_shared = (flags & kShared) != 0;
  result.has_page_size = (flags & kHasPageSize) != 0;
  // The flag belongs to the custom-page-sizes proposal: where its fields are
  // absent, it is what WebAssembly 3.0 says of it.
  size_t fields = result.limits.has_max ? 3 : 2;
  if (result.has_page_size && cursor.remaining() < fields) {
    cursor.fail_at(offset, std::format("malformed limits flags 0x{:02x}: no "
                                       "custom page size follows",
                                       flags));
    return result;
  }
  result.limits.min = cursor.read_leb_u64("minimum size");
  if (result.limits.has_max) {
    result.limits.max = cursor.read_leb_u64("maximum size");
  }
  if (result.has_page_size) {
    result.page_size_log2 = cursor.read_leb_u32("page size");
  }
  return result;
}

bool check_val_type(ByteCursor& cursor, ValType type, size_t type_count,
                    uint64_t offset) {
  if (!type.is_ref() || !type.heap().is_index() ||
      type.heap().type_index() < type_count) {
    return true;
  }
  cursor.fail_at(offset, std::format("unknown type {} (there are {})",
                                     type.heap().type_index(), type_count));
  return false;
}

void TypeSectionReader::read() {
  uint32_t count = cursor_.read_leb_u32("type count");
  types_.reserve(bounded_count(cursor_, count));
  for (uint32_t i = 0; i < count && cursor_.ok(); ++i) read_group();
}

void TypeSectionReader::read_group() {
  uint64_t offset = cursor_.offset();
  auto start = uint32_t(types_.size());
  uint32_t size = 1;
  if (cursor_.peek() == kCodeRec) {
    cursor_.read_u8("recursion group");
    size = cursor_.read_leb_u32("recursion group size");
  }
  if (size > kMaxTypes - start) {
    cursor_.fail_at(offset,
                    std::format("too many types (limit {})", kMaxTypes));
  }
  std::vector<uint64_t> offsets;
  for (uint32_t i = 0; i < size && cursor_.ok(); ++i) {
    offsets.push_back(cursor_.offset());
    SubType type = read_sub_type();
    type.rec_group_start = start;
    type.rec_group_size = size;
    types_.push_back(std::move(type));
  }
  for (uint32_t i = 0; i < size && cursor_.ok(); ++i) {
    check_indices(types_[start + i], offsets[i]);
  }
  if (!cursor_.ok()) return;
  canonicalizer_.add_group(types_, start, size);
  for (uint32_t i = 0; i < size && cursor_.ok(); ++i) {
    check_supertype(start + i, offsets[i]);
  }
}

SubType TypeSectionReader::read_sub_type() {
  SubType type;
  uint8_t code = cursor_.peek();
  if (code == kCodeSub || code == kCodeSubFinal) {
    uint64_t offset = cursor_.offset();
    cursor_.read_u8("sub type");
    type.is_final = code == kCodeSubFinal;
    uint32_t count = cursor_.read_leb_u32("supertype count");
    if (count > 1) {
      cursor_.fail_at(offset, std::format("sub type with {} supertypes (limit "
                                          "1)",
                                          count));
    }
    if (count == 1) {
      type.supertypes.push_back(cursor_.read_leb_u32("supertype index"));
    }
  }
  read_composite(type);
  return type;
}

void TypeSectionReader::read_composite(SubType& type) {
  uint64_t offset = cursor_.offset();
  uint8_t code = cursor_.read_u8("type");
  switch (code) {
    case kCodeFuncType:
      type.composite = SubType::kFunc;
      type.func.params = read_results("parameter", kMaxParams);
      type.func.results = read_results("result", kMaxResults);
      return;
    case kCodeStructType: {
      type.composite = SubType::kStruct;
      uint32_t count = cursor_.read_leb_u32("field count");
      if (count > kMaxStructFields) {
        cursor_.fail_at(offset, std::format("too many fields (got {}, limit "
                                            "{})",
                                            count, kMaxStructFields));
      }
      for (uint32_t i = 0; i < count && cursor_.ok(); ++i) {
        type.fields.push_back(read_field());
      }
      return;
    }
    case kCodeArrayType:
      type.composite = SubType::kArray;
      type.fields.push_back(read_field());
      return;
    case kCodeContType:
      // All modules of that proposal have one, so nothing else needs a name.
      return cursor_.fail_at(
          offset,
          "continuation type " + unsupported_message(Feature::kStackSwitching));
    default:
      // The code is a signed LEB128 number that must fit one byte.
      cursor_.fail_at(offset, std::format("{} 0x{:02x} (expected func, struct, "
                                          "array, sub or rec)",
                                          code < 0x80 ? "malformed type"
                                                      : "integer "
                                                        "representation too "
                                                        "long for a type",
                                          code));
  }
}

std::vector<ValType> TypeSectionReader::read_results(std::string_view what,
                                                     size_t limit) {
  uint64_t offset = cursor_.offset();
  uint32_t count = cursor_.read_leb_u32(std::format("{} count", what));
  std::vector<ValType> types;
  if (count > limit) {
    cursor_.fail_at(offset, std::format("too many {}s (got {}, limit {})", what,
                                        count, limit));
    return types;
  }
  types.reserve(bounded_count(cursor_, count));
  for (uint32_t i = 0; i < count && cursor_.ok(); ++i) {
    types.push_back(read_val_type(cursor_, what));
  }
  return types;
}

FieldType TypeSectionReader::read_field() {
  FieldType field = {ValType::kI32, false};
  uint8_t code = cursor_.peek();
  if (code == kCodeI8 || code == kCodeI16) {
    cursor_.read_u8("field");
    field.type = code == kCodeI8 ? ValType::kI8 : ValType::kI16;
  } else {
    field.type = read_val_type(cursor_, "field");
  }
  field.is_mutable = read_mutability(cursor_);
  return field;
}

void TypeSectionReader::check_indices(const SubType& type, uint64_t offset) {
  auto check = [&](ValType value) {
    check_val_type(cursor_, value, types_.size(), offset);
  };
  for (ValType param : type.func.params) check(param);
  for (ValType result : type.func.results) check(result);
  for (const FieldType& field : type.fields) check(field.type);
  auto own_index = uint32_t(&type - types_.data());
  for (uint32_t supertype : type.supertypes) {
    if (supertype < own_index) continue;
    cursor_.fail_at(offset, std::format("unknown type {} as the supertype of "
                                        "type {} (it must come before)",
                                        supertype, own_index));
  }
}

void TypeSectionReader::check_supertype(uint32_t index, uint64_t offset) {
  const SubType& type = types_[index];
  depths_.resize(types_.size());
  if (type.supertypes.empty()) return;
  uint32_t super_index = type.supertypes[0];
  const SubType& supertype = types_[super_index];
  depths_[index] = depths_[super_index] + 1;
  if (depths_[index] > kMaxSubtypeDepth) {
    cursor_.fail_at(offset, std::format("sub type {} is nested too deeply "
                                        "(limit {})",
                                        index, kMaxSubtypeDepth));
  } else if (supertype.is_final) {
    cursor_.fail_at(offset, std::format("sub type {} does not match its "
                                        "supertype {}, which is final",
                                        index, super_index));
  } else if (!composite_matches(types_, type, supertype)) {
    cursor_.fail_at(offset, std::format("sub type {} does not match its "
                                        "supertype {}",
                                        index, super_index));
  }
}

}  // namespace wasm2mpy::wasm
