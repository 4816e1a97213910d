// Which loads and stores are known to be aligned.
#include <string>

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Support/SourceMgr.h>

#include "codegen/passes/alignment_proof.h"

namespace wasm2mpy::codegen {
namespace {

constexpr uint32_t kGlobal = 28;  // its place in an instance

// The alignments of the accesses to addresses that were made of integers, in
// the order of the code. `start` is the global's first value.
std::string alignments(const std::string& text, uint32_t start = 1024) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  std::unique_ptr<llvm::Module> module = llvm::parseAssemblyString(
      "target datalayout = \"e-p:32:32-i64:64-n32\"\n" + text, error, context);
  EXPECT_TRUE(module) << error.getMessage().str();
  llvm::MDBuilder builder(context);
  llvm::MDNode* type =
      builder.createTBAAScalarTypeNode("i", builder.createTBAARoot("r"));
  const OwnGlobal global{kGlobal, start};
  mark_own_globals(*module, {&global, 1},
                   builder.createTBAAStructTagNode(type, type, 0));
  llvm::ModuleAnalysisManager analyses;
  AlignmentProof().run(*module, analyses);
  std::string result;
  for (llvm::Function& function : *module) {
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      const llvm::Value* pointer =
          llvm::getLoadStorePointerOperand(&instruction);
      if (!pointer || !llvm::isa<llvm::IntToPtrInst>(pointer)) continue;
      result +=
          std::to_string(llvm::getLoadStoreAlignment(&instruction).value());
    }
  }
  return result;
}

// A function that begins with %at as the address.
std::string function(const std::string& head, const std::string& body) {
  return "define " + head + " {\nentry:\n" + body + "ret void\n}\n";
}

std::string load(const std::string& at) {
  return "%p." + at + " = inttoptr i32 %" + at + " to ptr\n%v." + at +
         " = load i32, ptr %p." + at + ", align 1\n";
}

std::string own(const std::string& added) {
  return function("internal void @wasm.own(ptr %ctx)",
                  "%g = getelementptr i8, ptr %ctx, i32 28\n"
                  "%at = load i32, ptr %g\n"
                  "%next = add i32 %at, " +
                      added +
                      "\n"
                      "store i32 %next, ptr %g\n" +
                      load("at"));
}

TEST(AlignmentProof, Globals) {
  EXPECT_EQ(alignments(own("-16")), "8");
  EXPECT_EQ(alignments(own("4")), "4");
  EXPECT_EQ(alignments(own("6")), "2");
  EXPECT_EQ(alignments(own("-16"), 1025), "1");
  EXPECT_EQ(alignments(own("-16"), 1028), "4");
  // A part of it, from somewhere.
  EXPECT_EQ(alignments(own("-16") +
                       function("internal void @wasm.other(ptr %ctx, i8 %x)",
                                "%g = getelementptr i8, ptr %ctx, i32 30\n"
                                "store i8 %x, ptr %g\n")),
            "1");
}

TEST(AlignmentProof, ParametersAreWhatAllCallersGive) {
  std::string callee = function("internal void @wasm.f(i32 %at)",
                                load("at") + "%next = add i32 %at, 8\n"
                                             "call void @wasm.f(i32 %next)\n");
  auto caller = [](const std::string& name, const std::string& value) {
    return function("internal void @" + name + "(i32 %x)",
                    "call void @wasm.f(i32 " + value + ")\n");
  };
  EXPECT_EQ(alignments(callee + caller("wasm.g", "64")), "8");
  EXPECT_EQ(
      alignments(callee + caller("wasm.g", "64") + caller("wasm.h", "36")),
      "4");
  // Never called, so that anything follows from %x.
  EXPECT_EQ(alignments(callee + "define void @e(i32 %x) {\n"
                                "call void @wasm.f(i32 %x)\nret void\n}\n"),
            "1");
  EXPECT_EQ(alignments("@t = global ptr @wasm.f\n" + callee), "1");
}

TEST(AlignmentProof, Arithmetic) {
  auto of = [](const std::string& lines) {
    return alignments(
        function("void @wasm.f(i32 %x, i1 %c)", lines + load("at")));
  };
  EXPECT_EQ(of("%at = and i32 %x, -4\n"), "4");
  EXPECT_EQ(of("%at = shl i32 %x, 2\n"), "4");
  EXPECT_EQ(of("%y = shl i32 %x, 1\n%at = mul i32 %y, 6\n"), "4");
  EXPECT_EQ(of("%y = shl i32 %x, 3\n%at = lshr i32 %y, 1\n"), "4");
  EXPECT_EQ(of("%y = shl i32 %x, 3\n%at = lshr i32 %y, 4\n"), "1");
  EXPECT_EQ(of("%at = select i1 %c, i32 8, i32 12\n"), "4");
  EXPECT_EQ(of("%at = select i1 %c, i32 8, i32 %x\n"), "1");
  EXPECT_EQ(of("%y = shl i32 %x, 2\n%at = or i32 %y, 2\n"), "2");
}

TEST(AlignmentProof, Loops) {
  auto stepping = [](const std::string& step) {
    return alignments(
        "define void @wasm.f(i32 %n) {\nentry:\nbr label %loop\n"
        "loop:\n%at = phi i32 [ 64, %entry ], [ %next, %loop ]\n" +
        load("at") + "%next = add i32 %at, " + step +
        "\n%c = icmp eq i32 %next, %n\n"
        "br i1 %c, label %end, label %loop\nend:\nret void\n}\n");
  };
  EXPECT_EQ(stepping("16"), "8");
  EXPECT_EQ(stepping("4"), "4");
  EXPECT_EQ(stepping("%n"), "1");
}

TEST(AlignmentProof, LocalVariables) {
  auto holding = [](const std::string& stores) {
    return alignments(
        function("void @wasm.f(i32 %x)", "%local = alloca i32\n" + stores +
                                             "%at = load i32, ptr %local\n" +
                                             load("at")));
  };
  EXPECT_EQ(holding("store i32 16, ptr %local\n"), "8");
  EXPECT_EQ(holding("store i32 16, ptr %local\nstore i32 20, ptr %local\n"),
            "4");
  EXPECT_EQ(holding("store i8 1, ptr %local\n"), "1");
  EXPECT_EQ(holding("%part = getelementptr i8, ptr %local, i32 1\n"
                    "store i8 1, ptr %part\n"),
            "1");
}

}  // namespace
}  // namespace wasm2mpy::codegen
