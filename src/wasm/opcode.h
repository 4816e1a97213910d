// What opcodes.def says about each instruction, as a table.
#ifndef WASM2MPY_WASM_OPCODE_H_
#define WASM2MPY_WASM_OPCODE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/feature.h"
#include "wasm/instruction.h"

namespace wasm2mpy::wasm {

// What follows an opcode in the binary format. Where the binary order differs
// from that of Instruction::index and index2, the comment gives the binary
// one.
enum class Immediates : uint8_t {
  kNone,
  kBlock,         // block type
  kTryTable,      // block type, catch clauses
  kLabel,         // depth
  kLabelTable,    // vector of depths, default depth
  kLocal,         // index
  kGlobal,        // index
  kFunc,          // index
  kType,          // index
  kTable,         // index
  kTag,           // index
  kMemory,        // index
  kData,          // index
  kElem,          // index
  kIndirectCall,  // type, table
  kMemoryMemory,  // destination, source
  kTableTable,    // destination, source
  kDataMemory,    // data, memory
  kElemTable,     // elem, table
  kTypeVector,    // vector of value types
  kHeapType,
  kNonNullHeapType,
  kCastLabel,    // flags, depth, two heap types
  kAggregate,    // type, of structures or arrays
  kStructField,  // type, field
  kArrayFixed,   // type, count
  kArrayData,    // type, data
  kArrayElem,    // type, elem
  kArrayArray,   // destination type, source type
  kMemArg8,      // alignment, memory, offset; accesses 8 bits
  kMemArg16,
  kMemArg32,
  kMemArg64,
  kMemArg128,
  kMemArg8Lane,  // the same, and a lane of so many bits
  kMemArg16Lane,
  kMemArg32Lane,
  kMemArg64Lane,
  kLane2,  // a lane, one of so many
  kLane4,
  kLane8,
  kLane16,
  kShuffle,  // 16 lanes of two vectors
  kFence,    // a byte that is zero
// A constant of that type.
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) k##id,
#include "wasm/value_types.def"
};

// The feature that an instruction of this name in the text format belongs to;
// kCore for what is none.
Feature feature_of_text(std::string_view name);

struct OpcodeInfo {
  std::string_view text;
  uint8_t prefix;
  uint32_t code;
  Immediates immediates;
  std::string_view signature;
  Feature feature;
};

const OpcodeInfo& opcode_info(Opcode opcode);

// Whether it is one of vector_opcodes.def.
bool is_vector(Opcode opcode);
// Whether it is one of atomic_opcodes.def.
bool is_atomic_access(Opcode opcode);

// `prefix` is 0 for the opcodes of one byte. Nothing: an illegal opcode.
std::optional<Opcode> find_opcode(uint8_t prefix, uint32_t code);
// Whether the byte announces a second part of the opcode.
constexpr bool is_opcode_prefix(uint8_t byte) {
  return byte >= 0xfb && byte <= 0xfe;
}

// Whether a block begins here, which ends at an instruction for which
// closes_block() is true.
constexpr bool opens_block(Opcode opcode) {
  return opcode == Opcode::kBlock || opcode == Opcode::kLoop ||
         opcode == Opcode::kIf || opcode == Opcode::kTry ||
         opcode == Opcode::kTryTable;
}
constexpr bool closes_block(Opcode opcode) {
  return opcode == Opcode::kEnd || opcode == Opcode::kDelegate;
}

// The type of the constant that follows the opcode; nothing if none does.
constexpr std::optional<ValType> constant_type(Immediates immediates) {
  switch (immediates) {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) \
  case Immediates::k##id:                                       \
    return ValType::k##id;
#include "wasm/value_types.def"
    default:
      return std::nullopt;
  }
}

constexpr bool is_mem_arg(Immediates immediates) {
  return immediates >= Immediates::kMemArg8 &&
         immediates <= Immediates::kMemArg64Lane;
}
constexpr bool is_mem_arg_of_lane(Immediates immediates) {
  return immediates >= Immediates::kMemArg8Lane &&
         immediates <= Immediates::kMemArg64Lane;
}
// log2 of the bytes that a memory instruction accesses: its natural
// alignment. Only for MemArg immediates.
constexpr uint8_t access_size_log2(Immediates immediates) {
  Immediates first = is_mem_arg_of_lane(immediates) ? Immediates::kMemArg8Lane
                                                    : Immediates::kMemArg8;
  return uint8_t(immediates) - uint8_t(first);
}
// How many lanes the vector has of which an instruction names one; 0: it names
// none.
constexpr uint32_t lanes_of(Immediates immediates) {
  if (is_mem_arg_of_lane(immediates))
    return 16u >> access_size_log2(immediates);
  if (immediates < Immediates::kLane2 || immediates > Immediates::kLane16)
    return 0;
  return 2u << (uint8_t(immediates) - uint8_t(Immediates::kLane2));
}

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_OPCODE_H_
