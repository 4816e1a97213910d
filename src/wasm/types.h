// WebAssembly types (specification 3.0, "Structure / Types"). The
// representation covers GC, exceptions and SIMD; the stages after the reader
// refuse by name what they do not support yet.
#ifndef WASM2MPY_WASM_TYPES_H_
#define WASM2MPY_WASM_TYPES_H_

#include <cstdint>
#include <string>
#include <vector>

namespace wasm2mpy::wasm {

// A heap type: an abstract one, or an index into Module::types.
class HeapType {
 public:
  // The rows of heap_types.def, by their numbers.
  enum Row : uint32_t {
#define HEAP_TYPE(id, text, reference, code, top, rank, feature) kRow##id,
#include "wasm/heap_types.def"
#undef HEAP_TYPE
  };
  static constexpr uint32_t kFirst = 0xffff'ff00;
  enum Abstract : uint32_t {
#define HEAP_TYPE(id, text, reference, code, top, rank, feature) \
  k##id = kFirst + kRow##id,
#include "wasm/heap_types.def"
#undef HEAP_TYPE
    kBottom,  // below every heap type; only during validation
  };

  constexpr HeapType(Abstract abstract) : value_(abstract) {}
  static constexpr HeapType index(uint32_t type_index) {
    return HeapType(type_index);
  }

  constexpr bool is_index() const { return value_ < kFirst; }
  constexpr uint32_t type_index() const { return value_; }
  constexpr Abstract abstract() const { return Abstract(value_); }
  constexpr bool operator==(const HeapType&) const = default;

 private:
  explicit constexpr HeapType(uint32_t value) : value_(value) {}
  uint32_t value_;
};

// A value type, a packed storage type (struct and array fields only), or the
// bottom type of unreachable code.
class ValType {
 public:
  enum Kind : uint8_t {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) k##id,
#include "wasm/value_types.def"
    kRef,
    kI8,      // storage type
    kI16,     // storage type
    kBottom,  // below every value type; only during validation
  };

  constexpr ValType(Kind kind)
      : kind_(kind), nullable_(false), heap_(HeapType::kBottom) {}
  static constexpr ValType ref(HeapType heap, bool nullable) {
    return ValType(kRef, heap, nullable);
  }

  constexpr Kind kind() const { return kind_; }
  constexpr bool is_ref() const { return kind_ == kRef; }
  // A row of value_types.def.
  constexpr bool is_number() const { return kind_ < kRef; }
  constexpr HeapType heap() const { return heap_; }
  constexpr bool nullable() const { return nullable_; }
  // Whether locals of this type start with a default value.
  constexpr bool is_defaultable() const { return !is_ref() || nullable_; }
  constexpr bool operator==(const ValType&) const = default;

 private:
  constexpr ValType(Kind kind, HeapType heap, bool nullable)
      : kind_(kind), nullable_(nullable), heap_(heap) {}
  Kind kind_;
  bool nullable_;
  HeapType heap_;
};

// What a field of this type holds when it is on the stack.
constexpr ValType unpacked(ValType storage) {
  bool is_packed =
      storage.kind() == ValType::kI8 || storage.kind() == ValType::kI16;
  return is_packed ? ValType(ValType::kI32) : storage;
}

inline constexpr ValType kFuncRef = ValType::ref(HeapType::kFunc, true);
inline constexpr ValType kExternRef = ValType::ref(HeapType::kExtern, true);

struct FieldType {
  ValType type;
  bool is_mutable;
  bool operator==(const FieldType&) const = default;
};

struct FuncType {
  std::vector<ValType> params;
  std::vector<ValType> results;
  bool operator==(const FuncType&) const = default;
};

// A defined type: one member of a recursion group. Type indices within it are
// indices into Module::types.
struct SubType {
  enum Composite : uint8_t { kFunc, kStruct, kArray };
  Composite composite = kFunc;
  FuncType func;                  // when kFunc
  std::vector<FieldType> fields;  // when kStruct; exactly one when kArray
  bool is_final = true;
  std::vector<uint32_t> supertypes;  // at most one
  uint32_t rec_group_start = 0;      // index of the group's first type
  uint32_t rec_group_size = 1;
  // Equal for two types exactly when they are equivalent (iso-recursively):
  // the index of the first type of the module that is equivalent to this one.
  uint32_t canonical = 0;
};

// Limits of a memory (in pages) or a table (in elements).
struct Limits {
  uint64_t min = 0;
  uint64_t max = 0;  // only when has_max
  bool has_max = false;
  bool is_64 = false;  // addressed by i64 (memory64, table64)
  bool operator==(const Limits&) const = default;
};

struct MemoryType {
  Limits limits;
  uint8_t page_size_log2 = 16;  // 0 or 16 (custom-page-sizes)
  bool is_shared = false;       // has a maximum then (threads)
  uint64_t page_size() const { return uint64_t{1} << page_size_log2; }
};

struct TableType {
  ValType element = kFuncRef;
  Limits limits;
};

struct GlobalType {
  ValType type = ValType::kI32;
  bool is_mutable = false;
};

// Text as in the specification's text format: "i32", "(ref null 3)".
std::string to_string(HeapType type);
std::string to_string(ValType type);
// "(i32, i64) -> f32"; results without parentheses when exactly one, "(i32)"
// when there are none.
std::string to_signature(const FuncType& type);
// "func (i32, i64) -> f32".
std::string to_string(const FuncType& type);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_TYPES_H_
