#include "link/machine.h"

#include <algorithm>
#include <cassert>
#include <format>
#include <utility>

namespace wasm2mpy::link {

const Machine& find_machine(const Target& target) {
  switch (target.elf_machine) {
#define ELF_MACHINE(name, number, function) \
  case target::ElfMachine::name:            \
    return function(target);
#include "target/elf_machines.def"
  }
  std::unreachable();
}

namespace {

const RelocationType* find_type(std::span<const RelocationType> types,
                                uint32_t type) {
  auto found = std::ranges::find(types, type, &RelocationType::type);
  return found == types.end() ? nullptr : &*found;
}

}  // namespace

std::string_view find_name(std::span<const RelocationType> types,
                           uint32_t type) {
  const RelocationType* row = find_type(types, type);
  return row ? row->name : "";
}

size_t find_size(std::span<const RelocationType> types, uint32_t type) {
  const RelocationType* row = find_type(types, type);
  return row ? row->size : 4;
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

ApplyResult check_multiple(int64_t V, int64_t N) {
  if (V % N == 0) return {};
  return std::unexpected(std::format("{} is not a multiple of {}", V, N));
}

std::unexpected<std::string> outside_section(const RelocationSite& site) {
  return std::unexpected(
      std::format("offset {:#x} is outside the section of {} bytes",
                  site.offset, site.bytes.size()));
}

std::unexpected<std::string> refuse_absolute() {
  return std::unexpected(
      std::string("absolute relocation would need a runtime relocation"));
}

std::unexpected<std::string> refuse_distance_to_number() {
  return std::unexpected(std::string(
      "the distance to an absolute symbol is not known at link time"));
}

std::unexpected<std::string> refuse_table() {
  return std::unexpected(
      std::string("would need a global offset table, and an image has none"));
}

int64_t symbol_plus_addend(const RelocationSite& site) {
  return int64_t(site.S + uint64_t(site.A));
}

int64_t distance(const RelocationSite& site) {
  return int64_t(site.S + uint64_t(site.A) - site.P);
}

namespace {

void write_field(const RelocationSite& site, uint64_t offset, size_t size,
                 int64_t V) {
  for (size_t i = 0; i < size; ++i) {
    site.bytes[offset + i] = uint8_t(uint64_t(V) >> (8 * i));
  }
}

}  // namespace

ApplyResult apply_absolute(const RelocationSite& site, size_t size, int64_t lo,
                           int64_t hi) {
  if (!site.absolute) return refuse_absolute();
  int64_t V = symbol_plus_addend(site);
  if (ApplyResult result = check_range(V, lo, hi); !result) return result;
  write_field(site, site.offset, size, V);
  return {};
}

ApplyResult apply_distance(const RelocationSite& site, uint64_t offset,
                           size_t size, int64_t V) {
  if (site.absolute) return refuse_distance_to_number();
  if (size < 8) {
    ApplyResult result = check_signed(V, unsigned(size * 8));
    if (!result) return result;
  }
  write_field(site, offset, size, V);
  return {};
}

namespace {

template <class T>
T read_little(std::span<const uint8_t> bytes, uint64_t offset) {
  assert(in_bounds(bytes, offset, sizeof(T)));
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value |= T(T(bytes[offset + i]) << (8 * i));
  }
  return value;
}

template <class T>
void write_little(std::span<uint8_t> bytes, uint64_t offset, T value) {
  assert(in_bounds(bytes, offset, sizeof(T)));
  for (size_t i = 0; i < sizeof(T); ++i) {
    bytes[offset + i] = uint8_t(value >> (8 * i));
  }
}

}  // namespace

uint16_t read16(std::span<const uint8_t> bytes, uint64_t offset) {
  return read_little<uint16_t>(bytes, offset);
}
uint32_t read32(std::span<const uint8_t> bytes, uint64_t offset) {
  return read_little<uint32_t>(bytes, offset);
}
void write16(std::span<uint8_t> bytes, uint64_t offset, uint16_t value) {
  write_little(bytes, offset, value);
}
void write32(std::span<uint8_t> bytes, uint64_t offset, uint32_t value) {
  write_little(bytes, offset, value);
}

}  // namespace wasm2mpy::link
