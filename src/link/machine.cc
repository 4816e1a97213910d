#include "link/machine.h"

#include <cassert>
#include <format>

namespace wasm2mpy::link {

const Machine* find_machine(target::ElfMachine machine) {
  switch (machine) {
    case target::ElfMachine::k386:
      return &machine_386();
    case target::ElfMachine::kX86_64:
      return &machine_x86_64();
    case target::ElfMachine::kArm:
    case target::ElfMachine::kXtensa:
    case target::ElfMachine::kRiscv:
      return nullptr;
  }
  return nullptr;
}

ApplyResult check_range(int64_t V, int64_t lo, int64_t hi) {
  if (V >= lo && V <= hi) return {};
  return std::unexpected(std::format("{} not in [{}, {}]", V, lo, hi));
}

ApplyResult check_signed(int64_t V, unsigned bits) {
  assert(bits >= 1 && bits <= 63);
  int64_t limit = int64_t{1} << (bits - 1);
  return check_range(V, -limit, limit - 1);
}

namespace {

template <class T>
T read_little(std::span<const uint8_t> bytes, uint64_t offset) {
  assert(in_bounds(bytes, offset, sizeof(T)));
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value |= static_cast<T>(static_cast<T>(bytes[offset + i]) << (8 * i));
  }
  return value;
}

template <class T>
void write_little(std::span<uint8_t> bytes, uint64_t offset, T value) {
  assert(in_bounds(bytes, offset, sizeof(T)));
  for (size_t i = 0; i < sizeof(T); ++i) {
    bytes[offset + i] = static_cast<uint8_t>(value >> (8 * i));
  }
}

}  // namespace

uint16_t read16(std::span<const uint8_t> bytes, uint64_t offset) {
  return read_little<uint16_t>(bytes, offset);
}
uint32_t read32(std::span<const uint8_t> bytes, uint64_t offset) {
  return read_little<uint32_t>(bytes, offset);
}
uint64_t read64(std::span<const uint8_t> bytes, uint64_t offset) {
  return read_little<uint64_t>(bytes, offset);
}
void write16(std::span<uint8_t> bytes, uint64_t offset, uint16_t value) {
  write_little(bytes, offset, value);
}
void write32(std::span<uint8_t> bytes, uint64_t offset, uint32_t value) {
  write_little(bytes, offset, value);
}
void write64(std::span<uint8_t> bytes, uint64_t offset, uint64_t value) {
  write_little(bytes, offset, value);
}

}  // namespace wasm2mpy::link
