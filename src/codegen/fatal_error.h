// Errors of LLVM that it does not return: report_fatal_error, a crash, no
// memory left. Each reaches the user as one error of the tool that names the
// file, the architecture and the function, with exit status 1; nothing has been
// written before all code is there.
#ifndef WASM2MPY_CODEGEN_FATAL_ERROR_H_
#define WASM2MPY_CODEGEN_FATAL_ERROR_H_

#include <memory>
#include <string>

#include "target/target.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

// As long as it lives, such an error in this thread is about this module. There
// is one at a time in a thread; several threads may have one.
class FatalErrorScope {
 public:
  FatalErrorScope(const wasm::Module& module, const target::Target& target);
  FatalErrorScope(const FatalErrorScope&) = delete;
  FatalErrorScope& operator=(const FatalErrorScope&) = delete;
  ~FatalErrorScope();

  // Reports what happened, and ends the program.
  [[noreturn]] void end(const char* reason);

 private:
  std::string text(const char* reason) const;
  // "func 12 'name'", if that is known.
  std::string context() const;

  const wasm::Module& module_;
  const target::Target& target_;
  // For when there is no memory to make a better one.
  std::string short_text_;
  // A crash may be the end of the stack.
  std::unique_ptr<char[]> signal_stack_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_FATAL_ERROR_H_
