#include <csignal>
#include <cstdlib>
#include <new>
#include <thread>

#include <gtest/gtest.h>
#include <llvm/Support/PrettyStackTrace.h>

#include "cli/crash.h"
#include "codegen/fatal_error.h"

namespace wasm2mpy {
namespace {

using codegen::FatalErrorScope;

constexpr const char* kNote =
    "wasm2mpy: note: a smaller function may work, or another level "
    "\\(-O0, -O1\\)\n$";

class Crash : public testing::Test {
 protected:
  Crash() {
    module_.file = "app.wasm";
    module_.types.emplace_back();
    module_.functions.resize(2);
    module_.names.functions = {"", "blink"};
  }

  // Ends `work` as a user sees it.
  template <typename Work>
  void expect_error(const std::string& line, Work work) {
    EXPECT_EXIT(
        {
          install_crash_handlers();
          SignalStack stack;
          FatalErrorScope scope(module_, *target::find_target("rv32imc"));
          work();
        },
        testing::ExitedWithCode(EXIT_FAILURE),
        "^wasm2mpy: error: app.wasm: " + line + "\n" + kNote);
  }

  wasm::Module module_;
};

TEST_F(Crash, NamesTheFunction) {
  expect_error("func 1 'blink': LLVM failed on rv32imc: Aborted", [] {
    llvm::PrettyStackTraceString pass(
        "Running pass 'X' on function '@body.blink'");
    std::abort();
  });
}

TEST_F(Crash, Abort) {
  expect_error("LLVM failed on rv32imc: Aborted", [] { std::abort(); });
}

// Recursion that is no tail call.
int sum_to(volatile int* n) {
  volatile char frame[4096] = {};
  if (*n == 0) return frame[0];
  return sum_to(n) + frame[*n % 4096];
}

TEST_F(Crash, EndOfTheStack) {
  expect_error("LLVM failed on rv32imc: Segmentation fault", [] {
    volatile int n = 1;
    std::exit(sum_to(&n));
  });
}

TEST_F(Crash, EndOfTheStackOfAThread) {
  EXPECT_EXIT(
      std::jthread([this] {
        install_crash_handlers();
        SignalStack stack;
        FatalErrorScope scope(module_, *target::find_target("x64"));
        volatile int n = 1;
        std::exit(sum_to(&n));
      }).join(),
      testing::ExitedWithCode(EXIT_FAILURE),
      "^wasm2mpy: error: app.wasm: LLVM failed on x64: Segmentation fault\n");
}

TEST_F(Crash, NoMemory) {
  expect_error("LLVM failed on rv32imc: out of memory", [] {
    while (true) new char[size_t(1) << 40];
  });
}

// Two threads fail at the same time: one error.
TEST_F(Crash, InTwoThreads) {
  auto fail = [this] {
    FatalErrorScope scope(module_, *target::find_target("x64"));
    std::abort();
  };
  EXPECT_EXIT(
      {
        install_crash_handlers();
        std::jthread one(fail);
        std::jthread other(fail);
        one.join();
      },
      testing::ExitedWithCode(EXIT_FAILURE),
      std::string("^wasm2mpy: error: app.wasm: LLVM failed on x64: Aborted\n") +
          kNote);
}

TEST_F(Crash, OutsideOfLlvmASignalStaysOne) {
  EXPECT_EXIT(
      {
        install_crash_handlers();
        {
          FatalErrorScope scope(module_, *target::find_target("x64"));
        }
        std::abort();
      },
      testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace wasm2mpy
