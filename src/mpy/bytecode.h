// MicroPython's bytecode, as far as the runtime has functions in it: they take
// half of the room of machine code, and as much on every architecture. The
// format is that of .mpy version 6 [py/bc.h and py/bc0.h of MicroPython].
//
// A function is: how much of the stack it needs and how many parameters it has,
// how many bytes of names follow, these (that of the function and of its
// parameters, numbers of the qstr table), and the instructions.
#ifndef WASM2MPY_MPY_BYTECODE_H_
#define WASM2MPY_MPY_BYTECODE_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>

namespace wasm2mpy::mpy {

enum class Op : uint8_t {
  // With a name.
  kLoadString = 0x10,
  kLoadAttr = 0x13,
  kLoadMethod = 0x14,  // the method and its object
  kStoreAttr = 0x18,   // of the topmost, the one below
  kImport = 0x1b,      // of level and names
  // With a number.
  kBuildMap = 0x2c,
  kBuildSlice = 0x2e,
  kCall = 0x34,        // how many arguments
  kCallMethod = 0x36,  // how many arguments
  // With a distance, relative to the end of the instruction.
  kPopJumpIfTrue = 0x43,
  kPopJumpIfFalse = 0x44,
  kSetupExcept = 0x48,  // to the handler, which finds the exception
  // Alone.
  kLoadNone = 0x51,
  kLoadTrue = 0x52,
  kLoadSubscr = 0x55,
  kDup = 0x57,
  kPop = 0x59,
  kRaiseAgain = 0x5d,  // the exception that the handler has found
  kReturn = 0x63,
  kLoadSmallInt = 0x80,  // + a number from -16 to 47
  kLoadFast = 0xb0,      // + the number of a variable, parameters first
  kStoreFast = 0xc0,     // likewise
  kEqual = 0xd9,
  kIn = 0xdd,
  kIs = 0xde,
  kMatchesException = 0xdf,
  kAdd = 0xf2,
};

constexpr Op operator+(Op op, int more) { return Op(int(op) + more); }

// Puts a function together.
class Bytecode {
 public:
  // `qstr` gives the number of a name. `n_values`: variables, and what is at
  // most on the stack besides; `n_handlers`: at most inside of each other.
  Bytecode(std::function<uint32_t(const std::string&)> qstr, uint32_t n_values,
           uint32_t n_handlers, uint32_t n_parameters);

  Bytecode& add(std::initializer_list<Op> ops);
  Bytecode& add(Op op, const std::string& name);
  Bytecode& add(Op op, uint32_t number);
  // A jump to where land() is given what this returns.
  size_t jump(Op op);
  void land(size_t jump);

  const std::string& bytes() const { return bytes_; }

 private:
  void number(uint32_t value);

  std::function<uint32_t(const std::string&)> qstr_;
  std::string bytes_;
};

}  // namespace wasm2mpy::mpy

#endif  // WASM2MPY_MPY_BYTECODE_H_
