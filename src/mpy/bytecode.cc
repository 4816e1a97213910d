#include "mpy/bytecode.h"

#include <cstdlib>
#include <utility>
#include <vector>

#include "support/bytes.h"

namespace wasm2mpy::mpy {
namespace {

// The name of all functions of the runtime, and of their parameters: they are
// only to be seen in tracebacks.
constexpr const char* kName = "wasm";

}  // namespace

Bytecode::Bytecode(std::function<uint32_t(const std::string&)> qstr,
                   uint32_t n_values, uint32_t n_handlers,
                   uint32_t n_parameters)
    : qstr_(std::move(qstr)) {
  // The low bits of all three, then one bit or two more of each at a time.
  uint32_t values = n_values - 1;
  bytes_ +=
      char((values & 15) << 3 | (n_handlers & 1) << 2 | (n_parameters & 3));
  values >>= 4;
  n_handlers >>= 1;
  uint32_t parameters = n_parameters >> 2;
  while (values || n_handlers || parameters) {
    bytes_.back() = char(uint8_t(bytes_.back()) | 0x80);
    bytes_ +=
        char((values & 3) << 4 | (parameters & 1) << 2 | (n_handlers & 1) << 1);
    values >>= 2;
    n_handlers >>= 1;
    parameters >>= 1;
  }
  size_t size = bytes_.size();
  bytes_ += '\0';
  for (uint32_t i = 0; i <= n_parameters; ++i) number(qstr_(kName));
  bytes_[size] = char((bytes_.size() - size - 1) << 1);
}

void Bytecode::number(uint32_t value) {
  std::vector<uint8_t> bytes;
  append_vuint(bytes, value);
  bytes_.append(bytes.begin(), bytes.end());
}

Bytecode& Bytecode::add(std::initializer_list<Op> ops) {
  for (Op op : ops) bytes_ += char(op);
  return *this;
}

Bytecode& Bytecode::add(Op op, const std::string& name) {
  return add(op, qstr_(name));
}

Bytecode& Bytecode::add(Op op, uint32_t operand) {
  bytes_ += char(op);
  number(operand);
  return *this;
}

size_t Bytecode::jump(Op op) {
  bytes_ += {char(op), 0};
  return bytes_.size();
}

void Bytecode::land(size_t jump) {
  size_t distance = bytes_.size() - jump;
  if (distance >= 64) std::abort();  // would take another byte
  // That to a handler is never negative.
  bool is_signed = Op(bytes_[jump - 2]) != Op::kSetupExcept;
  bytes_[jump - 1] = char(distance + (is_signed ? 64 : 0));
}

}  // namespace wasm2mpy::mpy
