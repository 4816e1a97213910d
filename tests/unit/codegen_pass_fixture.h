// Runs one pass over a function in LLVM's text. The pass that removes or moves
// a check wrongly makes modules that read past the end of their memory; so
// these tests are mostly about what must stay.
#ifndef WASM2MPY_TESTS_CODEGEN_PASS_FIXTURE_H_
#define WASM2MPY_TESTS_CODEGEN_PASS_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/PassInstrumentation.h>
#include <llvm/IR/PassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/analyses.h"
#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {

// A module of IR and what it lives in.
class PassFixture {
 public:
  explicit PassFixture(const std::string& text) {
    llvm::SMDiagnostic error;
    module_ = llvm::parseAssemblyString(
        "target datalayout = \"e-p:32:32-i64:64-n32\"\n" + text, error,
        context_);
    EXPECT_TRUE(module_) << error.getLineNo() << ": "
                         << error.getMessage().str() << "\n"
                         << text;
  }

  // Function passes, over each function.
  template <class... Passes>
  void run(Passes... run) {
    llvm::FunctionPassManager passes;
    (passes.addPass(std::move(run)), ...);
    run_on_module(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
  }

  // A pass over the module.
  template <class Pass>
  void run_on_module(Pass pass) {
    if (!module_) return;
    llvm::PassInstrumentationCallbacks callbacks;
    Analyses analyses(/*machine=*/nullptr, &callbacks);
    llvm::ModulePassManager passes;
    passes.addPass(std::move(pass));
    passes.run(*module_, analyses.of_module());
    std::string problem;
    llvm::raw_string_ostream stream(problem);
    EXPECT_FALSE(llvm::verifyModule(*module_, &stream)) << problem << text();
  }

  // The blocks whose branches still may trap, in order.
  std::string checks() const {
    std::string names;
    if (!module_) return names;
    for (const llvm::Function& function : *module_) {
      for (const llvm::BasicBlock& block : function) {
        const auto* branch =
            llvm::dyn_cast<llvm::BranchInst>(block.getTerminator());
        if (!branch || !check_of(*branch) ||
            llvm::isa<llvm::Constant>(branch->getCondition()))
          continue;
        names += (names.empty() ? "" : " ") + block.getName().str();
      }
    }
    return names;
  }

  llvm::Function& function(const std::string& name) const {
    return *module_->getFunction(name);
  }

  std::string text() const {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module_->print(stream, nullptr);
    return text;
  }

 private:
  llvm::LLVMContext context_;
  std::unique_ptr<llvm::Module> module_;
};

// A function with three indices, two memories whose sizes may grow, and the
// blocks that trap: %bounds, %elsewhere (in another function's name), %odd,
// %other.
inline std::string function_with_traps(const std::string& body) {
  return R"(
declare void @"trap.out of bounds memory access"(ptr, i32) noreturn "wasm2mpy-trap"="bounds"
declare void @"trap.unaligned memory access"(ptr, i32) noreturn "wasm2mpy-trap"="alignment"
declare void @"trap.integer divide by zero"(ptr, i32) noreturn "wasm2mpy-trap"="other"
declare void @grow()
declare i32 @look(i32) willreturn nounwind readonly
define void @f(ptr %ctx, ptr %memory, ptr %size.at, ptr %size2.at, i32 %a, i32 %b, i32 %n, i64 %w, i1 %c) {
)" + body +
         R"(
end:
  ret void
bounds:
  call void @"trap.out of bounds memory access"(ptr %ctx, i32 1)
  unreachable
elsewhere:
  call void @"trap.out of bounds memory access"(ptr %ctx, i32 2)
  unreachable
odd:
  call void @"trap.unaligned memory access"(ptr %ctx, i32 1)
  unreachable
other:
  call void @"trap.integer divide by zero"(ptr %ctx, i32 1)
  unreachable
}
!0 = !{i32 1024, i32 0}
!1 = !{i64 1024, i64 0}
)";
}

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_TESTS_CODEGEN_PASS_FIXTURE_H_
