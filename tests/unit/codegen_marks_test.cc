// Passes know traps by their marks, whatever they are called.
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/SourceMgr.h>

#include "codegen/marks.h"
#include "codegen/translate/check.h"

namespace wasm2mpy::codegen {
namespace {

// Of a branch to a block that calls a function of that name and attributes.
std::optional<CheckKind> kind_of_check(const std::string& name,
                                       const std::string& attributes) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  std::unique_ptr<llvm::Module> module = llvm::parseAssemblyString(
      "declare void @\"" + name + "\"(ptr) " + attributes +
          "\ndefine void @f(ptr %ctx, i1 %c) {\n"
          "br i1 %c, label %trap, label %next\n"
          "trap:\ncall void @\"" +
          name + "\"(ptr %ctx)\nunreachable\nnext:\nret void\n}\n",
      error, context);
  if (!module) {
    ADD_FAILURE() << error.getMessage().str();
    return std::nullopt;
  }
  auto& branch = llvm::cast<llvm::BranchInst>(
      *module->getFunction("f")->getEntryBlock().getTerminator());
  std::optional<Check> check = check_of(branch);
  return check ? std::optional(check->kind) : std::nullopt;
}

std::string mark(const std::string& value) {
  return "noreturn \"" + std::string(marks::kTrap) + "\"=\"" + value + "\"";
}

TEST(Marks, TellTrapsWhateverTheirNames) {
  EXPECT_EQ(kind_of_check("x", mark(marks::kTrapOfBounds)), CheckKind::kBounds);
  EXPECT_EQ(kind_of_check("x", mark(marks::kTrapOfAlignment)),
            CheckKind::kAlignment);
  EXPECT_EQ(kind_of_check("x", mark(marks::kTrapOfOther)), CheckKind::kOther);
}

TEST(Marks, NamesAndTextsMarkNothing) {
  EXPECT_EQ(kind_of_check("trap.out of bounds memory access", "noreturn"),
            std::nullopt);
}

}  // namespace
}  // namespace wasm2mpy::codegen
