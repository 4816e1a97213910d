#include "codegen/abi/object_layout.h"

#include <algorithm>

#include "wasm/value_type.h"

namespace wasm2mpy::codegen {

using wasm::ValType;

uint32_t storage_bytes(ValType type, uint32_t word_size) {
  if (type.kind() == ValType::kI8) return 1;
  if (type.kind() == ValType::kI16) return 2;
  const wasm::ValueTypeInfo* info = wasm::find_value_type(type);
  return info ? info->bits / 8 : word_size;
}

uint32_t storage_alignment(ValType type, uint32_t word_size) {
  return std::min(storage_bytes(type, word_size), word_size);
}

StructLayout lay_out(const wasm::SubType& type, uint32_t head,
                     uint32_t word_size) {
  StructLayout layout;
  uint32_t size = head;
  auto align = [&](uint32_t alignment) {
    size = (size + alignment - 1) / alignment * alignment;
  };
  for (const wasm::FieldType& field : type.fields) {
    align(storage_alignment(field.type, word_size));
    layout.offsets.push_back(size);
    size += storage_bytes(field.type, word_size);
  }
  align(word_size);
  layout.words = size / word_size;
  return layout;
}

}  // namespace wasm2mpy::codegen
