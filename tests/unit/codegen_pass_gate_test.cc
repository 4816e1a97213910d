// Functions for which passes of LLVM's code generator are left out.
#include <string>

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/SourceMgr.h>

#include "codegen/pass_gate.h"

namespace wasm2mpy::codegen {
namespace {

// Adds `count` different constants, the first being `first`.
std::string sums(int count, int first) {
  std::string text;
  std::string last = "%x";
  for (int i = 0; i < count; ++i) {
    std::string next = "%s" + std::to_string(i);
    text +=
        next + " = xor i32 " + last + ", " + std::to_string(first + i) + "\n";
    last = next;
  }
  return text;
}

std::string loop(const std::string& body) {
  return "define void @f(i32 %x) {\nentry:\nbr label %loop\nloop:\n" + body +
         "br i1 true, label %loop, label %end\nend:\nret void\n}\n";
}

// A test and a way out after each block but the last.
std::string chain(int blocks) {
  std::string text = "define void @f(i1 %x) {\n";
  for (int i = 0; i < blocks; ++i) {
    text += "b" + std::to_string(i) + ":\nbr i1 %x, label %out, label %b" +
            std::to_string(i + 1) + "\n";
  }
  return text + "b" + std::to_string(blocks) +
         ":\nbr label %out\nout:\nret void\n}\n";
}

bool runs(const std::string& pass, const std::string& text,
          const std::string& arch) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  std::unique_ptr<llvm::Module> module =
      llvm::parseAssemblyString(text, error, context);
  EXPECT_TRUE(module) << error.getMessage().str();
  PassGate gate(*target::find_target(arch));
  gate.measure(*module);
  return gate.shouldRunPass(pass, "function (f)");
}

bool hoists(const std::string& text, const std::string& arch = "rv32imc") {
  return runs("early-machinelicm", text, arch);
}

TEST(PassGate, FewConstantsLeaveALoop) {
  EXPECT_TRUE(hoists(loop(sums(40, 5000))));
}

TEST(PassGate, ManyConstantsStayInALoop) {
  EXPECT_FALSE(hoists(loop(sums(41, 5000))));
}

TEST(PassGate, EqualConstantsCountOnce) {
  std::string twice = sums(40, 5000);
  for (size_t at = 0; (at = twice.find("%s", at)) != std::string::npos; at += 2)
    twice[at + 1] = 't';
  EXPECT_TRUE(hoists(loop(sums(40, 5000) + twice)));
}

TEST(PassGate, ShortConstantsArePartsOfInstructions) {
  EXPECT_TRUE(hoists(loop(sums(100, 1))));
}

TEST(PassGate, ConstantsBesideALoopDoNotCount) {
  EXPECT_TRUE(hoists("define void @f(i32 %x) {\nentry:\n" + sums(100, 5000) +
                     "br label %loop\nloop:\nbr label %loop\n}\n"));
}

TEST(PassGate, LiteralsOfThumbHaveNoBound) {
  EXPECT_TRUE(hoists(loop(sums(100, 5000)), "armv6m"));
}

TEST(PassGate, ShortChainsAreSunkInto) {
  EXPECT_TRUE(runs("machine-sink", chain(499), "rv32imc"));
}

TEST(PassGate, LongChainsAreNotSunkInto) {
  EXPECT_FALSE(runs("machine-sink", chain(500), "rv32imc"));
}

TEST(PassGate, HugeFunctionsGetNoPassThatCanBeLeftOut) {
  std::string text = "define void @f() \"wasm2mpy-huge\" {\nret void\n}\n";
  EXPECT_FALSE(runs("machine-cse", text, "armv6m"));
  EXPECT_FALSE(runs("armv6m-isel", text, "armv6m"));
  // Its code generator does not work without optimising.
  EXPECT_TRUE(runs("xtensa-isel", text, "xtensa"));
}

}  // namespace
}  // namespace wasm2mpy::codegen
