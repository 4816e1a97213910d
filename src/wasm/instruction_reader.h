// Decoding of one instruction: the opcode and its immediates.
#ifndef WASM2MPY_WASM_INSTRUCTION_READER_H_
#define WASM2MPY_WASM_INSTRUCTION_READER_H_

#include "support/bytes.h"
#include "wasm/instruction.h"

namespace wasm2mpy::wasm {

// Checks the syntax only, and that the instruction is one that is decoded;
// failures go to the cursor. Two immediates are left for the validator to
// resolve:
// - a block type that names a type: its index is in `index`, and `index2` is
//   1; otherwise `index2` is 0 and `results` is complete;
// - labels, types and other indices may not exist.
void read_instruction(ByteCursor& cursor, Instruction& instruction);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_INSTRUCTION_READER_H_
