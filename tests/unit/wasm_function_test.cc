// The validator of function bodies: exact error texts, and what it writes
// into the instructions.
#include <gtest/gtest.h>

#include "wasm/function.h"
#include "wasm_builder.h"

namespace wasm2mpy::wasm {
namespace {

std::string body_messages(const Bytes& params, const Bytes& results,
                          const Bytes& code, const Bytes& locals = {0x00}) {
  return messages(function_module(params, results, code, locals));
}

// The body of a valid function; `bytes` must be a module with one function.
FunctionBody body_of(const Bytes& bytes) {
  Diagnostics diagnostics;
  Result<Module> module = read_module(bytes, "t.wasm", diagnostics);
  EXPECT_TRUE(module) << diagnostics.to_string();
  if (!module) return {};
  Result<FunctionBody> body = read_function(*module, 0, diagnostics);
  EXPECT_TRUE(body) << diagnostics.to_string();
  return body ? *body : FunctionBody{};
}

TEST(Function, Operands) {
  EXPECT_EQ(body_messages({}, {kI32}, {0x42, 0, 0x41, 0, 0x6a, 0x0b}),
            error("+0x23: func 0 'f': type mismatch: operand of i32.add (got "
                  "i64, expected i32)"));
  EXPECT_EQ(body_messages({}, {kI32}, {0x41, 0, 0x6a, 0x0b}),
            error("+0x21: func 0 'f': type mismatch: operand of i32.add (got "
                  "nothing, expected i32)"));
  EXPECT_EQ(body_messages({}, {}, {0x1a, 0x0b}),
            error("+0x1e: func 0 'f': type mismatch: operand of drop (got "
                  "nothing, expected a value)"));
}

TEST(Function, Results) {
  EXPECT_EQ(body_messages({}, {kI32}, {0x42, 0, 0x0b}),
            error("+0x21: func 0 'f': type mismatch: result of the function "
                  "(got i64, expected i32)"));
  EXPECT_EQ(body_messages({}, {}, {0x41, 0, 0x0b}),
            error("+0x20: func 0 'f': type mismatch: values on the stack at "
                  "the end of the function (got 1, expected 0)"));
  EXPECT_EQ(body_messages({}, {}, {0x02, kI32, 0x0b, 0x1a, 0x0b}),
            error("+0x20: func 0 'f': type mismatch: result of the block (got "
                  "nothing, expected i32)"));
  EXPECT_EQ(body_messages({kI32}, {},
                          {0x20, 0, 0x04, kI32, 0x41, 0, 0x0b, 0x1a, 0x0b}),
            error("+0x25: func 0 'f': type mismatch: if without else must "
                  "give its parameters as results (got 1 results)"));
}

TEST(Function, Indices) {
  EXPECT_EQ(body_messages({}, {}, {0x20, 2, 0x1a, 0x0b}),
            error("+0x1e: func 0 'f': unknown local 2 (there are 0)"));
  EXPECT_EQ(body_messages({}, {}, {0x0c, 1, 0x0b}),
            error("+0x1e: func 0 'f': unknown label 1 (there are 1)"));
  EXPECT_EQ(body_messages({}, {}, {0x10, 9, 0x0b}),
            error("+0x1e: func 0 'f': unknown function 9 (there are 1)"));
  EXPECT_EQ(body_messages({}, {}, {0x3f, 0, 0x1a, 0x0b}),
            error("+0x1e: func 0 'f': unknown memory 0 (there are 0)"));
  EXPECT_EQ(body_messages({}, {}, {0xd2, 0, 0x1a, 0x0b}), "");
}

TEST(Function, Encoding) {
  EXPECT_EQ(body_messages({}, {}, {0xff, 0x0b}),
            error("+0x1e: func 0 'f': illegal opcode ff"));
  EXPECT_EQ(body_messages({}, {}, {0xfc, 0x1f, 0x0b}),
            error("+0x1e: func 0 'f': illegal opcode fc 1f"));
  EXPECT_EQ(body_messages({}, {}, {0x02, 0x40, 0x0b}),
            error("+0x21: func 0 'f': unexpected end of section or function: "
                  "END opcode expected"));
  EXPECT_EQ(body_messages({}, {}, {0x0b, 0x0b}),
            error("+0x1f: func 0 'f': section size mismatch: 1 bytes after "
                  "the end of the function"));
  EXPECT_EQ(body_messages({}, {}, {0x05, 0x0b}),
            error("+0x1e: func 0 'f': END opcode expected: else without if"));
}

TEST(Function, Locals) {
  EXPECT_EQ(
      body_messages({}, {}, {0x0b}, {0x01, 0xff, 0xff, 0xff, 0xff, 0x0f, kI32}),
      error("+0x1e: func 0 'f': too many locals (got 4294967295, limit "
            "50000)"));
  // (local (ref func)) that is read before it is set.
  EXPECT_EQ(
      body_messages({}, {}, {0x20, 0, 0x1a, 0x0b}, {0x01, 0x01, 0x64, 0x70}),
      error("+0x21: func 0 'f': uninitialized local 0 of type (ref "
            "func)"));
}

TEST(Function, InitialisationEndsWithTheBlock) {
  Bytes local = {0x01, 0x01, 0x64, 0x70};
  // block, ref.func 0, local.set 0, local.get 0, drop, end
  Bytes block = {0x02, 0x40, 0xd2, 0, 0x21, 0, 0x20, 0, 0x1a, 0x0b};
  EXPECT_EQ(body_messages({}, {}, concat({block, {0x0b}}), local), "");
  EXPECT_EQ(
      body_messages({}, {}, concat({block, {0x20, 0, 0x1a, 0x0b}}), local),
      error("+0x2b: func 0 'f': uninitialized local 0 of type (ref func)"));
}

TEST(Function, Exceptions) {
  // try_table catch_all 0 end
  EXPECT_EQ(body_messages({}, {}, {0x1f, 0x40, 0x01, 0x02, 0x00, 0x0b, 0x0b}),
            "");
  EXPECT_EQ(body_messages({}, {}, {0x1f, 0x40, 0x01, 0x04, 0x00, 0x0b, 0x0b}),
            error("+0x21: func 0 'f': malformed catch 0x04"));
  EXPECT_EQ(body_messages({}, {}, {0x1f, 0x40, 0x01, 0x00, 0, 0, 0x0b, 0x0b}),
            error("+0x1e: func 0 'f': unknown tag 0 (there are 0)"));
  // catch_all_ref passes an exnref, which the function's end does not take.
  EXPECT_EQ(body_messages({}, {}, {0x1f, 0x40, 0x01, 0x03, 0x00, 0x0b, 0x0b}),
            error("+0x1e: func 0 'f': type mismatch: label 0 of a catch (got "
                  "func ((ref exn)), expected func ())"));
  // try catch_all rethrow 0 end
  EXPECT_EQ(body_messages({}, {}, {0x06, 0x40, 0x19, 0x09, 0, 0x0b, 0x0b}), "");
  EXPECT_EQ(body_messages({}, {}, {0x06, 0x40, 0x09, 0, 0x19, 0x0b, 0x0b}),
            error("+0x20: func 0 'f': invalid rethrow label 0 (expected a "
                  "catch)"));
  EXPECT_EQ(body_messages({}, {}, {0x02, 0x40, 0x19, 0x0b, 0x0b}),
            error("+0x20: func 0 'f': END opcode expected: catch_all without "
                  "try"));
  EXPECT_EQ(body_messages({}, {}, {0x06, 0x40, 0x18, 0x05, 0x0b}),
            error("+0x20: func 0 'f': unknown label 5 (there are 1)"));
  EXPECT_EQ(body_messages({}, {}, {0x06, 0x40, 0x19, 0x18, 0x00, 0x0b}),
            error("+0x21: func 0 'f': END opcode expected: delegate without "
                  "try"));
}

TEST(Function, Atomics) {
  EXPECT_EQ(body_messages({}, {}, {0xfe, 0x03, 0x00, 0x0b}), "");
  EXPECT_EQ(body_messages({}, {}, {0xfe, 0x03, 0x01, 0x0b}),
            error("+0x20: func 0 'f': zero byte expected as the memory order "
                  "of atomic.fence (got 0x01)"));
  EXPECT_EQ(body_messages({}, {}, {0xfe, 0x04, 0x0b}),
            error("+0x1e: func 0 'f': illegal opcode fe 04"));
}

TEST(Function, Vectors) {
  auto shuffle = [](uint8_t last) {
    Bytes code = {0x20, 0, 0x20, 0, 0xfd, 0x0d};
    code.insert(code.end(), 15, 0);
    code.insert(code.end(), {last, 0x1a, 0x0b});
    return code;
  };
  Bytes local = {0x01, 0x01, 0x7b};
  EXPECT_EQ(body_messages({}, {}, shuffle(31), local), "");
  EXPECT_EQ(body_messages({}, {}, shuffle(32), local),
            error("+0x24: func 0 'f': invalid lane index of i8x16.shuffle (got "
                  "32, expected less than 32)"));
  EXPECT_EQ(body_messages({}, {}, {0x20, 0, 0xfd, 0x1b, 4, 0x1a, 0x0b}, local),
            error("+0x22: func 0 'f': invalid lane index of i32x4.extract_lane "
                  "(got 4, expected less than 4)"));
  EXPECT_EQ(body_messages({}, {}, {0x20, 0, 0xfd, 0x61, 0x1a, 0x0b}, local),
            "");
  EXPECT_EQ(body_messages({}, {}, {0x41, 0, 0xfd, 0x61, 0x1a, 0x0b}),
            error("+0x20: func 0 'f': type mismatch: operand of i8x16.neg (got "
                  "i32, expected v128)"));
}

TEST(Function, MemoryAccess) {
  auto with_memory = [](const Bytes& limits, const Bytes& code) {
    return messages(
        module_of({types({func_type({}, {})}), section(3, {1, 0}),
                   section(5, concat({{1}, limits})),
                   section(10, concat({{1}, sized(concat({{0}, code}))}))}));
  };
  EXPECT_EQ(with_memory({0, 1}, {0x41, 0, 0x28, 3, 0, 0x1a, 0x0b}),
            error("+0x1e: func 0: alignment must not be larger than natural "
                  "(i32.load with 2 to the power of 3, limit 2)"));
  EXPECT_EQ(with_memory({0, 1}, {0x41, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10,
                                 0x1a, 0x0b}),
            error("+0x1e: func 0: offset out of range: i32.load with offset "
                  "4294967296 in a 32-bit memory"));
  // Atomic accesses are aligned, neither more nor less.
  EXPECT_EQ(with_memory({0, 1}, {0x41, 0, 0xfe, 0x10, 2, 0, 0x1a, 0x0b}), "");
  EXPECT_EQ(with_memory({0, 1}, {0x41, 0, 0xfe, 0x10, 1, 0, 0x1a, 0x0b}),
            error("+0x1e: func 0: alignment must be equal to natural "
                  "(i32.atomic.load with 2 to the power of 1, expected 2)"));
  // The same offset in a 64-bit memory, with an address of its type.
  EXPECT_EQ(with_memory({4, 1}, {0x42, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10,
                                 0x1a, 0x0b}),
            "");
  EXPECT_EQ(with_memory({4, 1}, {0x41, 0, 0x28, 2, 0, 0x1a, 0x0b}),
            error("+0x1e: func 0: type mismatch: operand of i32.load (got "
                  "i32, expected i64)"));
  EXPECT_EQ(with_memory({0, 1}, {0xfc, 0x09, 0, 0x0b}),
            error("+0x1c: func 0: data count section required"));
}

TEST(Function, GlobalsAndReferences) {
  Bytes constant = section(6, {1, kI32, 0, 0x41, 0, 0x0b});
  EXPECT_EQ(messages(module_of(
                {types({func_type({}, {})}), section(3, {1, 0}), constant,
                 section(10, {1, 6, 0, 0x41, 0, 0x24, 0, 0x0b})})),
            error("+0x21: func 0: immutable global 0 cannot be set"));
  EXPECT_EQ(messages(module_of({types({func_type({}, {})}), section(3, {1, 0}),
                                section(10, {1, 5, 0, 0xd2, 0, 0x1a, 0x0b})})),
            error("+0x17: func 0: undeclared function reference 0 (it needs "
                  "an export, an element segment or a global that names it)"));
}

TEST(Function, TailCallsNeedTheResults) {
  Bytes bytes = module_of(
      {types({func_type({}, {}), func_type({}, {kI32})}), section(3, {2, 0, 1}),
       section(10, {2, 4, 0, 0x12, 1, 0x0b, 4, 0, 0x41, 0, 0x0b})});
  EXPECT_EQ(messages(bytes),
            error("+0x1c: func 0: type mismatch: results of a tail call (got "
                  "func () -> i32, expected those of func ())"));
}

TEST(Function, BranchTables) {
  EXPECT_EQ(body_messages({}, {},
                          {0x02, kI32, 0x41, 0, 0x41, 0, 0x0e, 1, 0, 1, 0x0b,
                           0x1a, 0x0b}),
            error("+0x24: func 0 'f': type mismatch: labels of br_table take "
                  "different numbers of values (got 1, expected 0)"));
  EXPECT_EQ(body_messages({}, {}, {0x41, 0, 0x0e, 2, 0, 3, 0, 0x0b}),
            error("+0x20: func 0 'f': unknown label 3 (there are 1)"));
}

TEST(Function, ReachableFlags) {
  // block, br 0, (block, nop, end), i32.add, drop, end, nop, end
  FunctionBody body =
      body_of(function_module({}, {},
                              {0x02, 0x40, 0x0c, 0, 0x02, 0x40, 0x01, 0x0b,
                               0x6a, 0x1a, 0x0b, 0x01, 0x0b}));
  std::vector<bool> reachable;
  for (const Instruction& instruction : body.code) {
    reachable.push_back(instruction.reachable);
  }
  EXPECT_EQ(reachable, (std::vector<bool>{true, true, false, false, false,
                                          false, false, true, true, true}));
}

TEST(Function, ReachableFlagsOfIf) {
  // local.get 0, if, unreachable, else, nop, end, end
  FunctionBody body = body_of(function_module(
      {kI32}, {}, {0x20, 0, 0x04, 0x40, 0x00, 0x05, 0x01, 0x0b, 0x0b}));
  ASSERT_EQ(body.code.size(), 7u);
  for (const Instruction& instruction : body.code) {
    EXPECT_TRUE(instruction.reachable) << to_string(instruction.opcode);
  }
}

TEST(Function, AnnotatesTypes) {
  // f32.const 0, f32.const 0, i32.const 0, select, drop, ref.null func,
  // ref.is_null, drop, end
  FunctionBody body =
      body_of(function_module({}, {},
                              {0x43, 0, 0, 0, 0, 0x43, 0, 0, 0, 0, 0x41, 0,
                               0x1b, 0x1a, 0xd0, 0x70, 0xd1, 0x1a, 0x0b}));
  ASSERT_EQ(body.code.size(), 9u);
  EXPECT_EQ(body.code[3].results, std::vector<ValType>{ValType::kF32});
  EXPECT_EQ(body.code[4].results, std::vector<ValType>{ValType::kF32});
  EXPECT_EQ(body.code[5].results, std::vector<ValType>{kFuncRef});
  EXPECT_EQ(body.code[6].results, std::vector<ValType>{kFuncRef});
  EXPECT_EQ(body.code[7].results, std::vector<ValType>{ValType::kI32});
}

TEST(Function, BlocksCarryTheirSignature) {
  // block (type 0) end, with type 0: (i32) -> (i32), in a function of it.
  FunctionBody body = body_of(
      function_module({kI32}, {kI32}, {0x20, 0, 0x02, 0x00, 0x0b, 0x0b}));
  ASSERT_EQ(body.code.size(), 4u);
  EXPECT_EQ(body.code[1].params, std::vector<ValType>{ValType::kI32});
  EXPECT_EQ(body.code[1].results, std::vector<ValType>{ValType::kI32});
  EXPECT_EQ(body.locals, std::vector<ValType>{ValType::kI32});
}

TEST(Function, IndexOrderIsThatOfTheText) {
  Bytes bytes = module_of(
      {types({func_type({}, {}), func_type({kI32}, {})}), section(3, {1, 0}),
       section(4, {2, kFunc, 0, 1, kFunc, 0, 1}), section(12, {1}),
       section(10,
               concat({{1}, sized({0, 0x41, 0, 0x41, 1, 0x11, 1, 1, 0x0b})})),
       section(11, {1, 1, 0})});
  FunctionBody body = body_of(bytes);
  ASSERT_EQ(body.code.size(), 4u);
  EXPECT_EQ(body.code[2].opcode, Opcode::kCallIndirect);
  EXPECT_EQ(body.code[2].index, 1u);   // table
  EXPECT_EQ(body.code[2].index2, 1u);  // type
}

TEST(Function, DeepNestingNeedsNoStack) {
  constexpr size_t kDepth = 200'000;
  Bytes code;
  for (size_t i = 0; i < kDepth; ++i) code.insert(code.end(), {0x02, 0x40});
  code.insert(code.end(), kDepth + 1, 0x0b);
  EXPECT_EQ(body_messages({}, {}, code), "");
}

}  // namespace
}  // namespace wasm2mpy::wasm
