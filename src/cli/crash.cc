#include "cli/crash.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <signal.h>
#include <unistd.h>

#include "codegen/fatal_error.h"
#include "system/temporary_folder.h"

namespace wasm2mpy {
namespace {

using codegen::FatalErrorScope;

constexpr size_t kSignalStack = 256 * 1024;
// A crash in the allocator may leave a lock that the report waits for.
constexpr unsigned kSecondsToReport = 10;
constexpr int kSignals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};

// Of several threads the first one that fails.
std::atomic<FatalErrorScope*> reporting = nullptr;

void on_timeout(int);

// Reports what happened, and ends the program.
[[noreturn]] void end(FatalErrorScope& scope, const char* reason) {
  FatalErrorScope* nobody = nullptr;
  if (reporting.compare_exchange_strong(nobody, &scope)) {
    std::signal(SIGALRM, on_timeout);
    alarm(kSecondsToReport);
    std::fputs(scope.text(reason).c_str(), stderr);
    TemporaryFolder::remove_all();
  } else if (nobody != &scope) {
    while (true) pause();
  } else {
    // Reporting failed.
    const std::string& text = scope.short_text();
    [[maybe_unused]] ssize_t written =
        write(STDERR_FILENO, text.data(), text.size());
  }
  std::_Exit(EXIT_FAILURE);
}

void on_timeout(int) { end(*reporting.load(), ""); }

void on_signal(int number) {
  if (FatalErrorScope* scope = FatalErrorScope::current())
    end(*scope, strsignal(number));
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void on_no_memory() {
  if (FatalErrorScope* scope = FatalErrorScope::current())
    end(*scope, "out of memory");
  std::fputs("wasm2mpy: error: out of memory\n", stderr);
  std::_Exit(EXIT_FAILURE);
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

}  // namespace

void install_crash_handlers() {
  std::set_new_handler(on_no_memory);
  if (!kCatchesSignals) return;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  // Again when reporting it fails, too.
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (int number : kSignals) sigaction(number, &action, nullptr);
}

SignalStack::SignalStack() : bytes_(std::make_unique<char[]>(kSignalStack)) {
  stack_t stack = {};
  stack.ss_sp = bytes_.get();
  stack.ss_size = kSignalStack;
  sigaltstack(&stack, nullptr);
}

SignalStack::~SignalStack() {
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
}

}  // namespace wasm2mpy
