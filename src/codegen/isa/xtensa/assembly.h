// LLVM's assembly for Xtensa as a list that can be changed, and back to text.
//
// Of the text only what LLVM prints has to be understood: functions in
// sections of their own, each preceded by its literals. All else (data) is
// kept as it is.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_ASSEMBLY_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_ASSEMBLY_H_

#include <string>
#include <string_view>
#include <vector>

namespace wasm2mpy::codegen::xtensa {

struct Line {
  enum class Kind : uint8_t { kLabel, kInstruction };
  Kind kind = Kind::kInstruction;
  std::string name;  // of the label, or the mnemonic
  std::vector<std::string> operands;
  // A store to or a load from a place of the frame that only such have to do
  // with.
  bool is_spill = false;
  // Of a call: in how many registers it may have arguments.
  int n_arguments = 6;
  // And the label behind it, by which it was noted (codegen/callers.h).
  std::string label_behind;

  bool is(std::string_view mnemonic) const {
    return kind == Kind::kInstruction && name == mnemonic;
  }
  bool is_label() const { return kind == Kind::kLabel; }
};

// A word that l32r loads.
struct Literal {
  std::string label;
  std::string value;  // a number or a symbol
};

struct Function {
  std::string name;
  std::vector<std::string> attributes;  // directives: .hidden, .global, ...
  std::vector<Literal> literals;
  std::vector<Line> lines;  // after the label `name`

  const std::string* literal(std::string_view label) const;
  bool has_noted_calls() const;
  // The label of the literal with that value, which is made when needed.
  std::string literal_for(std::string_view value);
};

struct Assembly {
  std::vector<Function> functions;
  std::vector<std::string> rest;  // lines
};

Assembly parse_assembly(std::string_view text);

std::string print_assembly(const Assembly& assembly);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_ASSEMBLY_H_
