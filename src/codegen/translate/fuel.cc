#include "codegen/translate/fuel.h"

#include <vector>

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

FuelCosts::FuelCosts(const wasm::FunctionBody& body) {
  // What the open constructs count for: that of the loop around them.
  std::vector<uint32_t*> open = {&call};
  for (const Instruction& instruction : body.code) {
    switch (instruction.opcode) {
      case Opcode::kLoop:
        open.push_back(&(loops[&instruction] = 1));
        break;
      case Opcode::kBlock:
      case Opcode::kTry:
      case Opcode::kTryTable:
        open.push_back(open.back());
        break;
      case Opcode::kIf:
        ++*open.back();
        open.push_back(open.back());
        break;
      case Opcode::kEnd:
      case Opcode::kDelegate:
        open.pop_back();
        break;
      case Opcode::kElse:
      case Opcode::kCatch:
      case Opcode::kCatchAll:
        break;
      default:
        ++*open.back();
    }
  }
}

// The counter has 64 bits. Where a word has 32, only its low half is touched,
// until that is used up.
void take_fuel(Emitter& code, uint32_t cost) {
  Context& context = code.context();
  Builder& builder = code.builder();
  const GlobalPlace& place = context.instance.globals[*context.facts.fuel];
  llvm::Value* counter =
      code.field_address(code.load_field(place.offset, context.pointer, true),
                         context.runtime.global_value);
  llvm::Constant* taken = code.word(cost);
  llvm::Value* left = code.load_from(context.word, counter, Region::kInstance);
  llvm::Value* is_less = builder.CreateICmpULT(left, taken);
  if (context.target.word_size == 8) {
    code.trap_if(is_less, Trap::kOutOfFuel);
  } else {
    llvm::BasicBlock* borrow = code.new_block("borrow");
    llvm::BasicBlock* take = code.new_block("");
    builder.CreateCondBr(is_less, borrow, take, context.unlikely());
    builder.SetInsertPoint(borrow);
    llvm::Value* half =
        code.field_address(counter, uint32_t(context.target.word_size));
    llvm::Value* high = code.load_from(context.word, half, Region::kInstance);
    code.trap_if(builder.CreateIsNull(high), Trap::kOutOfFuel);
    code.store_to(builder.CreateSub(high, code.word(1)), half,
                  Region::kInstance);
    builder.CreateBr(take);
    builder.SetInsertPoint(take);
  }
  code.store_to(builder.CreateSub(left, taken), counter, Region::kInstance);
}

}  // namespace wasm2mpy::codegen
