#include <csignal>
#include <cstdlib>
#include <new>
#include <thread>

#include <gtest/gtest.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/PrettyStackTrace.h>

#include "codegen/fatal_error.h"
#include "codegen/stack/frame_sizes.h"

namespace wasm2mpy::codegen {
namespace {

constexpr const char* kNote =
    "wasm2mpy: note: a smaller function may work, or another level "
    "\\(-O0, -O1\\)\n$";

class FatalError : public testing::Test {
 protected:
  FatalError() {
    module_.file = "app.wasm";
    module_.types.emplace_back();
    module_.functions.resize(2);
    module_.names.functions = {"", "blink"};
  }

  // Ends `work` as a user sees it.
  template <typename Work>
  void expect_error(const std::string& line, Work work,
                    const std::string& note = kNote) {
    EXPECT_EXIT(
        {
          FatalErrorScope scope(module_, *target::find_target("rv32imc"));
          work();
        },
        testing::ExitedWithCode(EXIT_FAILURE),
        "^wasm2mpy: error: app.wasm: " + line + "\n" + note);
  }

  wasm::Module module_;
};

TEST_F(FatalError, ReportedByLlvm) {
  expect_error("LLVM failed on rv32imc: no register left",
               [] { llvm::report_fatal_error("no register left"); });
}

// No level helps where a function passes too many values.
TEST_F(FatalError, TooManyValues) {
  expect_error(
      "LLVM failed on rv32imc: Incomplete scavenging after 2nd pass",
      [] { llvm::report_fatal_error("Incomplete scavenging after 2nd pass"); },
      "wasm2mpy: note: a function with fewer parameters and results works: "
      "pass the address of them\n$");
}

// As the assembler does when it has laid out the code.
TEST_F(FatalError, DiagnosedByLlvm) {
  expect_error("LLVM failed on rv32imc: out of range fixup", [] {
    llvm::LLVMContext context;
    FrameSizes frames(0);
    frames.listen(context);
    context.emitError("<unknown>:0: out of range fixup");
  });
}

TEST_F(FatalError, NamesTheFunction) {
  expect_error("func 1 'blink': LLVM failed on rv32imc: no register left", [] {
    llvm::PrettyStackTraceString pass(
        "Running pass 'X' on function '@body.blink'");
    llvm::report_fatal_error("no register left");
  });
}

TEST_F(FatalError, NumbersAFunctionWithoutName) {
  expect_error("func 0: LLVM failed on rv32imc: no register left", [] {
    llvm::PrettyStackTraceString pass(
        "Running pass 'X' on function '@wasm.func0'");
    llvm::report_fatal_error("no register left");
  });
}

TEST_F(FatalError, NamesAFunctionOfTheRuntime) {
  expect_error("function 'enter': LLVM failed on rv32imc: no way", [] {
    llvm::PrettyStackTraceString pass(
        "Running pass \"X\" on function \"enter\"");
    llvm::report_fatal_error("no way");
  });
}

TEST_F(FatalError, Abort) {
  expect_error("LLVM failed on rv32imc: Aborted", [] { std::abort(); });
}

// Recursion that is no tail call.
int sum_to(volatile int* n) {
  volatile char frame[4096] = {};
  if (*n == 0) return frame[0];
  return sum_to(n) + frame[*n % 4096];
}

TEST_F(FatalError, EndOfTheStack) {
  expect_error("LLVM failed on rv32imc: Segmentation fault", [] {
    volatile int n = 1;
    std::exit(sum_to(&n));
  });
}

TEST_F(FatalError, EndOfTheStackOfAThread) {
  EXPECT_EXIT(
      std::jthread([this] {
        FatalErrorScope scope(module_, *target::find_target("x64"));
        volatile int n = 1;
        std::exit(sum_to(&n));
      }).join(),
      testing::ExitedWithCode(EXIT_FAILURE),
      "^wasm2mpy: error: app.wasm: LLVM failed on x64: Segmentation fault\n");
}

TEST_F(FatalError, NoMemory) {
  expect_error("LLVM failed on rv32imc: out of memory", [] {
    while (true) new char[size_t(1) << 40];
  });
}

// Two threads fail at the same time: one error.
TEST_F(FatalError, InTwoThreads) {
  auto fail = [this] {
    FatalErrorScope scope(module_, *target::find_target("x64"));
    llvm::report_fatal_error("no way");
  };
  EXPECT_EXIT(
      {
        std::jthread one(fail);
        std::jthread other(fail);
        one.join();
      },
      testing::ExitedWithCode(EXIT_FAILURE),
      std::string("^wasm2mpy: error: app.wasm: LLVM failed on x64: no way\n") +
          kNote);
}

TEST_F(FatalError, OutsideOfLlvmASignalStaysOne) {
  EXPECT_EXIT(
      {
        {
          FatalErrorScope scope(module_, *target::find_target("x64"));
        }
        std::abort();
      },
      testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace wasm2mpy::codegen
