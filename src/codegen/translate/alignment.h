// Accesses to linear memory that may be misaligned.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_ALIGNMENT_H_
#define WASM2MPY_CODEGEN_TRANSLATE_ALIGNMENT_H_

#include <cstdint>

#include "codegen/translate/emitter.h"
#include "wasm/instruction.h"

namespace wasm2mpy::codegen {

// How an access may be made on the target.
enum class Alignment : uint8_t {
  kUnaligned,  // as it is, or tested where misaligned ones fault
  kBytes,      // is likely to be misaligned, and would fault
  kAligned,    // bytes, or as promised
  kTrapping,   // traps if it is not aligned
};

// For an instruction that accesses a value of the type.
Alignment choose_alignment(const Context& context,
                           const wasm::Instruction& instruction,
                           llvm::Type* type);
// The alignment that an access of this size needs at most.
uint64_t needed_alignment(const Context& context, uint64_t size);
// Only for one that is kTrapping; the offset of such an access is aligned.
void trap_unless_aligned(Emitter& code, Alignment alignment, llvm::Value* index,
                         uint64_t size);

// Loads and stores of linear memory.
llvm::Value* load_at(Emitter& code, llvm::Value* from, Alignment alignment,
                     llvm::Type* type);
void store_at(Emitter& code, llvm::Value* to, Alignment alignment,
              llvm::Value* value);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_ALIGNMENT_H_
