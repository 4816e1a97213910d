// Where the fields of structures and the elements of arrays lie
// (runtime/rt.h).
#ifndef WASM2MPY_CODEGEN_ABI_OBJECT_LAYOUT_H_
#define WASM2MPY_CODEGEN_ABI_OBJECT_LAYOUT_H_

#include <cstdint>
#include <vector>

#include "wasm/types.h"

namespace wasm2mpy::codegen {

// What a field of the type takes: a power of two.
uint32_t storage_bytes(wasm::ValType type, uint32_t word_size);
// What its address is a multiple of.
uint32_t storage_alignment(wasm::ValType type, uint32_t word_size);

struct StructLayout {
  std::vector<uint32_t> offsets;  // by field
  uint32_t words = 0;
};

// Fields are in the order of the type, so that those of a supertype are where
// they are there. `head` bytes come before them.
StructLayout lay_out(const wasm::SubType& type, uint32_t head,
                     uint32_t word_size);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_OBJECT_LAYOUT_H_
