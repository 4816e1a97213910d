// LLVM has no exceptions, and after such an error what it holds is in any
// state. So nothing of it is destroyed: a jump leaves all functions of LLVM and
// those of ours that called it, and their memory is lost. (LLVM's own
// CrashRecoveryContext does the same.) What LLVM works on it keeps in a list
// for its reports of crashes ("Running pass 'X' on function '@body.blink'").
#include "codegen/fatal_error.h"

#include <cstring>
#include <format>
#include <new>
#include <optional>
#include <utility>

#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/PrettyStackTrace.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/codegen.h"

namespace wasm2mpy::codegen {
namespace {

thread_local FatalErrorScope* current_scope = nullptr;

// Of what is not about one of our modules LLVM goes on to end the program.
void on_fatal_error(void*, const char* reason, bool) {
  if (current_scope) current_scope->leave(reason);
}

void install_handlers() {
  static const bool done = [] {
    llvm::install_fatal_error_handler(on_fatal_error);
    llvm::install_bad_alloc_error_handler(on_fatal_error);
    return true;
  }();
  (void)done;
}

// The innermost function that LLVM works on: "body.blink".
std::string current_symbol() {
  auto* entry = static_cast<const llvm::PrettyStackTraceEntry*>(
      llvm::SavePrettyStackState());
  for (; entry; entry = entry->getNextEntry()) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    entry->print(stream);
    constexpr std::string_view kBefore = "on function ";
    size_t begin = text.find(kBefore);
    if (begin == std::string::npos) continue;
    begin = text.find_first_not_of("'\"@", begin + kBefore.size());
    if (begin == std::string::npos) continue;
    return text.substr(begin, text.find_first_of("'\"\n", begin) - begin);
  }
  return "";
}

// The function of the module that has that symbol (Context::declare_function).
std::optional<uint32_t> find_function(const wasm::Module& module,
                                      std::string_view symbol) {
  if (!is_module_function(symbol)) return std::nullopt;
  symbol.remove_prefix(kFunctionPrefix.size());
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    std::string name = module.function_name(i);
    if (name == symbol || (name.empty() && symbol == std::format("func{}", i)))
      return i;
  }
  return std::nullopt;
}

// Frames that hold many parameters or results are what LLVM's register
// scavenger gives up on, at some levels or at all of them. Of other errors
// nothing is known.
const char* what_to_do(std::string_view reason) {
  return reason.contains("scavenging")
             ? "a function with fewer parameters and results works: pass the "
               "address of them"
             : "a smaller function may work, or another level (-O0, -O1)";
}

}  // namespace

FatalErrorScope::FatalErrorScope(const wasm::Module& module,
                                 const target::Target& target)
    : module_(module), target_(target) {
  Diagnostics diagnostics;
  diagnostics.report(
      {.file = module.file,
       .message = std::format("LLVM failed on {}", target.name)});
  short_text_ = diagnostics.to_string();
  install_handlers();
  current_scope = this;
}

FatalErrorScope::~FatalErrorScope() { current_scope = nullptr; }

FatalErrorScope* FatalErrorScope::current() { return current_scope; }

bool FatalErrorScope::run(const std::function<void()>& work,
                          Diagnostics& diagnostics) {
  const void* working_on = llvm::SavePrettyStackState();
  if (setjmp(landing_) == 0) {
    try {
      can_leave_ = true;
      work();
      can_leave_ = false;
      return true;
    } catch (const std::bad_alloc&) {
      error_ = {.file = module_.file,
                .message = std::format("LLVM failed on {}: out of memory",
                                       target_.name)};
    }
  }
  can_leave_ = false;
  llvm::RestorePrettyStackState(working_on);
  report(std::move(error_), diagnostics);
  return false;
}

void FatalErrorScope::leave(const char* reason) {
  if (!can_leave_) return;
  error_ = error(reason);
  longjmp(landing_, 1);
}

std::string FatalErrorScope::context() const {
  std::string symbol = current_symbol();
  if (symbol.empty()) return "";
  std::optional<uint32_t> index = find_function(module_, symbol);
  if (!index) return "function " + quote(symbol);
  std::string name = module_.function_name(*index);
  return std::format("func {}{}", *index,
                     name.empty() ? "" : " " + quote(name));
}

Diagnostic FatalErrorScope::error(const char* reason) const {
  return {
      .file = module_.file,
      .context = context(),
      .message = std::format("LLVM failed on {}: {}", target_.name, reason)};
}

void FatalErrorScope::report(Diagnostic error, Diagnostics& diagnostics) {
  const char* advice = what_to_do(error.message);
  diagnostics.report(std::move(error));
  diagnostics.note(advice);
}

std::string FatalErrorScope::text(const char* reason) const {
  Diagnostics diagnostics;
  report(error(reason), diagnostics);
  return diagnostics.to_string();
}

}  // namespace wasm2mpy::codegen
