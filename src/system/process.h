// Other programs, started with a list of arguments: no shell is between, so no
// name can be mistaken for a command.
#ifndef WASM2MPY_SYSTEM_PROCESS_H_
#define WASM2MPY_SYSTEM_PROCESS_H_

#include <cstdint>
#include <expected>
#include <span>
#include <string>

namespace wasm2mpy {

enum class Streams : uint8_t {
  kInherit,  // the program reads and writes what this one would
  kCapture,  // both outputs are kept, the input is empty
};

// How a program ended.
struct Ended {
  int status = 0;      // as a shell has it: 128 + the signal, if one ended it
  int signal = 0;      // 0: none did
  std::string output;  // with kCapture: standard output and standard error
};

// Starts arguments[0], which is looked for in PATH if it has no slash, and
// waits until it has ended. The error is the errno of why it did not start.
std::expected<Ended, int> run_process(std::span<const std::string> arguments,
                                      Streams streams);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SYSTEM_PROCESS_H_
