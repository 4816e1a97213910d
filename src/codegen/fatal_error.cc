// Nothing can go on after such an error: LLVM has no exceptions, and what it
// holds is in any state. So the program ends where it happens. What LLVM works
// on it keeps in a list for its own reports of crashes ("Running pass 'X' on
// function '@body.blink'").
#include "codegen/fatal_error.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <format>
#include <new>
#include <optional>
#include <signal.h>
#include <unistd.h>

#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/PrettyStackTrace.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/codegen.h"
#include "support/diagnostics.h"
#include "support/temporary_folder.h"

namespace wasm2mpy::codegen {
namespace {

constexpr size_t kSignalStack = 256 * 1024;
// A crash in the allocator may leave a lock that the report waits for.
constexpr unsigned kSecondsToReport = 10;
constexpr int kSignals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};

thread_local FatalErrorScope* current = nullptr;
// Of several threads the first one that fails.
std::atomic<FatalErrorScope*> reporting = nullptr;

void on_fatal_error(void*, const char* reason, bool) {
  if (current) current->end(reason);
  std::fprintf(stderr, "wasm2mpy: error: LLVM: %s\n", reason);
  std::_Exit(EXIT_FAILURE);
}

void on_signal(int number) {
  if (current) current->end(strsignal(number));
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void on_timeout(int) { reporting.load()->end(""); }

std::new_handler handler_before = nullptr;

void on_no_memory() {
  if (current) current->end("out of memory");
  if (handler_before) handler_before();
  std::abort();
}

// The sanitizers report crashes themselves.
constexpr bool kCatchesSignals =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    false;
#else
    true;
#endif
#else
    true;
#endif

void install_handlers() {
  static const bool done = [] {
    llvm::install_fatal_error_handler(on_fatal_error);
    llvm::install_bad_alloc_error_handler(
        [](void*, const char*, bool) { on_no_memory(); });
    handler_before = std::set_new_handler(on_no_memory);
    if (!kCatchesSignals) return true;
    struct sigaction action = {};
    action.sa_handler = on_signal;
    // Again when reporting it fails, too.
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    for (int number : kSignals) sigaction(number, &action, nullptr);
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
    : module_(module),
      target_(target),
      signal_stack_(std::make_unique<char[]>(kSignalStack)) {
  Diagnostics diagnostics;
  diagnostics.report(
      {.file = module.file,
       .message = std::format("LLVM failed on {}", target.name)});
  short_text_ = diagnostics.to_string();
  install_handlers();
  stack_t stack = {};
  stack.ss_sp = signal_stack_.get();
  stack.ss_size = kSignalStack;
  sigaltstack(&stack, nullptr);
  current = this;
}

FatalErrorScope::~FatalErrorScope() {
  current = nullptr;
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
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

std::string FatalErrorScope::text(const char* reason) const {
  Diagnostics diagnostics;
  diagnostics.report(
      {.file = module_.file,
       .context = context(),
       .message = std::format("LLVM failed on {}: {}", target_.name, reason)});
  diagnostics.note(what_to_do(reason));
  return diagnostics.to_string();
}

void FatalErrorScope::end(const char* reason) {
  FatalErrorScope* nobody = nullptr;
  if (reporting.compare_exchange_strong(nobody, this)) {
    std::signal(SIGALRM, on_timeout);
    alarm(kSecondsToReport);
    std::fputs(text(reason).c_str(), stderr);
    TemporaryFolder::remove_all();
  } else if (nobody != this) {
    while (true) pause();
  } else {
    // Reporting failed.
    [[maybe_unused]] ssize_t written =
        write(STDERR_FILENO, short_text_.data(), short_text_.size());
  }
  std::_Exit(EXIT_FAILURE);
}

}  // namespace wasm2mpy::codegen
