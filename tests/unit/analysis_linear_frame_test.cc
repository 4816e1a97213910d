// Where values are the pointer of the stack in linear memory.
#include <string>
#include <vector>

#include "analysis/linear_frame.h"
#include "known_module.h"

namespace wasm2mpy::codegen {
namespace {

struct Followed {
  bool is_balanced;
  uint32_t bytes;
  std::vector<int64_t> distances;  // in the order of the code

  bool operator==(const Followed&) const = default;
};

// Of a function with three locals; global 0 is the pointer, `(call $f)` a call.
Followed follow(const std::string& body) {
  auto known = know(
      "(module (memory 1) (global $sp (mut i32) (i32.const 4096)) (tag $t) "
      "(func $f (param i32) (result i32) (local i32 i32) " +
      body + "))");
  Diagnostics diagnostics;
  Result<wasm::FunctionBody> code =
      wasm::read_function(known->module, 0, diagnostics);
  LinearFrame frame = follow_stack_pointer(*code, 0);
  Followed followed{frame.is_balanced, frame.bytes, {}};
  for (const wasm::Instruction& instruction : code->code) {
    auto found = frame.pointers.find(&instruction);
    if (found != frame.pointers.end())
      followed.distances.push_back(found->second);
  }
  return followed;
}

const std::string kOpen =
    "global.get 0 i32.const 32 i32.sub local.tee 1 global.set 0 ";
const std::string kClose = "local.get 1 i32.const 32 i32.add global.set 0 ";

TEST(LinearFrame, OfACompiler) {
  EXPECT_EQ(follow(kOpen + "(i32.store (local.get 1) (local.get 0)) " + kClose +
                   "local.get 0"),
            (Followed{true, 32, {0, -32, -32}}));
}

// As AssemblyScript moves it, with no local.
TEST(LinearFrame, WithoutALocal) {
  EXPECT_EQ(follow("(global.set 0 (i32.sub (global.get 0) (i32.const 4)))"
                   "(i32.store (global.get 0) (i32.const 0))"
                   "(global.set 0 (i32.add (global.get 0) (i32.const 4)))"
                   "local.get 0"),
            (Followed{true, 4, {0, -4, -4}}));
}

TEST(LinearFrame, EachWayOutCounts) {
  std::string early =
      kOpen + "(if (local.get 0) (then " + kClose + "(return (i32.const 1)))) ";
  EXPECT_TRUE(follow(early + kClose + "i32.const 0").is_balanced);
  EXPECT_FALSE(follow(early + "i32.const 0").is_balanced);
  EXPECT_FALSE(follow(kOpen +
                      "(if (local.get 0) (then (return (i32.const 1))))" +
                      kClose + "i32.const 0")
                   .is_balanced);
  EXPECT_FALSE(follow(kOpen + "(br_if 0 (i32.const 1) (local.get 0)) drop " +
                      kClose + "i32.const 0")
                   .is_balanced);
  EXPECT_FALSE(follow(kOpen + "(return_call $f (i32.const 1))").is_balanced);
  // It does not get there.
  EXPECT_TRUE(follow(kOpen + "unreachable").is_balanced);
}

// An array of a length that is not known, given back or not.
TEST(LinearFrame, MovedByAnything) {
  std::string array =
      kOpen + "(global.set 0 (i32.sub (global.get 0) (local.get 0))) ";
  EXPECT_EQ(follow(array + "(drop (global.get 0)) " + kClose + "local.get 0"),
            (Followed{true, 32, {0, -32, -32}}));
  EXPECT_FALSE(follow(array + "local.get 0").is_balanced);
}

// A stack of its own for each task, say.
TEST(LinearFrame, SetFromElsewhere) {
  std::string task =
      "(local.set 1 (global.get 0)) (global.set 0 (local.get 0)) ";
  std::string back = "(global.set 0 (local.get 1)) (i32.const 1)";
  EXPECT_TRUE(follow(task + back).is_balanced);
  EXPECT_FALSE(
      follow(task + "(drop (call $f (i32.const 1)))" + back).is_balanced);
  EXPECT_FALSE(follow("(global.set 0 (local.get 0)) local.get 0").is_balanced);
  EXPECT_FALSE(follow("(global.set 0 (i32.load (i32.const 8))) local.get 0")
                   .is_balanced);
}

TEST(LinearFrame, WhereWaysDisagreeItIsNotKnown) {
  EXPECT_EQ(follow("(local.set 1 (global.get 0)) (if (local.get 0) (then "
                   "(global.set 0 (i32.sub (global.get 0) (i32.const 16)))))"
                   "(drop (global.get 0)) (global.set 0 (local.get 1)) "
                   "local.get 0"),
            (Followed{true, 16, {0, 0, 0}}));
}

TEST(LinearFrame, ALoopBeginsAsItIsLeft) {
  EXPECT_FALSE(follow("(loop (global.set 0 (i32.sub (global.get 0) "
                      "(i32.const 16))) (br_if 0 (local.get 0))) unreachable")
                   .is_balanced);
  EXPECT_TRUE(follow("(loop (global.set 0 (i32.sub (global.get 0) "
                     "(i32.const 16))) (global.set 0 (i32.add (global.get 0) "
                     "(i32.const 16))) (br_if 0 (local.get 0))) local.get 0")
                  .is_balanced);
}

// One that is set twice is two things; one that was set in a block may not have
// been.
TEST(LinearFrame, LocalsThatKeepIt) {
  EXPECT_EQ(follow("(local.set 1 (global.get 0)) (local.set 1 (i32.const 0)) "
                   "(drop (local.get 1)) local.get 0")
                .distances,
            (std::vector<int64_t>{0}));
  EXPECT_EQ(follow("(if (local.get 0) (then (local.set 1 (global.get 0)) "
                   "(drop (local.get 1)))) (drop (local.get 1)) local.get 0")
                .distances,
            (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(follow("(if (local.get 0) (then (local.set 1 (global.get 0))) "
                   "(else (drop (local.get 1)))) local.get 0")
                .distances,
            (std::vector<int64_t>{0}));
  EXPECT_EQ(follow("(if (local.get 0) (then unreachable "
                   "(local.set 1 (global.get 0)) (drop (local.get 1)))) "
                   "(drop (local.get 1)) local.get 0")
                .distances,
            (std::vector<int64_t>{}));
}

// Another value between them is no part of the sum.
TEST(LinearFrame, OnlyWhatStandsTogether) {
  EXPECT_FALSE(follow("(global.get 0) (drop (i32.sub (local.get 0) "
                      "(i32.const 16))) (global.set 0) local.get 0")
                   .is_balanced);
  EXPECT_FALSE(follow("(global.set 0 (i32.sub (i32.const 16) (global.get 0))) "
                      "local.get 0")
                   .is_balanced);
}

// A callee that throws does not give its frame back.
TEST(LinearFrame, BehindAnExceptionItIsNotKnown) {
  std::string caught = kOpen +
                       "(try (do (drop (call $f (i32.const 1)))) (catch_all)) "
                       "(drop (global.get 0)) ";
  EXPECT_EQ(follow(caught + kClose + "local.get 0"),
            (Followed{true, 32, {0, -32}}));
}

}  // namespace
}  // namespace wasm2mpy::codegen
