// Errors of LLVM that it does not return: report_fatal_error, no memory left.
// Each becomes one error that names the file, the architecture and the
// function. A crash is up to the program; the command line asks current() what
// to say of it.
#ifndef WASM2MPY_CODEGEN_FATAL_ERROR_H_
#define WASM2MPY_CODEGEN_FATAL_ERROR_H_

#include <csetjmp>
#include <functional>
#include <string>

#include "support/diagnostics.h"
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

  // Calls `work`. False, with an error in `diagnostics`, when LLVM could not go
  // on: then `work` was left where that happened, and what it had made is lost.
  bool run(const std::function<void()>& work, Diagnostics& diagnostics);
  // Ends run(). Returns if it is not called below it.
  void leave(const char* reason);

  // That of this thread, or null.
  static FatalErrorScope* current();
  // What to print of an error after which run() cannot end.
  std::string text(const char* reason) const;
  // The same when there is no memory to make that.
  const std::string& short_text() const { return short_text_; }

 private:
  Diagnostic error(const char* reason) const;
  static void report(Diagnostic error, Diagnostics& diagnostics);
  // "func 12 'name'", if that is known.
  std::string context() const;

  const wasm::Module& module_;
  const target::Target& target_;
  std::string short_text_;
  std::jmp_buf landing_;
  bool can_leave_ = false;
  Diagnostic error_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_FATAL_ERROR_H_
