#include "wasm/instruction_reader.h"

#include <algorithm>
#include <format>
#include <optional>

#include "wasm/limits.h"
#include "wasm/opcode.h"
#include "wasm/type_reader.h"
#include "wasm/value_type.h"

namespace wasm2mpy::wasm {
namespace {

constexpr uint8_t kEmptyBlockType = 0x40;
constexpr uint32_t kHasMemoryIndex = 0x40;  // in a memory argument's flags

std::optional<Opcode> read_opcode(ByteCursor& cursor) {
  uint64_t offset = cursor.offset();
  uint8_t byte = cursor.read_u8("opcode");
  if (!cursor.ok()) return std::nullopt;
  uint8_t prefix = 0;
  uint32_t code = byte;
  if (is_opcode_prefix(byte)) {
    prefix = byte;
    code = cursor.read_leb_u32("opcode");
    if (!cursor.ok()) return std::nullopt;
  }
  std::optional<Opcode> opcode = find_opcode(prefix, code);
  if (!opcode) {
    cursor.fail_at(offset, prefix == 0
                               ? std::format("illegal opcode {:02x}", code)
                               : std::format("illegal opcode {:02x} {:02x}",
                                             prefix, code));
    return std::nullopt;
  }
  return opcode;
}

void read_block_type(ByteCursor& cursor, Instruction& instruction) {
  uint64_t offset = cursor.offset();
  if (cursor.peek() == kEmptyBlockType) {
    cursor.read_u8("block type");
  } else if (at_val_type(cursor)) {
    instruction.results = {read_val_type(cursor, "block type")};
  } else {
    int64_t index = cursor.read_leb_s33("block type");
    if (index < 0) cursor.fail_at(offset, "malformed block type");
    instruction.index = uint32_t(index);
    instruction.index2 = 1;
  }
}

void read_labels(ByteCursor& cursor, Instruction& instruction) {
  uint64_t offset = cursor.offset();
  uint32_t count = cursor.read_leb_u32("label count");
  if (count > kMaxBranchTable) {
    cursor.fail_at(offset, std::format("too many labels in br_table (got {}, "
                                       "limit {})",
                                       count, kMaxBranchTable));
    return;
  }
  size_t expected = std::min<size_t>(count, cursor.remaining());
  instruction.labels.reserve(expected + 1);
  // The default follows the counted ones.
  for (uint32_t i = 0; i <= count && cursor.ok(); ++i) {
    instruction.labels.push_back(cursor.read_leb_u32("label"));
  }
}

void read_catches(ByteCursor& cursor, Instruction& instruction) {
  uint32_t count = cursor.read_leb_u32("catch count");
  instruction.catches.reserve(std::min<size_t>(count, cursor.remaining()));
  for (uint32_t i = 0; i < count && cursor.ok(); ++i) {
    uint64_t offset = cursor.offset();
    uint8_t kind = cursor.read_u8("catch");
    if (cursor.ok() && kind > CatchClause::kCatchAllRef) {
      cursor.fail_at(offset, std::format("malformed catch 0x{:02x}", kind));
      return;
    }
    CatchClause clause = {.kind = CatchClause::Kind(kind), .label = 0};
    if (!clause.takes_all()) clause.tag = cursor.read_leb_u32("tag index");
    clause.label = cursor.read_leb_u32("label");
    instruction.catches.push_back(clause);
  }
}

void read_type_vector(ByteCursor& cursor, Instruction& instruction) {
  uint32_t count = cursor.read_leb_u32("type count");
  for (uint32_t i = 0; i < count && cursor.ok(); ++i) {
    instruction.results.push_back(read_val_type(cursor, "operand type"));
  }
}

// Two reference types of which the second is to be a subtype of the first.
void read_cast_label(ByteCursor& cursor, Instruction& instruction) {
  uint64_t offset = cursor.offset();
  uint8_t flags = cursor.read_u8("cast flags");
  if (flags > 3)
    cursor.fail_at(offset, std::format("malformed br_on_cast flags 0x{:02x} "
                                       "(expected 0 to 3)",
                                       flags));
  instruction.index = cursor.read_leb_u32("label");
  HeapType from = read_heap_type(cursor);
  HeapType to = read_heap_type(cursor);
  instruction.params = {ValType::ref(from, (flags & 1) != 0)};
  instruction.results = {ValType::ref(to, (flags & 2) != 0)};
}

void read_mem_arg(ByteCursor& cursor, Instruction& instruction) {
  uint64_t offset = cursor.offset();
  uint32_t flags = cursor.read_leb_u32("alignment");
  if (flags >= 2 * kHasMemoryIndex) {
    cursor.fail_at(offset, std::format("malformed memop flags 0x{:x}", flags));
    return;
  }
  if ((flags & kHasMemoryIndex) != 0) {
    instruction.index = cursor.read_leb_u32("memory index");
  }
  instruction.align_log2 = flags & (kHasMemoryIndex - 1);
  instruction.bits = cursor.read_leb_u64("offset");
}

// Of which memories it is to be, once.
void read_fence(ByteCursor& cursor) {
  uint64_t offset = cursor.offset();
  uint8_t order = cursor.read_u8("memory order");
  if (order == 0) return;
  cursor.fail_at(offset, std::format("zero byte expected as the memory order "
                                     "of atomic.fence (got 0x{:02x})",
                                     order));
}

// An integer has a sign and as many bytes as it needs; all else is as in
// memory.
void read_constant(ByteCursor& cursor, ValueKind kind, unsigned bits,
                   std::string_view what, Instruction& instruction) {
  if (kind == ValueKind::kInteger) {
    instruction.bits = bits == 32 ? uint32_t(cursor.read_leb_s32(what))
                                  : uint64_t(cursor.read_leb_s64(what));
    return;
  }
  instruction.bits = bits == 32 ? cursor.read_u32(what) : cursor.read_u64(what);
  if (bits > 64) instruction.high_bits = cursor.read_u64(what);
}

void read_immediates(ByteCursor& cursor, Immediates immediates,
                     Instruction& instruction) {
  auto index = [&](std::string_view what) {
    instruction.index = cursor.read_leb_u32(what);
  };
  auto index2 = [&](std::string_view what) {
    instruction.index2 = cursor.read_leb_u32(what);
  };
  auto indices = [&](std::string_view first, std::string_view second) {
    index(first);
    index2(second);
  };
  switch (immediates) {
    case Immediates::kNone:
      return;
    case Immediates::kFence:
      return read_fence(cursor);
    case Immediates::kTryTable:
      read_block_type(cursor, instruction);
      return read_catches(cursor, instruction);
    case Immediates::kBlock:
      return read_block_type(cursor, instruction);
    case Immediates::kLabel:
      return index("label");
    case Immediates::kLabelTable:
      return read_labels(cursor, instruction);
    case Immediates::kLocal:
      return index("local index");
    case Immediates::kGlobal:
      return index("global index");
    case Immediates::kFunc:
      return index("function index");
    case Immediates::kType:
    case Immediates::kAggregate:
      return index("type index");
    case Immediates::kTable:
      return index("table index");
    case Immediates::kTag:
      return index("tag index");
    case Immediates::kMemory:
      return index("memory index");
    case Immediates::kData:
      return index("data segment index");
    case Immediates::kElem:
      return index("element segment index");
    case Immediates::kIndirectCall:
      index2("type index");
      return index("table index");
    case Immediates::kMemoryMemory:
      return indices("destination memory index", "source memory index");
    case Immediates::kTableTable:
      return indices("destination table index", "source table index");
    case Immediates::kDataMemory:
      index2("data segment index");
      return index("memory index");
    case Immediates::kElemTable:
      index2("element segment index");
      return index("table index");
    case Immediates::kTypeVector:
      return read_type_vector(cursor, instruction);
    case Immediates::kHeapType:
    case Immediates::kNonNullHeapType: {
      bool nullable = immediates == Immediates::kHeapType;
      instruction.results = {ValType::ref(read_heap_type(cursor), nullable)};
      return;
    }
    case Immediates::kCastLabel:
      return read_cast_label(cursor, instruction);
    case Immediates::kStructField:
      return indices("type index", "field index");
    case Immediates::kArrayFixed:
      return indices("type index", "element count");
    case Immediates::kArrayData:
      return indices("type index", "data segment index");
    case Immediates::kArrayElem:
      return indices("type index", "element segment index");
    case Immediates::kArrayArray:
      return indices("destination type index", "source type index");
    case Immediates::kMemArg8:
    case Immediates::kMemArg16:
    case Immediates::kMemArg32:
    case Immediates::kMemArg64:
    case Immediates::kMemArg128:
      return read_mem_arg(cursor, instruction);
    case Immediates::kMemArg8Lane:
    case Immediates::kMemArg16Lane:
    case Immediates::kMemArg32Lane:
    case Immediates::kMemArg64Lane:
      read_mem_arg(cursor, instruction);
      [[fallthrough]];
    case Immediates::kLane2:
    case Immediates::kLane4:
    case Immediates::kLane8:
    case Immediates::kLane16:
      instruction.index2 = cursor.read_u8("lane");
      return;
    case Immediates::kShuffle:
      return read_immediates(cursor, Immediates::kV128, instruction);
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature)              \
  case Immediates::k##id:                                                    \
    return read_constant(cursor, ValueKind::k##kind, bits, text " constant", \
                         instruction);
#include "wasm/value_types.def"
  }
}

}  // namespace

void read_instruction(ByteCursor& cursor, Instruction& instruction) {
  instruction.offset = uint32_t(cursor.offset());
  std::optional<Opcode> opcode = read_opcode(cursor);
  if (!opcode) return;
  instruction.opcode = *opcode;
  read_immediates(cursor, opcode_info(*opcode).immediates, instruction);
}

}  // namespace wasm2mpy::wasm
