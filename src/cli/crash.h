// What the program says when it crashes in LLVM, or has no memory left: one
// error that names the file, the architecture and the function, with exit
// status 1. Nothing has been written before all code is there.
#ifndef WASM2MPY_CLI_CRASH_H_
#define WASM2MPY_CLI_CRASH_H_

#include <memory>

namespace wasm2mpy {

// For the whole program; called once, before there are threads.
void install_crash_handlers();

// A stack for the signal handlers of this thread: a crash may be the end of the
// usual one.
class SignalStack {
 public:
  SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;
  ~SignalStack();

 private:
  std::unique_ptr<char[]> bytes_;
};

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_CRASH_H_
