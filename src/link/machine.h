// What the linker has to know about machine code: relocations and jumps. One
// class per ELF machine, each in its reloc_*.cc; the passes know no machine.
#ifndef WASM2MPY_LINK_MACHINE_H_
#define WASM2MPY_LINK_MACHINE_H_

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "target/target.h"

namespace wasm2mpy::link {

// One relocation to apply. Spelled as the ABI documents do: S is the address
// of the symbol, A the addend, P the address of the place; addresses count
// from the start of the image.
struct RelocationSite {
  uint32_t type = 0;
  std::span<uint8_t> bytes;  // the section's bytes in the image
  uint64_t offset = 0;       // of the place in `bytes`
  uint64_t P = 0;
  uint64_t S = 0;
  int64_t A = 0;
  // The symbol is a number, not a place in the image.
  bool absolute = false;
};

// Success, or what is wrong as it follows the "R_TYPE against 'sym': " of a
// message.
using ApplyResult = std::expected<void, std::string>;

class Machine {
 public:
  virtual ~Machine() = default;

  // "R_X86_64_PC32"; empty for a type that this linker does not know.
  virtual std::string_view relocation_name(uint32_t type) const = 0;

  // The relocation marks something but refers to nothing.
  virtual bool is_marker(uint32_t type) const { return type == 0; }

  // The addend that an SHT_REL relocation keeps at the place; 0 if the place
  // is outside the section (which apply() then refuses).
  virtual int64_t read_addend(uint32_t type, std::span<const uint8_t> section,
                              uint64_t offset) const = 0;

  // Computes the value, checks its range and alignment, and writes it.
  virtual ApplyResult apply(const RelocationSite& site) const = 0;

  // Bytes to put between functions; never executed.
  virtual uint8_t code_padding() const { return 0; }

  // A jump from the start of the image to the entry, for an entry function
  // that cannot be put there itself. `code` has entry_jump_size() bytes.
  virtual size_t entry_jump_size() const = 0;
  virtual void write_entry_jump(std::span<uint8_t> code,
                                uint64_t entry) const = 0;
};

// The machine of a target; null for one that has no relocation file yet.
const Machine* find_machine(target::ElfMachine machine);

// Defined in the reloc_*.cc files.
const Machine& machine_386();
const Machine& machine_x86_64();

// Helpers of the reloc_*.cc files.

// Whether `size` bytes at `offset` are inside `bytes`.
inline bool in_bounds(std::span<const uint8_t> bytes, uint64_t offset,
                      uint64_t size) {
  return offset <= bytes.size() && size <= bytes.size() - offset;
}

// "V not in [lo, hi]" unless lo <= V <= hi.
ApplyResult check_range(int64_t V, int64_t lo, int64_t hi);
// The range of a signed field of `bits` bits.
ApplyResult check_signed(int64_t V, unsigned bits);

uint16_t read16(std::span<const uint8_t> bytes, uint64_t offset);
uint32_t read32(std::span<const uint8_t> bytes, uint64_t offset);
uint64_t read64(std::span<const uint8_t> bytes, uint64_t offset);
void write16(std::span<uint8_t> bytes, uint64_t offset, uint16_t value);
void write32(std::span<uint8_t> bytes, uint64_t offset, uint32_t value);
void write64(std::span<uint8_t> bytes, uint64_t offset, uint64_t value);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_MACHINE_H_
