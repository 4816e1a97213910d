// Decoded instructions. One flat struct serves all of them; wasm/opcodes.def
// says which fields an opcode uses.
#ifndef WASM2MPY_WASM_INSTRUCTION_H_
#define WASM2MPY_WASM_INSTRUCTION_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "wasm/types.h"

namespace wasm2mpy::wasm {

// kI32Add, kMemoryCopy, ...: one per line of opcodes.def, in its order.
enum class Opcode : uint16_t {
#define OPCODE(id, prefix, code, text, immediates, signature, feature) k##id,
#include "wasm/opcodes.def"
#undef OPCODE
};

// "i32.add".
std::string_view to_string(Opcode opcode);

// A clause of try_table: which exceptions go to a label, and with what.
struct CatchClause {
  // The codes of the binary format.
  enum Kind : uint8_t { kCatch, kCatchRef, kCatchAll, kCatchAllRef };
  Kind kind;
  uint32_t tag = 0;  // unless it takes all
  uint32_t label;    // depth, counted from outside of the try_table

  bool takes_all() const { return kind >= kCatchAll; }
  // Whether the exception goes along as an exnref, behind the tag's values.
  bool passes_reference() const {
    return kind == kCatchRef || kind == kCatchAllRef;
  }
};

struct Instruction {
  Opcode opcode;
  // False in code that can never run (after br, return, unreachable, ... up
  // to the block's end). Such an instruction is valid, its operands may not
  // exist; block, loop, if, try, else, catch, end and so on are still listed,
  // in balance. An else, catch, catch_all, delegate or end has the flag of the
  // block that it belongs to, whether or not the instruction before it can run;
  // that of the body is always true.
  bool reachable = true;
  // memarg alignment hint: log2 of the bytes that the address is promised to
  // be a multiple of (only a promise; the access must work without).
  uint8_t align_log2 = 0;
  uint32_t offset = 0;  // in the file
  // The first and second index immediate, in the order of the text format
  // (local, global, function, type, table, memory, tag, segment, label depth;
  // memory.copy: destination, source; table.copy likewise; call_indirect:
  // table, type; memory.init: memory, data; table.init: table, element;
  // struct.get: type, field; array.new_fixed: type, count; array.new_data:
  // type, data; array.copy: destination type, source type). A lane is the
  // second one.
  uint32_t index = 0;
  uint32_t index2 = 0;
  // Bits of a constant (i32 and f32 zero-extended), or a memarg's offset.
  uint64_t bits = 0;
  // The other half of a constant of 16 bytes. i8x16.shuffle has its lanes in
  // both, a byte each.
  uint64_t high_bits = 0;
  // block, loop, if, try, try_table: parameters and results. `select`:
  // results[0] is the operand type (given or inferred). ref.null: results[0].
  // drop: results[0] is the operand's type. ref.is_null, ref.as_non_null,
  // br_on_null, br_on_non_null, call_ref, and what takes a structure, an array
  // or an i31: the operand's type in results[0] where the validator knows it
  // (of array.copy: that of the destination, then of the source). ref.test,
  // ref.cast, br_on_cast: params[0] is the operand's type, results[0] the one
  // that is asked for.
  std::vector<ValType> params;
  std::vector<ValType> results;
  // br_table: label depths, the default last.
  std::vector<uint32_t> labels;
  // try_table.
  std::vector<CatchClause> catches;
};

// A constant expression without its final `end`. Empty: none was given.
using ConstExpr = std::vector<Instruction>;

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_INSTRUCTION_H_
