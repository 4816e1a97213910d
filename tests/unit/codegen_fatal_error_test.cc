// What LLVM does not return is an error of the module that it worked on.
#include <new>
#include <string>
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
    "(-O0, -O1)\n";

class FatalError : public testing::Test {
 protected:
  FatalError() {
    module_.file = "app.wasm";
    module_.types.emplace_back();
    module_.functions.resize(2);
    module_.names.functions = {"", "blink"};
  }

  // What a user reads when `work` fails.
  template <typename Work>
  void expect_error(const std::string& line, Work work,
                    const std::string& note = kNote) {
    FatalErrorScope scope(module_, *target::find_target("rv32imc"));
    Diagnostics diagnostics;
    EXPECT_FALSE(scope.run(work, diagnostics));
    EXPECT_EQ(diagnostics.to_string(),
              "wasm2mpy: error: app.wasm: " + line + "\n" + note);
  }

  wasm::Module module_;
};

TEST_F(FatalError, NoneHappens) {
  FatalErrorScope scope(module_, *target::find_target("rv32imc"));
  Diagnostics diagnostics;
  bool is_done = false;
  EXPECT_TRUE(scope.run([&] { is_done = true; }, diagnostics));
  EXPECT_TRUE(is_done);
  EXPECT_EQ(diagnostics.to_string(), "");
}

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
      "pass the address of them\n");
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

TEST_F(FatalError, OutOfMemoryInLlvm) {
  expect_error("LLVM failed on rv32imc: out of memory",
               [] { llvm::report_bad_alloc_error("out of memory"); });
}

TEST_F(FatalError, OutOfMemory) {
  expect_error("LLVM failed on rv32imc: out of memory",
               [] { throw std::bad_alloc(); });
}

// The next error is told of what is done then.
TEST_F(FatalError, OneAfterTheOther) {
  for (int i = 0; i < 2; ++i) {
    expect_error("func 1 'blink': LLVM failed on rv32imc: no way", [] {
      llvm::PrettyStackTraceString pass(
          "Running pass 'X' on function '@body.blink'");
      llvm::report_fatal_error("no way");
    });
    expect_error("LLVM failed on rv32imc: no way",
                 [] { llvm::report_fatal_error("no way"); });
  }
}

TEST_F(FatalError, InTwoThreads) {
  auto fail = [this] {
    expect_error("LLVM failed on rv32imc: no way",
                 [] { llvm::report_fatal_error("no way"); });
  };
  std::jthread one(fail);
  std::jthread other(fail);
}

}  // namespace
}  // namespace wasm2mpy::codegen
