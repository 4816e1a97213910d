// What an instruction of Xtensa reads and writes, and where it can go.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_INSTRUCTION_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_INSTRUCTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "codegen/isa/xtensa/assembly.h"

namespace wasm2mpy::codegen::xtensa {

// A bit for each of a0 to a15.
using Registers = uint32_t;

constexpr int kReturnAddress = 0;
constexpr int kStackPointer = 1;

enum class Flow : uint8_t {
  kNext,
  kBranch,    // to its last operand, or on
  kJump,      // to its operand
  kIndirect,  // to any label that data refers to
  kCall,
  kReturn,
};

struct Effects {
  Registers reads = 0;
  Registers writes = 0;
  Flow flow = Flow::kNext;
  // Does nothing but write its register.
  bool is_pure = false;
};

// The calling convention.
enum class Abi : uint8_t { kCall0, kWindowed };

// Whether it is the call that a misaligned access makes
// (passes/tested_access.h), which leaves the registers alone. What is behind it
// must stay there.
bool is_call_of_misaligned(const Line& line);

// Empty for an instruction that the table does not have.
std::optional<Effects> effects(const Line& line, Abi abi);

// The number of an address register, or -1: "a12" is 12.
int register_number(std::string_view operand);
std::string register_name(int number);

// The first operand is written and not read.
bool defines_first(const Line& line);

// Whether operand i of the instruction is a register that is only read.
bool is_plain_use(const Line& line, size_t i);

// The branch on the opposite condition; empty if it is none.
std::string_view inverse(std::string_view branch);

// A decimal number; empty if it is none. Numbers from 2^31 are negative.
std::optional<int32_t> number(std::string_view text);

// The form of two bytes if there is one for these operands; else the line.
// Branches, whose form depends on the distance, are left alone.
Line narrow(Line line);

// In bytes, of the form that the line has.
inline unsigned size(const Line& line) {
  if (line.is_label()) return 0;
  return line.name.ends_with(".n") ? 2 : 3;
}

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_INSTRUCTION_H_
