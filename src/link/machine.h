// What the linker has to know about machine code: relocations and jumps. One
// class per ELF machine, each in its reloc_*.cc; the passes know no machine.
#ifndef WASM2MPY_LINK_MACHINE_H_
#define WASM2MPY_LINK_MACHINE_H_

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "link/object.h"
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
  bool T = false;           // the symbol is a Thumb function
  Part part = Part::kText;  // of the symbol, whose start S counts from
  // The symbol is a number, not a place in the image.
  bool absolute = false;
  // The symbol is a function; what is called need not be marked as one.
  bool function = false;
  // With is_low_half(): the type of the other half, whose S, A and P these are.
  uint32_t high_type = 0;
};

// What a branch instruction reaches, as the range of S + A - P.
struct BranchRange {
  int64_t lo = 0;
  int64_t hi = 0;
  int64_t bias = 0;  // the addend of a branch to the symbol itself
};

// Success, or what is wrong as it follows the "R_TYPE against 'sym': " of a
// message.
using ApplyResult = std::expected<void, std::string>;

// Shorter instructions that do the same: their bytes, and the relocation that
// replaces the one that they had.
struct ShortForm {
  uint8_t old_size = 0;
  uint8_t size = 0;
  uint32_t bytes = 0;  // little endian
  uint32_t type = 0;
};

class Machine {
 public:
  virtual ~Machine() = default;

  // "R_X86_64_PC32"; empty for a type that this linker does not know.
  virtual std::string_view relocation_name(uint32_t type) const = 0;

  // The relocation marks something but refers to nothing.
  virtual bool is_marker(uint32_t type) const { return type == 0; }

  // The relocation makes its place, a word, the address of the symbol. The
  // loader can add the address of the image to it.
  virtual bool is_address(uint32_t /*type*/) const { return false; }

  // The addend that an SHT_REL relocation keeps at the place; 0 if the place
  // is outside the section (which apply() then refuses).
  virtual int64_t read_addend(uint32_t type, std::span<const uint8_t> section,
                              uint64_t offset) const = 0;

  // Computes the value, checks its range and alignment, and writes it.
  virtual ApplyResult apply(const RelocationSite& site) const = 0;

  // Takes the mark of a Thumb function, bit 0, off the value of a symbol of
  // that ELF type and says whether there was one.
  virtual bool take_thumb_bit(uint8_t /*symbol_type*/,
                              uint64_t& /*value*/) const {
    return false;
  }

  // What is wrong with a relocation because of the ones around it; empty if
  // nothing is. `index` is that of the relocation in its section's list.
  virtual std::string check_group(std::span<const Relocation> /*relocations*/,
                                  size_t /*index*/) const {
    return "";
  }

  // The symbol of a relocation of this type is not what is referred to, but
  // the place of the instruction with the high half of a distance; the
  // relocation there has the symbol. is_high_half() knows that one's types.
  virtual bool is_low_half(uint32_t /*type*/) const { return false; }
  virtual bool is_high_half(uint32_t /*type*/) const { return false; }

  // --- Literals (literals.cc) ---

  // Whether a section of code holds words for code to load, by its name.
  virtual bool has_literals(std::string_view /*section*/) const {
    return false;
  }
  // How far behind a literal the code that loads it may end; 0 if the machine
  // has none.
  virtual uint64_t literal_reach() const { return 0; }

  // How large code can be before calls do not reach every part of it.
  virtual uint64_t code_reach() const { return UINT64_MAX; }

  // --- Branch islands (islands.cc) ---

  // The range of a branch that may go by way of an island, which may change
  // any register that a call through a pointer may change. None for others.
  virtual std::optional<BranchRange> branch_range(uint32_t /*type*/) const {
    return std::nullopt;
  }
  // A jump from `island` to `target`, both from the start of the image, that
  // reaches everything. Islands are aligned to 4.
  virtual size_t island_size() const { return 0; }
  virtual void write_island(std::span<uint8_t> /*code*/, uint64_t /*island*/,
                            uint64_t /*target*/) const {}

  // --- Relaxation (relax.cc) ---

  // Whether instructions may be made shorter where the compiler allows it.
  virtual bool relaxes() const { return false; }
  // The relocation that allows it for the one before it in the list.
  virtual bool allows_relaxation(uint32_t /*type*/) const { return false; }
  // If the relocation is padding for alignment: what to align to. Its addend
  // is the number of bytes there.
  virtual std::optional<uint64_t> padding_alignment(uint32_t /*type*/,
                                                    int64_t /*addend*/) const {
    return std::nullopt;
  }
  virtual void write_padding(std::span<uint8_t> /*code*/) const {}
  // The shortest form of the instructions at `code` that reaches distance V
  // and those up to `slack` around it.
  virtual std::optional<ShortForm> shorten(uint32_t /*type*/,
                                           std::span<const uint8_t> /*code*/,
                                           int64_t /*V*/,
                                           int64_t /*slack*/) const {
    return std::nullopt;
  }

  // Bytes to put between functions; never executed.
  virtual uint8_t code_padding() const { return 0; }

  // A jump from the start of the image to the entry, for an entry function
  // that cannot be put there itself. `code` has entry_jump_size() bytes.
  virtual size_t entry_jump_size() const = 0;
  // The last place that it reaches.
  virtual uint64_t entry_jump_reach() const { return INT32_MAX; }
  virtual void write_entry_jump(std::span<uint8_t> code,
                                uint64_t entry) const = 0;
};

// The machine of a target.
const Machine& find_machine(const Target& target);

// Defined in the reloc_*.cc files.
#define ELF_MACHINE(name, number, function) \
  const Machine& function(const Target& target);
#include "target/elf_machines.def"

// Helpers of the reloc_*.cc files.

// A row of a machine's table of the relocations that it knows.
struct RelocationType {
  uint32_t type;
  std::string_view name;
  size_t size = 4;  // bytes that it reads and writes
};
// The name; empty for a type that is not there.
std::string_view find_name(std::span<const RelocationType> types,
                           uint32_t type);
// The size; that of a word for a type that is not there.
size_t find_size(std::span<const RelocationType> types, uint32_t type);

// Whether `size` bytes at `offset` are inside `bytes`.
inline bool in_bounds(std::span<const uint8_t> bytes, uint64_t offset,
                      uint64_t size) {
  return offset <= bytes.size() && size <= bytes.size() - offset;
}

// "V not in [lo, hi]" unless lo <= V <= hi.
ApplyResult check_range(int64_t V, int64_t lo, int64_t hi);
// The range of a signed field of `bits` bits.
ApplyResult check_signed(int64_t V, unsigned bits);
// "V is not a multiple of N".
ApplyResult check_multiple(int64_t V, int64_t N);

// What all machines refuse in the same words.
std::unexpected<std::string> outside_section(const RelocationSite& site);
std::unexpected<std::string> refuse_absolute();
std::unexpected<std::string> refuse_distance_to_number();
std::unexpected<std::string> refuse_table();

// S + A and S + A - P. They wrap as the target's registers do: a hostile file
// can make them as large as it likes, which must not overflow here.
int64_t symbol_plus_addend(const RelocationSite& site);
int64_t distance(const RelocationSite& site);

// A plain number in a field of `size` bytes: only symbols that are numbers
// have one.
ApplyResult apply_absolute(const RelocationSite& site, size_t size, int64_t lo,
                           int64_t hi);
// The distance V in the image in a signed field of `size` bytes at `offset`.
ApplyResult apply_distance(const RelocationSite& site, uint64_t offset,
                           size_t size, int64_t V);

uint16_t read16(std::span<const uint8_t> bytes, uint64_t offset);
uint32_t read32(std::span<const uint8_t> bytes, uint64_t offset);
void write16(std::span<uint8_t> bytes, uint64_t offset, uint16_t value);
void write32(std::span<uint8_t> bytes, uint64_t offset, uint32_t value);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_MACHINE_H_
