// What becomes of LLVM's assembly for Xtensa before it is assembled.
#include <format>
#include <string>

#include <gtest/gtest.h>

#include "codegen/isa/xtensa/assembly.h"
#include "codegen/isa/xtensa/branches.h"
#include "codegen/isa/xtensa/rewrite.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

// A function f in the form in which LLVM prints it.
std::string printed(std::string_view literals, std::string_view body) {
  return std::format("\t.literal_position\n{}"
                     "\t.section\t.text.f,\"ax\",@progbits\n"
                     "\t.p2align\t2\n\t.type\tf,@function\nf:   # @f\n{}"
                     ".Lfunc_end0:\n\t.size\tf, .Lfunc_end0-f\n",
                     literals, body);
}

Function rewritten(std::string_view body, std::string_view literals = "",
                   const LabelSet& entered = {},
                   const ArgumentCounts& counts = {}) {
  Assembly assembly = parse_assembly(printed(literals, body));
  EXPECT_EQ(assembly.functions.size(), 1u);
  rewrite(assembly.functions[0], entered, counts);
  return assembly.functions[0];
}

// The lines of a function, in a short form.
std::string text(const Function& function) {
  std::string out;
  for (const Line& line : function.lines) {
    if (!out.empty()) out += "; ";
    out += line.is_label() ? line.name + ":" : line.name;
    for (size_t i = 0; i < line.operands.size(); ++i)
      out += (i == 0 ? " " : ", ") + line.operands[i];
  }
  return out;
}

std::string code(std::string_view body, std::string_view literals = "") {
  return text(rewritten(body, literals));
}

TEST(XtensaAssembly, HasLiteralsInASectionOfTheirOwn) {
  Assembly assembly = parse_assembly(
      printed("\t.literal .LCPI0_0, 100000\n",
              "\tl32r\ta2, .LCPI0_0\n\tret\n") +
      "\t.section\t.rodata.x,\"a\",@progbits\nx:\n\t.long\t1 # 0x1\n");
  EXPECT_EQ(print_assembly(assembly),
            "\n\t.section\t.literal.f,\"ax\",@progbits\n\t.p2align\t2\n"
            ".LCPI0_0:\t.long\t100000\n"
            "\n\t.section\t.text.f,\"ax\",@progbits\n"
            "\t.p2align\t2\n\t.type\tf,@function\n"
            "f:\n\tl32r\ta2, .LCPI0_0\n\tret\n\t.size\tf, .-f\n"
            "\n\t.section\t.rodata.x,\"a\",@progbits\nx:\n\t.long\t1 # 0x1\n");
}

TEST(XtensaRewrite, NarrowForms) {
  EXPECT_EQ(code("\tadd\ta2, a3, a4\n\tret\n"), "add.n a2, a3, a4; ret.n");
  EXPECT_EQ(code("\taddi\ta2, a3, 15\n\tret\n"), "addi.n a2, a3, 15; ret.n");
  EXPECT_EQ(code("\taddi\ta2, a3, 16\n\tret\n"), "addi a2, a3, 16; ret.n");
  EXPECT_EQ(code("\taddi\ta2, a3, -1\n\tret\n"), "addi.n a2, a3, -1; ret.n");
  EXPECT_EQ(code("\taddi\ta2, a3, -2\n\tret\n"), "addi a2, a3, -2; ret.n");
  EXPECT_EQ(code("\taddi\ta2, a3, 0\n\tret\n"), "mov.n a2, a3; ret.n");
  EXPECT_EQ(code("\tl32i\ta2, a3, 60\n\tret\n"), "l32i.n a2, a3, 60; ret.n");
  EXPECT_EQ(code("\tl32i\ta2, a3, 64\n\tret\n"), "l32i a2, a3, 64; ret.n");
  EXPECT_EQ(code("\ts32i\ta2, a3, 0\n\tret\n"), "s32i.n a2, a3, 0; ret.n");
  EXPECT_EQ(code("\tmovi\ta2, -32\n\tret\n"), "movi.n a2, -32; ret.n");
  EXPECT_EQ(code("\tmovi\ta2, -33\n\tret\n"), "movi a2, -33; ret.n");
  EXPECT_EQ(code("\tmovi\ta2, 95\n\tret\n"), "movi.n a2, 95; ret.n");
  EXPECT_EQ(code("\tmovi\ta2, 96\n\tret\n"), "movi a2, 96; ret.n");
}

TEST(XtensaRewrite, CallsDirectly) {
  Function function = rewritten(
      "\tentry\ta1, 32\n\tl32r\ta8, .LCPI0_0\n\tmovi\ta10, 1\n\tcallx8\ta8\n"
      "\tretw.n\n",
      "\t.literal .LCPI0_0, g\n");
  EXPECT_EQ(text(function), "entry a1, 32; movi.n a10, 1; call8 g; retw.n");
  EXPECT_TRUE(function.literals.empty());
}

TEST(XtensaRewrite, CallsDirectlyWhatWasLoadedLongBefore) {
  EXPECT_EQ(code("\tentry\ta1, 32\n\tl32r\ta7, .LCPI0_0\n.LBB0_1:\n"
                 "\tcallx8\ta7\n\tbnez\ta10, .LBB0_1\n\tretw.n\n",
                 "\t.literal .LCPI0_0, g\n"),
            "entry a1, 32; .LBB0_1:; call8 g; bnez a10, .LBB0_1; retw.n");
}

TEST(XtensaRewrite, CallsIndirectlyWhereTheFunctionDependsOnThePath) {
  EXPECT_EQ(code("\tl32r\ta8, .LCPI0_0\n\tbeqz\ta2, .LBB0_1\n"
                 "\tl32r\ta8, .LCPI0_1\n.LBB0_1:\n\tcallx0\ta8\n\tret\n",
                 "\t.literal .LCPI0_0, g\n\t.literal .LCPI0_1, h\n"),
            "l32r a8, .LCPI0_0; beqz.n a2, .LBB0_1; l32r a8, .LCPI0_1; "
            ".LBB0_1:; callx0 a8; ret.n");
}

TEST(XtensaRewrite, ACallDestroysWhatItMay) {
  // a8 is another value after the first call; a7 is kept by the window.
  EXPECT_EQ(code("\tentry\ta1, 32\n\tl32r\ta8, .LCPI0_0\n\tcallx8\ta8\n"
                 "\tcallx8\ta8\n\tretw.n\n",
                 "\t.literal .LCPI0_0, g\n"),
            "entry a1, 32; call8 g; callx8 a8; retw.n");
}

TEST(XtensaRewrite, EqualLiteralsAreOne) {
  Function function = rewritten(
      "\tl32r\ta2, .LCPI0_0\n\tl32r\ta3, .LCPI0_1\n\ts32i\ta2, a4, 0\n"
      "\tmovi\ta3, 5\n\tl32r\ta3, .LCPI0_1\n\tret\n",
      "\t.literal .LCPI0_0, 123456\n\t.literal .LCPI0_1, 123456\n");
  ASSERT_EQ(function.literals.size(), 1u);
  EXPECT_EQ(function.literals[0].value, "123456");
}

TEST(XtensaRewrite, ConstantsInInstructions) {
  EXPECT_EQ(code("\tmovi\ta8, 255\n\tand\ta2, a2, a8\n\tret\n"),
            "extui a2, a2, 0, 8; ret.n");
  EXPECT_EQ(code("\tl32r\ta8, .LCPI0_0\n\tand\ta2, a8, a2\n\tret\n",
                 "\t.literal .LCPI0_0, 65535\n"),
            "extui a2, a2, 0, 16; ret.n");
  // 17 bits are too many, 5 has a gap.
  EXPECT_EQ(code("\tl32r\ta8, .LCPI0_0\n\tand\ta2, a2, a8\n\tret\n",
                 "\t.literal .LCPI0_0, 131071\n"),
            "l32r a8, .LCPI0_0; and a2, a2, a8; ret.n");
  EXPECT_EQ(code("\tmovi\ta8, 5\n\tand\ta2, a2, a8\n\tret\n"),
            "movi.n a8, 5; and a2, a2, a8; ret.n");
  EXPECT_EQ(code("\tmovi\ta8, 512\n\tadd\ta2, a2, a8\n\tret\n"),
            "addmi a2, a2, 512; ret.n");
}

TEST(XtensaRewrite, MovesThatCanBeLeftOut) {
  // The stack pointer of the call0 ABI is changed by way of another register.
  EXPECT_EQ(code("\taddi\ta8, a1, -32\n\tor\ta1, a8, a8\n\tret\n"),
            "addi a1, a1, -32; ret.n");
  EXPECT_EQ(code("\tor\ta8, a2, a2\n\tl32i\ta2, a8, 4\n\tret\n"),
            "l32i.n a2, a2, 4; ret.n");
  // The source changes before the move's result is used.
  EXPECT_EQ(code("\tor\ta8, a2, a2\n\taddi\ta2, a2, 4\n\ts32i\ta8, a2, 0\n"
                 "\tret\n"),
            "mov.n a8, a2; addi.n a2, a2, 4; s32i.n a8, a2, 0; ret.n");
}

TEST(XtensaRewrite, SpilledConstantsAreMadeAnew) {
  EXPECT_EQ(code("\tentry\ta1, 48\n\tmovi\ta8, 62\n"
                 "\ts32i\ta8, a1, 12  # 4-byte Folded Spill\n\tcallx8\ta3\n"
                 "\tl32i\ta11, a1, 12  # 4-byte Folded Reload\n\tcallx8\ta4\n"
                 "\tretw.n\n"),
            "entry a1, 48; callx8 a3; movi.n a11, 62; callx8 a4; retw.n");
  // Without the comment it is memory that the call may write.
  EXPECT_EQ(code("\tentry\ta1, 48\n\tmovi\ta8, 62\n\ts32i\ta8, a1, 12\n"
                 "\tcallx8\ta3\n\tl32i\ta11, a1, 12\n\tcallx8\ta4\n\tretw.n\n"),
            "entry a1, 48; movi.n a8, 62; s32i.n a8, a1, 12; callx8 a3; "
            "l32i.n a11, a1, 12; callx8 a4; retw.n");
}

TEST(XtensaRewrite, TestsOfOneBit) {
  EXPECT_EQ(code("\tmovi\ta8, 1\n\tand\ta8, a3, a8\n\tbeqz\ta8, .LBB0_1\n"
                 "\tmovi\ta2, 7\n.LBB0_1:\n\tret\n"),
            "bbci a3, 0, .LBB0_1; movi.n a2, 7; .LBB0_1:; ret.n");
  // The result is needed.
  EXPECT_EQ(code("\tand\ta2, a3, a4\n\tbeqz\ta2, .LBB0_1\n\taddi\ta2, a2, 7\n"
                 ".LBB0_1:\n\tret\n"),
            "and a2, a3, a4; beqz.n a2, .LBB0_1; addi.n a2, a2, 7; "
            ".LBB0_1:; ret.n");
}

TEST(XtensaRewrite, UnknownInstructionsLeaveAFunctionAlone) {
  EXPECT_EQ(code("\tmovi\ta8, 1\n\tfrobnicate\ta8\n\tadd\ta2, a2, a3\n\tret\n"),
            "movi a8, 1; frobnicate a8; add a2, a2, a3; ret");
}

TEST(XtensaRewrite, KeepsTargetsOfJumpTables) {
  std::string body = "\tjx\ta2\n.LBB0_1:\n\tmovi\ta2, 1\n\tret\n";
  EXPECT_EQ(text(rewritten(body, "", {".LBB0_1"})),
            "jx a2; .LBB0_1:; movi.n a2, 1; ret.n");
}

TEST(XtensaRewrite, MovesOnACondition) {
  EXPECT_EQ(code("\tbeqz\ta3, .LBB0_1\n\tor\ta2, a4, a4\n.LBB0_1:\n\tret\n"),
            "movnez a2, a4, a3; ret.n");
  EXPECT_EQ(code("\tbgez\ta2, .LBB0_1\n\tor\ta2, a4, a4\n.LBB0_1:\n\tret\n"),
            "movltz a2, a4, a2; ret.n");
  // More than a move, and a branch to elsewhere.
  EXPECT_EQ(code("\tbeqz\ta3, .LBB0_1\n\tor\ta2, a4, a4\n"
                 "\taddi\ta4, a4, 1\n.LBB0_1:\n\tadd\ta2, a2, a4\n\tret\n"),
            "beqz.n a3, .LBB0_1; mov.n a2, a4; addi.n a4, a4, 1; .LBB0_1:; "
            "add.n a2, a2, a4; ret.n");
  EXPECT_EQ(code("\tbnez\ta3, .LBB0_2\n\tor\ta2, a4, a4\n.LBB0_1:\n"
                 "\taddi\ta3, a3, 1\n.LBB0_2:\n\tbeqz\ta3, .LBB0_1\n\tret\n"),
            "bnez.n a3, .LBB0_2; mov.n a2, a4; .LBB0_1:; addi.n a3, a3, 1; "
            ".LBB0_2:; beqz a3, .LBB0_1; ret.n");
}

TEST(XtensaRewrite, SavesNoRegisterThatNothingUses) {
  // Calls of g by the register become direct ones.
  EXPECT_EQ(code("\ts32i\ta12, a1, 8\n\ts32i\ta13, a1, 4\n"
                 "\tl32r\ta12, .LCPI0_0\n\tl32i\ta13, a2, 0\n\tcallx0\ta12\n"
                 "\tadd\ta2, a2, a13\n\tl32i\ta13, a1, 4\n"
                 "\tl32i\ta12, a1, 8\n\tret\n",
                 "\t.literal .LCPI0_0, g\n"),
            "s32i.n a13, a1, 4; l32i.n a13, a2, 0; call0 g; add.n a2, a2, a13; "
            "l32i.n a13, a1, 4; ret.n");
  // Its place is read otherwise, too.
  EXPECT_EQ(code("\ts32i\ta12, a1, 8\n\tl32i\ta2, a1, 8\n"
                 "\tl32i\ta12, a1, 8\n\tret\n"),
            "s32i.n a12, a1, 8; l32i.n a2, a1, 8; l32i.n a12, a1, 8; ret.n");
}

// --- Loops -------------------------------------------------------------------

const char* const kNumber = "\t.literal .LCPI0_0, 100000\n";

TEST(XtensaLoops, ConstantsGoBeforeThem) {
  EXPECT_EQ(code("\tmovi\ta8, 0\n.LBB0_1:\n\tl32r\ta9, .LCPI0_0\n"
                 "\taddi\ta8, a8, 1\n\tbne\ta8, a9, .LBB0_1\n\tret\n",
                 kNumber),
            "movi.n a8, 0; l32r a9, .LCPI0_0; .LBB0_1:; addi.n a8, a8, 1; "
            "bne a8, a9, .LBB0_1; ret.n");
}

TEST(XtensaLoops, ConstantsGetARegisterThatIsFree) {
  EXPECT_EQ(code("\tmovi\ta8, 64\n.LBB0_1:\n\tl32r\ta9, .LCPI0_0\n"
                 "\tbltu\ta9, a8, .LBB0_2\n\tadd\ta9, a2, a8\n"
                 "\tl32i\ta8, a9, 0\n\tbnez\ta8, .LBB0_1\n.LBB0_2:\n\tret\n",
                 kNumber),
            "movi.n a8, 64; l32r a6, .LCPI0_0; .LBB0_1:; "
            "bltu a6, a8, .LBB0_2; add.n a9, a2, a8; l32i.n a8, a9, 0; "
            "bnez a8, .LBB0_1; .LBB0_2:; ret.n");
}

TEST(XtensaLoops, WhatIsNeededAfterABranchStays) {
  // a9 is the result there.
  EXPECT_EQ(code("\tmovi\ta8, 64\n.LBB0_1:\n\tl32r\ta9, .LCPI0_0\n"
                 "\tbltu\ta9, a8, .LBB0_2\n\tadd\ta9, a2, a8\n"
                 "\tl32i\ta8, a9, 0\n\tbnez\ta8, .LBB0_1\n\tret\n.LBB0_2:\n"
                 "\ts32i\ta9, a2, 0\n\tret\n",
                 kNumber),
            "movi.n a8, 64; .LBB0_1:; l32r a9, .LCPI0_0; "
            "bltu a9, a8, .LBB0_2; add.n a9, a2, a8; l32i.n a8, a9, 0; "
            "bnez a8, .LBB0_1; ret.n; .LBB0_2:; s32i.n a9, a2, 0; ret.n");
}

TEST(XtensaLoops, WhatIsNeededAfterTheLoopStays) {
  // a6 is free in the loop only.
  EXPECT_EQ(code("\tmovi\ta8, 64\n.LBB0_1:\n\tadd\ta9, a2, a8\n"
                 "\ts32i\ta3, a9, 0\n\tl32r\ta9, .LCPI0_0\n"
                 "\tadd\ta3, a3, a9\n\taddi\ta8, a8, -1\n"
                 "\tbnez\ta8, .LBB0_1\n\tsub\ta6, a3, a2\n"
                 "\tmull\ta2, a9, a6\n\tret\n",
                 kNumber),
            "movi.n a8, 64; .LBB0_1:; add.n a9, a2, a8; s32i.n a3, a9, 0; "
            "l32r a9, .LCPI0_0; add.n a3, a3, a9; addi.n a8, a8, -1; "
            "bnez a8, .LBB0_1; sub a6, a3, a2; mull a2, a9, a6; ret.n");
}

TEST(XtensaLoops, WhatNotEveryIterationDoesStays) {
  EXPECT_EQ(code("\tmovi\ta8, 64\n.LBB0_1:\n\tbeqz\ta3, .LBB0_2\n"
                 "\tl32r\ta9, .LCPI0_0\n\tadd\ta2, a2, a9\n.LBB0_2:\n"
                 "\taddi\ta8, a8, -1\n\tbnez\ta8, .LBB0_1\n\tret\n",
                 kNumber),
            "movi.n a8, 64; .LBB0_1:; beqz.n a3, .LBB0_2; "
            "l32r a9, .LCPI0_0; add.n a2, a2, a9; .LBB0_2:; "
            "addi.n a8, a8, -1; bnez a8, .LBB0_1; ret.n");
}

TEST(XtensaLoops, ACallTakesRegisters) {
  EXPECT_EQ(code("\tmovi\ta6, 0\n.LBB0_1:\n\tl32r\ta8, .LCPI0_0\n"
                 "\ts32i\ta8, a14, 0\n\tmovi\ta8, 3\n\tcallx0\ta12\n"
                 "\tbnez\ta2, .LBB0_1\n\tret\n",
                 kNumber),
            "movi.n a6, 0; .LBB0_1:; l32r a8, .LCPI0_0; s32i.n a8, a14, 0; "
            "callx0 a12; bnez a2, .LBB0_1; ret.n");
}

TEST(XtensaLoops, EnteredFromElsewhereTheyStayAsTheyAre) {
  EXPECT_EQ(code("\tbeqz\ta2, .LBB0_1\n\tmovi\ta8, 0\n.LBB0_1:\n"
                 "\tl32r\ta9, .LCPI0_0\n\taddi\ta8, a8, 1\n"
                 "\tbne\ta8, a9, .LBB0_1\n\tret\n",
                 kNumber),
            "beqz.n a2, .LBB0_1; movi.n a8, 0; .LBB0_1:; "
            "l32r a9, .LCPI0_0; addi.n a8, a8, 1; bne a8, a9, .LBB0_1; ret.n");
}

TEST(XtensaLoops, TestsOfAlignmentAreOneBranch) {
  EXPECT_EQ(code("\tmovi\ta8, 64\n.LBB0_1:\n\textui\ta9, a8, 0, 2\n"
                 "\tbnez\ta9, .LBB0_2\n\tl32i\ta8, a8, 0\n"
                 "\tbnez\ta8, .LBB0_1\n.LBB0_2:\n\tret\n"),
            "movi.n a8, 64; movi.n a6, 3; .LBB0_1:; bany a8, a6, .LBB0_2; "
            "l32i.n a8, a8, 0; bnez a8, .LBB0_1; .LBB0_2:; ret.n");
}

TEST(XtensaLoops, EndWithABranchBack) {
  EXPECT_EQ(code("\tmovi\ta8, 64\n.LBB0_1:\n\taddi\ta8, a8, -1\n"
                 "\tbeqz\ta8, .LBB0_3\n\tj\t.LBB0_1\n.LBB0_2:\n"
                 "\tmovi\ta2, 1\n.LBB0_3:\n\tbeqz\ta3, .LBB0_2\n\tret\n"),
            "movi.n a8, 64; .LBB0_1:; addi.n a8, a8, -1; bnez a8, .LBB0_1; "
            "j .LBB0_3; .LBB0_2:; movi.n a2, 1; .LBB0_3:; beqz a3, .LBB0_2; "
            "ret.n");
}

TEST(XtensaLoops, ACallReadsItsArgumentsOnly) {
  std::string body = "\tmovi\ta8, 64\n.LBB0_1:\n\tl32r\ta9, .LCPI0_0\n"
                     "\tbltu\ta9, a8, .LBB0_2\n\tadd\ta9, a2, a8\n"
                     "\tl32i\ta8, a9, 0\n\tbnez\ta8, .LBB0_1\n\tret\n.LBB0_2:\n"
                     "\tl32r\ta8, .LCPI0_1\n\tcallx0\ta8\n\tj\t.LBB0_2\n";
  std::string literals = kNumber + std::string("\t.literal .LCPI0_1, g\n");
  EXPECT_EQ(text(rewritten(body, literals, {}, {{"g", 4}})),
            "movi.n a8, 64; l32r a6, .LCPI0_0; .LBB0_1:; "
            "bltu a6, a8, .LBB0_2; add.n a9, a2, a8; l32i.n a8, a9, 0; "
            "bnez a8, .LBB0_1; ret.n; .LBB0_2:; call0 g; j .LBB0_2");
  // Of one that is not known a6 and a7 may be arguments, too.
  EXPECT_EQ(text(rewritten(body, literals)),
            "movi.n a8, 64; l32r a10, .LCPI0_0; .LBB0_1:; "
            "bltu a10, a8, .LBB0_2; add.n a9, a2, a8; l32i.n a8, a9, 0; "
            "bnez a8, .LBB0_1; ret.n; .LBB0_2:; call0 g; j .LBB0_2");
}

TEST(XtensaLoops, ACallOfOneOfSeveralReadsTheArgumentsOfEach) {
  std::string body =
      "\tmovi\ta8, 64\n.LBB0_1:\n\tl32r\ta9, .LCPI0_0\n"
      "\tbltu\ta9, a8, .LBB0_2\n\tadd\ta9, a2, a8\n"
      "\tl32i\ta8, a9, 0\n\tbeqz\ta8, .LBB0_3\n"
      "\tbnez\ta3, .LBB0_1\n\tret\n.LBB0_2:\n"
      "\tl32r\ta8, .LCPI0_1\n\tj\t.LBB0_4\n.LBB0_3:\n"
      "\tl32r\ta8, .LCPI0_2\n.LBB0_4:\n\tcallx0\ta8\n\tj\t.LBB0_4\n";
  std::string literals =
      kNumber + std::string("\t.literal .LCPI0_1, g\n\t.literal .LCPI0_2, h\n");
  auto first_line = [&](const ArgumentCounts& counts) {
    Function function = rewritten(body, literals, {}, counts);
    return function.lines[1].operands[0];
  };
  // The callee's address is not in a8 when the call is repeated.
  EXPECT_EQ(first_line({{"g", 4}, {"h", 4}}), "a10");
  size_t last = body.rfind("\tj\t.LBB0_4\n");
  body.replace(last, std::string::npos, "\tret\n");
  EXPECT_EQ(first_line({{"g", 4}, {"h", 4}}), "a6");
  EXPECT_EQ(first_line({{"g", 4}, {"h", 5}}), "a7");
  EXPECT_EQ(first_line({{"g", 4}}), "a10");
}

// --- Branches ----------------------------------------------------------------

std::string stores(int n) {
  std::string lines;
  for (int i = 0; i < n; ++i) lines += "\ts8i\ta5, a6, 0\n";  // 3 bytes each
  return lines;
}

int count(const Function& function, std::string_view mnemonic) {
  int n = 0;
  for (const Line& line : function.lines) n += line.is(mnemonic);
  return n;
}

TEST(XtensaBranches, BranchAroundAJump) {
  EXPECT_EQ(code("\tbeq\ta2, a3, .LBB0_1\n\tj\t.LBB0_2\n.LBB0_1:\n"
                 "\tmovi\ta2, 1\n.LBB0_2:\n\tret\n"),
            "bne a2, a3, .LBB0_2; movi.n a2, 1; .LBB0_2:; ret.n");
}

TEST(XtensaBranches, ReachForward) {
  // The distance from the branch is at most 131: 3 bytes of its own and 42 or
  // 43 instructions.
  std::string end = ".LBB0_1:\n\tret\n";
  Function near = rewritten("\tbeq\ta2, a3, .LBB0_1\n" + stores(42) + end);
  EXPECT_EQ(count(near, "beq"), 1);
  EXPECT_EQ(count(near, "j"), 0);
  Function far = rewritten("\tbeq\ta2, a3, .LBB0_1\n" + stores(43) + end);
  EXPECT_EQ(count(far, "bne"), 1);
  EXPECT_EQ(count(far, "j"), 1);
}

TEST(XtensaBranches, ReachBackward) {
  // At most 124 bytes: 41 instructions.
  std::string end = "\tbeq\ta2, a3, .LBB0_1\n\tret\n";
  EXPECT_EQ(count(rewritten(".LBB0_1:\n" + stores(41) + end), "j"), 0);
  EXPECT_EQ(count(rewritten(".LBB0_1:\n" + stores(42) + end), "j"), 1);
}

TEST(XtensaBranches, ReachOfComparisonsWithZero) {
  std::string end = ".LBB0_1:\n\tret\n";
  auto with = [&](int n) {
    return rewritten("\tbeqz\ta2, .LBB0_1\n" + stores(n) + end);
  };
  EXPECT_EQ(count(with(21), "beqz.n"), 1);  // 65 bytes, at most 67
  EXPECT_EQ(count(with(22), "beqz"), 1);
  EXPECT_EQ(count(with(682), "beqz"), 1);  // 2049, at most 2051
  EXPECT_EQ(count(with(683), "j"), 1);
}

TEST(XtensaBranches, ShareAJump) {
  // Checks of bounds: all go to the trap at the end.
  std::string body;
  for (int i = 0; i < 20; ++i) body += "\tbgeu\ta2, a3, .LBB0_9\n" + stores(2);
  body += stores(60) + "\tret\n.LBB0_9:\n\tcallx0\ta4\n";
  Function function = rewritten(body);
  EXPECT_EQ(count(function, "bgeu") + count(function, "bltu"), 20);
  EXPECT_LE(count(function, "j"), 3);
}

TEST(XtensaBranches, AnEndlessLoopOfJumpsEnds) {
  Function function =
      rewritten("\tbeqz\ta2, .LBB0_3\n.LBB0_1:\n\tj\t.LBB0_2\n.LBB0_2:\n"
                "\tj\t.LBB0_4\n.LBB0_4:\n\tj\t.LBB0_1\n.LBB0_3:\n\tret\n");
  EXPECT_GE(count(function, "j"), 1);
  EXPECT_EQ(count(function, "ret.n"), 1);
}

}  // namespace
}  // namespace wasm2mpy::codegen::xtensa
