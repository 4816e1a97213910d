#include <gtest/gtest.h>

#include "wasm/opcode.h"
#include "wasm/subtyping.h"
#include "wasm/types.h"

namespace wasm2mpy::wasm {
namespace {

ValType index_ref(uint32_t index, bool nullable) {
  return ValType::ref(HeapType::index(index), nullable);
}

SubType function(std::vector<ValType> params, std::vector<ValType> results) {
  SubType type;
  type.func = {std::move(params), std::move(results)};
  return type;
}

SubType structure(std::vector<FieldType> fields) {
  SubType type;
  type.composite = SubType::kStruct;
  type.fields = std::move(fields);
  return type;
}

// Appends a recursion group and returns the index of its first type.
uint32_t add_group(TypeCanonicalizer& canonicalizer,
                   std::vector<SubType>& types, std::vector<SubType> group) {
  auto start = uint32_t(types.size());
  auto size = uint32_t(group.size());
  types.insert(types.end(), group.begin(), group.end());
  canonicalizer.add_group(types, start, size);
  return start;
}

TEST(Types, TextIsThatOfTheTextFormat) {
  EXPECT_EQ(to_string(ValType(ValType::kI32)), "i32");
  EXPECT_EQ(to_string(kFuncRef), "funcref");
  EXPECT_EQ(to_string(kExternRef), "externref");
  EXPECT_EQ(to_string(ValType::ref(HeapType::kFunc, false)), "(ref func)");
  EXPECT_EQ(to_string(ValType::ref(HeapType::kNone, true)), "nullref");
  EXPECT_EQ(to_string(index_ref(3, true)), "(ref null 3)");
  EXPECT_EQ(to_string(index_ref(3, false)), "(ref 3)");
}

TEST(Types, FunctionText) {
  EXPECT_EQ(to_string(FuncType{}), "func ()");
  EXPECT_EQ(
      to_string(FuncType{{ValType::kI32, ValType::kI64}, {ValType::kF32}}),
      "func (i32, i64) -> f32");
  EXPECT_EQ(to_string(FuncType{{}, {ValType::kF32, kFuncRef}}),
            "func () -> (f32, funcref)");
}

TEST(Canonical, EqualTypesShareAnIndex) {
  TypeCanonicalizer canonicalizer;
  std::vector<SubType> types;
  add_group(canonicalizer, types, {function({ValType::kI32}, {})});
  add_group(canonicalizer, types, {function({}, {ValType::kI32})});
  add_group(canonicalizer, types, {function({ValType::kI32}, {})});
  EXPECT_EQ(types[0].canonical, 0u);
  EXPECT_EQ(types[1].canonical, 1u);
  EXPECT_EQ(types[2].canonical, 0u);
}

TEST(Canonical, FinalityAndSupertypesMatter) {
  TypeCanonicalizer canonicalizer;
  std::vector<SubType> types;
  SubType open = function({}, {});
  open.is_final = false;
  add_group(canonicalizer, types, {open});
  add_group(canonicalizer, types, {function({}, {})});
  SubType derived = function({}, {});
  derived.supertypes = {0};
  add_group(canonicalizer, types, {derived});
  EXPECT_EQ(types[1].canonical, 1u);
  EXPECT_EQ(types[2].canonical, 2u);
}

TEST(Canonical, RecursionIsComparedByPlaceInTheGroup) {
  TypeCanonicalizer canonicalizer;
  std::vector<SubType> types;
  // Types 0 and 1 refer to each other, and so do 2 and 3.
  add_group(
      canonicalizer, types,
      {function({index_ref(1, true)}, {}), function({index_ref(0, true)}, {})});
  add_group(
      canonicalizer, types,
      {function({index_ref(3, true)}, {}), function({index_ref(2, true)}, {})});
  // Alone, a type that refers to itself is another type.
  add_group(canonicalizer, types, {function({index_ref(4, true)}, {})});
  EXPECT_EQ(types[2].canonical, 0u);
  EXPECT_EQ(types[3].canonical, 1u);
  EXPECT_EQ(types[4].canonical, 4u);
  // A reference to an earlier type is compared by that type's equivalence.
  add_group(canonicalizer, types, {function({index_ref(1, true)}, {})});
  add_group(canonicalizer, types, {function({index_ref(3, true)}, {})});
  EXPECT_EQ(types[5].canonical, 5u);
  EXPECT_EQ(types[6].canonical, 5u);
  EXPECT_TRUE(is_equivalent(types, index_ref(5, true), index_ref(6, true)));
}

TEST(Subtyping, References) {
  std::vector<SubType> types;
  TypeCanonicalizer canonicalizer;
  SubType base = function({}, {});
  base.is_final = false;
  add_group(canonicalizer, types, {base});
  SubType derived = function({}, {});
  derived.supertypes = {0};
  add_group(canonicalizer, types, {derived});
  add_group(canonicalizer, types, {structure({})});

  EXPECT_TRUE(is_subtype(types, index_ref(1, false), index_ref(0, true)));
  EXPECT_FALSE(is_subtype(types, index_ref(0, false), index_ref(1, false)));
  EXPECT_FALSE(is_subtype(types, index_ref(0, true), index_ref(0, false)));
  EXPECT_TRUE(is_subtype(types, index_ref(1, false), kFuncRef));
  EXPECT_FALSE(is_subtype(types, index_ref(2, false), kFuncRef));
  ValType null_func = ValType::ref(HeapType::kNoFunc, true);
  EXPECT_TRUE(is_subtype(types, null_func, index_ref(1, true)));
  EXPECT_FALSE(is_subtype(types, null_func, index_ref(2, true)));
  EXPECT_FALSE(is_subtype(types, kFuncRef, kExternRef));
  EXPECT_TRUE(is_subtype(types, HeapType(HeapType::kI31), HeapType::kEq));
  EXPECT_TRUE(is_subtype(types, HeapType(HeapType::kNone), HeapType::kI31));
  EXPECT_FALSE(is_subtype(types, HeapType(HeapType::kAny), HeapType::kEq));
  EXPECT_FALSE(is_subtype(types, HeapType(HeapType::kI31), HeapType::kStruct));
  EXPECT_TRUE(is_subtype(types, HeapType::index(2), HeapType::kEq));
}

TEST(Subtyping, DeclaredSupertypes) {
  std::vector<SubType> types;
  auto matches = [&](const SubType& a, const SubType& b) {
    return composite_matches(types, a, b);
  };
  ValType non_null = ValType::ref(HeapType::kFunc, false);
  // Parameters may widen, results may narrow.
  EXPECT_TRUE(matches(function({kFuncRef}, {non_null}),
                      function({non_null}, {kFuncRef})));
  EXPECT_FALSE(matches(function({non_null}, {}), function({kFuncRef}, {})));
  EXPECT_FALSE(matches(function({}, {}), function({ValType::kI32}, {})));
  FieldType constant = {ValType::kI32, false};
  FieldType variable = {ValType::kI32, true};
  EXPECT_TRUE(matches(structure({constant, variable}), structure({constant})));
  EXPECT_FALSE(matches(structure({constant}), structure({variable})));
  EXPECT_FALSE(matches(structure({}), structure({constant})));
  EXPECT_TRUE(
      matches(structure({{non_null, false}}), structure({{kFuncRef, false}})));
  EXPECT_FALSE(
      matches(structure({{non_null, true}}), structure({{kFuncRef, true}})));
}

TEST(Opcodes, TableIsConsistent) {
#define OPCODE(id, prefix, code, text, immediates, signature, feature) \
  EXPECT_EQ(find_opcode(prefix, code), Opcode::k##id);                 \
  EXPECT_EQ(to_string(Opcode::k##id), text);
#include "wasm/opcodes.def"
#undef OPCODE
  EXPECT_EQ(find_opcode(0, 0xff), std::nullopt);
  EXPECT_EQ(find_opcode(0xfc, 18), std::nullopt);
  EXPECT_EQ(find_opcode(0xfb, 31), std::nullopt);
  EXPECT_EQ(find_opcode(0xfc, 0xffff'ffff), std::nullopt);
  EXPECT_EQ(find_opcode(0xfd, 0x113), Opcode::kI32x4RelaxedDotI8x16I7x16AddS);
  EXPECT_EQ(find_opcode(0xfd, 0x114), std::nullopt);
  EXPECT_EQ(access_size_log2(Immediates::kMemArg64), 3);
}

}  // namespace
}  // namespace wasm2mpy::wasm
