#include "link/arch/riscv.h"

namespace wasm2mpy::link {
namespace {

uint32_t bits(int64_t V, unsigned hi, unsigned lo) {
  return uint32_t(uint64_t(V) >> lo) & ((uint32_t{1} << (hi - lo + 1)) - 1);
}

}  // namespace

uint32_t set_upper(uint32_t code, int64_t V) {
  return (code & 0xfff) | bits(V + 0x800, 31, 12) << 12;
}

uint32_t set_lower_i(uint32_t code, int64_t V) {
  return (code & 0xfffff) | bits(V, 11, 0) << 20;
}

uint32_t set_lower_s(uint32_t code, int64_t V) {
  return (code & 0x01fff07f) | bits(V, 11, 5) << 25 | bits(V, 4, 0) << 7;
}

uint32_t set_jal(uint32_t code, int64_t V) {
  return (code & 0xfff) | bits(V, 20, 20) << 31 | bits(V, 10, 1) << 21 |
         bits(V, 11, 11) << 20 | bits(V, 19, 12) << 12;
}

uint32_t set_branch(uint32_t code, int64_t V) {
  return (code & 0x01fff07f) | bits(V, 12, 12) << 31 | bits(V, 10, 5) << 25 |
         bits(V, 4, 1) << 8 | bits(V, 11, 11) << 7;
}

uint32_t set_compressed_jump(uint32_t code, int64_t V) {
  return (code & 0xe003) | bits(V, 11, 11) << 12 | bits(V, 4, 4) << 11 |
         bits(V, 9, 8) << 9 | bits(V, 10, 10) << 8 | bits(V, 6, 6) << 7 |
         bits(V, 7, 7) << 6 | bits(V, 3, 1) << 3 | bits(V, 5, 5) << 2;
}

uint32_t set_compressed_branch(uint32_t code, int64_t V) {
  return (code & 0xe383) | bits(V, 8, 8) << 12 | bits(V, 4, 3) << 10 |
         bits(V, 7, 6) << 5 | bits(V, 2, 1) << 3 | bits(V, 5, 5) << 2;
}

}  // namespace wasm2mpy::link
