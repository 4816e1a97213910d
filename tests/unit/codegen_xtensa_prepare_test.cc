// What becomes of LLVM's IR before instructions are selected for Xtensa.
#include <string>

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/isa/xtensa/late.h"
#include "codegen/isa/xtensa/prepare.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

class Prepared {
 public:
  explicit Prepared(const std::string& text) {
    llvm::SMDiagnostic error;
    module_ = llvm::parseAssemblyString(text, error, context_);
    EXPECT_TRUE(module_) << error.getMessage().str();
    prepare(*module_, Core());
    for (llvm::Function& function : *module_) compare_overflows(function);
    EXPECT_FALSE(llvm::verifyModule(*module_, &llvm::errs()));
  }

  std::string text() const {
    std::string result;
    llvm::raw_string_ostream stream(result);
    module_->print(stream, nullptr);
    return result;
  }
  bool has(std::string_view part) const { return text().contains(part); }

 private:
  llvm::LLVMContext context_;
  std::unique_ptr<llvm::Module> module_;
};

// Of a function of i32 %x that uses the result %r as an index.
std::string indexing(const std::string& lines) {
  return "define i32 @f(ptr %p, i32 %x) {\n" + lines +
         "%a = getelementptr i8, ptr %p, i32 %r\n"
         "%v = load i32, ptr %a\nret i32 %v\n}\n";
}

TEST(XtensaPrepare, FieldsAsIndices) {
  EXPECT_TRUE(Prepared(indexing("%s = lshr i32 %x, 9\n"
                                "%r = and i32 %s, 8188\n"))
                  .has("\"extui $0, $1, 11, 11\""));
  EXPECT_TRUE(Prepared(indexing("%s = shl i32 %x, 2\n"
                                "%r = and i32 %s, 8188\n"))
                  .has("\"extui $0, $1, 0, 11\""));
  EXPECT_TRUE(Prepared(indexing("%r = and i32 %x, 24\n"))
                  .has("\"extui $0, $1, 3, 2\""));
  // No more than what the shift leaves.
  EXPECT_TRUE(Prepared(indexing("%s = lshr i32 %x, 26\n"
                                "%r = and i32 %s, 508\n"))
                  .has("\"extui $0, $1, 28, 4\""));
}

TEST(XtensaPrepare, OtherMasksStay) {
  // 17 bits; a shift by 4; nothing to shift by; a gap.
  for (const char* mask : {"524284", "240", "255", "20"}) {
    std::string line = "%r = and i32 %x, " + std::string(mask) + "\n";
    EXPECT_FALSE(Prepared(indexing(line)).has("asm")) << mask;
  }
  // It is needed as it is.
  EXPECT_FALSE(Prepared("define i32 @f(i32 %x) {\n%r = and i32 %x, 12\n"
                        "ret i32 %r\n}\n")
                   .has("asm"));
}

std::string rotation(const std::string& by) {
  return "declare i32 @llvm.fshl.i32(i32, i32, i32)\n"
         "define i32 @f(i32 %x, i32 %y) {\n"
         "%r = call i32 @llvm.fshl.i32(i32 %x, i32 %y, i32 " +
         by + ")\nret i32 %r\n}\n";
}

TEST(XtensaPrepare, Rotations) {
  EXPECT_TRUE(Prepared(rotation("5")).has("\"ssai 27\\0A\\09src $0, $1, $2\""));
  EXPECT_TRUE(Prepared(rotation("37")).has("\"ssai 27\\0A"));
  EXPECT_FALSE(Prepared(rotation("0")).has("asm"));
  EXPECT_FALSE(Prepared(rotation("%y")).has("asm"));
}

std::string shift(const std::string& kind, int by) {
  return "define i64 @f(i64 %x) {\n%r = " + kind + " i64 %x, " +
         std::to_string(by) + "\nret i64 %r\n}\n";
}

TEST(XtensaPrepare, ShiftsOfTwoWords) {
  EXPECT_TRUE(Prepared(shift("shl", 3)).has("\"ssai 29\\0A"));
  EXPECT_TRUE(Prepared(shift("lshr", 3)).has("\"ssai 3\\0A"));
  EXPECT_TRUE(Prepared(shift("ashr", 31)).has("ashr i32"));
  EXPECT_FALSE(Prepared(shift("ashr", 32)).has("asm"));
}

// A loop that loads from %p with an offset.
std::string loading(const std::string& type, int offset) {
  return "define void @f(ptr %p) {\nentry:\nbr label %loop\n"
         "loop:\n%i = phi i32 [ 0, %entry ], [ %next, %loop ]\n"
         "%a = getelementptr i8, ptr %p, i32 %i\n"
         "%b = getelementptr i8, ptr %a, i32 " +
         std::to_string(offset) + "\n%v = load " + type +
         ", ptr %b\n%next = add i32 %i, 4\n"
         "%more = icmp ult i32 %next, 100\n"
         "br i1 %more, label %loop, label %end\nend:\nret void\n}\n";
}

TEST(XtensaPrepare, OffsetsThatNoLoadHolds) {
  EXPECT_FALSE(Prepared(loading("i32", 1020)).has("asm"));
  Prepared words(loading("i32", 1028));
  EXPECT_TRUE(words.has("getelementptr i8, ptr %p, i32 1024"));
  EXPECT_TRUE(words.has("getelementptr i8, ptr %a, i32 4"));
  EXPECT_FALSE(Prepared(loading("i8", 255)).has("asm"));
  Prepared bytes(loading("i8", 1028 + 256));
  EXPECT_TRUE(bytes.has("getelementptr i8, ptr %p, i32 1280"));
  EXPECT_TRUE(bytes.has("getelementptr i8, ptr %a, i32 4"));
}

std::string overflowing(const std::string& name, const std::string& y) {
  return "declare {i32, i1} @llvm." + name +
         ".with.overflow.i32(i32, i32)\n"
         "define i32 @f(i32 %x, i32 %y) {\nentry:\n"
         "%r = call {i32, i1} @llvm." +
         name + ".with.overflow.i32(i32 %x, i32 " + y +
         ")\n%sum = extractvalue {i32, i1} %r, 0\n"
         "%over = extractvalue {i32, i1} %r, 1\n"
         "br i1 %over, label %yes, label %no\n"
         "yes:\nret i32 %sum\nno:\nret i32 0\n}\n";
}

TEST(XtensaPrepare, OverflowsAreComparisons) {
  EXPECT_TRUE(Prepared(overflowing("uadd", "1")).has("icmp eq i32 %0, 0"));
  EXPECT_TRUE(Prepared(overflowing("uadd", "-1")).has("icmp ne i32 %x, 0"));
  EXPECT_TRUE(Prepared(overflowing("uadd", "%y")).has("icmp ult i32 %0, %x"));
  EXPECT_TRUE(Prepared(overflowing("usub", "%y")).has("icmp ult i32 %x, %y"));
  EXPECT_TRUE(Prepared(overflowing("sadd", "1")).has("extractvalue"));
}

}  // namespace
}  // namespace wasm2mpy::codegen::xtensa
