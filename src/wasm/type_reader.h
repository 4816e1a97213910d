// Decoding of types. These functions check the syntax only, except that a
// type index always stays below the abstract heap types; whether the index
// names a type is for the callers to check with check_val_type().
#ifndef WASM2MPY_WASM_TYPE_READER_H_
#define WASM2MPY_WASM_TYPE_READER_H_

#include <string_view>
#include <vector>

#include "support/bytes.h"
#include "wasm/subtyping.h"
#include "wasm/types.h"

namespace wasm2mpy::wasm {

// All of them report through the cursor; `what` names the thing in messages.
HeapType read_heap_type(ByteCursor& cursor);
ValType read_val_type(ByteCursor& cursor, std::string_view what);
// Fails with "malformed reference type" on any other value type.
ValType read_ref_type(ByteCursor& cursor, std::string_view what);
bool read_mutability(ByteCursor& cursor);

// Whether the next byte is a value type, as opposed to a type index.
bool at_val_type(const ByteCursor& cursor);

// Limits before they are validated, with what their flags said besides.
struct RawLimits {
  Limits limits;
  bool is_shared = false;
  bool has_page_size = false;
  uint32_t page_size_log2 = 0;
};
RawLimits read_limits(ByteCursor& cursor, bool is_memory);

// Fails with "unknown type" when a type index is not below `type_count`.
bool check_val_type(ByteCursor& cursor, ValType type, size_t type_count,
                    uint64_t offset);

// The type section: recursion groups, their validation and canonical indices.
class TypeSectionReader {
 public:
  TypeSectionReader(ByteCursor& cursor, std::vector<SubType>& types)
      : cursor_(cursor), types_(types) {}
  void read();

 private:
  void read_group();
  SubType read_sub_type();
  void read_composite(SubType& type);
  std::vector<ValType> read_results(std::string_view what, size_t limit);
  FieldType read_field();
  void check_indices(const SubType& type, uint64_t offset);
  void check_supertype(uint32_t index, uint64_t offset);

  ByteCursor& cursor_;
  std::vector<SubType>& types_;
  std::vector<uint8_t> depths_;  // how many supertypes each type has above it
  TypeCanonicalizer canonicalizer_;
};

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_TYPE_READER_H_
