// Exact error texts of the module reader, one or two for each section.
#include <gtest/gtest.h>

#include "wasm/reader.h"
#include "wasm_builder.h"

namespace wasm2mpy::wasm {
namespace {

const Bytes kVoidType = func_type({}, {});

TEST(Reader, EmptyModule) { EXPECT_EQ(messages(module_of({})), ""); }

TEST(Reader, Header) {
  EXPECT_EQ(messages({}),
            error("+0x0: unexpected end while reading magic header"));
  EXPECT_EQ(messages({'/', '*', ' ', 'a', 'b', 'c', 'd', 'e'}),
            error("+0x0: magic header not detected (got 0x61202a2f, expected "
                  "0x6d736100): not a WebAssembly binary module"));
  EXPECT_EQ(messages({0, 'a', 's', 'm', 2, 0, 0, 0}),
            error("+0x4: unknown binary version 0x2 (expected 1)"));
  EXPECT_EQ(messages({0, 'a', 's', 'm', 0x0d, 0, 1, 0}),
            error("+0x4: unknown binary version 0x1000d, a component "
                  "(expected 1)"));
}

TEST(Reader, SectionFrames) {
  EXPECT_EQ(messages(module_of({section(14, {})})),
            error("+0x8: malformed section id 14"));
  EXPECT_EQ(messages(module_of({{0x01, 0x05, 0x00}})),
            error("+0x8: type section: length out of bounds (section of 5 "
                  "bytes, 1 left)"));
  EXPECT_EQ(messages(module_of({section(1, {0x00, 0x00})})),
            error("+0xb: type section: section size mismatch (1 bytes left)"));
  EXPECT_EQ(messages(module_of({section(3, {0}), section(1, {0})})),
            error("+0xb: type section: unexpected content after last section: "
                  "section is repeated or out of order"));
  EXPECT_EQ(messages(module_of({section(5, {0x01})})),
            error("+0xa: memory section: unexpected end of section or "
                  "function: 1 entries announced, 0 bytes left"));
}

TEST(Reader, Types) {
  EXPECT_EQ(messages(module_of({types({{0x40}})})),
            error("+0xb: type section: malformed type 0x40 (expected func, "
                  "struct, array, sub or rec)"));
  EXPECT_EQ(messages(module_of({types({func_type({0x41}, {})})})),
            error("+0xd: type section: malformed value type 0x41 for "
                  "parameter"));
  // (func (param (ref 1))) as the only type.
  EXPECT_EQ(messages(module_of({types({{0x60, 0x01, 0x64, 0x01, 0x00}})})),
            error("+0xb: type section: unknown type 1 (there are 1)"));
  EXPECT_EQ(messages(module_of({types({{0x50, 0x01, 0x00, 0x60, 0, 0}})})),
            error("+0xb: type section: unknown type 0 as the supertype of "
                  "type 0 (it must come before)"));
  EXPECT_EQ(
      messages(module_of({types({kVoidType, {0x50, 0x01, 0, 0x60, 0, 0}})})),
      error("+0xe: type section: sub type 1 does not match its supertype 0, "
            "which is final"));
}

// A number that runs over the end of its section or body is judged by the
// bytes behind it.
TEST(Reader, NumbersOverTheEnd) {
  EXPECT_EQ(messages(module_of({section(3, {0x81}), {0x80, 0, 0}})),
            error("+0xb: function section: unexpected end of section or "
                  "function while reading function count"));
  EXPECT_EQ(
      messages(module_of({section(3, {0x81, 0x80}), {0x80, 0x80, 0x80, 0x00}})),
      error("+0xa: function section: integer representation too long "
            "for function count (5 bytes at most)"));
  EXPECT_EQ(messages(module_of({section(3, {0x81, 0x80}), {0x80, 0x80, 0x10}})),
            error("+0xa: function section: integer too large for function "
                  "count (32 bits at most)"));
  // A body that ends within its i32.const.
  EXPECT_EQ(
      messages(module_of({types({kVoidType}), section(3, {1, 0}),
                          section(10, {1, 4, 0, 0x41, 0x80, 0x80, 0x80, 0x80,
                                       0x80, 0, 0x0b})})),
      error("+0x18: func 0: integer representation too long for i32 constant "
            "(5 bytes at most)"));
  // An export section that holds less than its count says.
  EXPECT_EQ(messages(module_of({types({kVoidType}), section(3, {1, 0}),
                                section(7, {2, 1, 'f', 0, 0})})),
            error("+0x19: export 1: length out of bounds: unexpected end of "
                  "section or function while reading the length of the "
                  "name"));
}

TEST(Reader, FunctionSubtypes) {
  Bytes open = {0x50, 0x00, 0x60, 0, 0};
  Bytes sub = {0x4f, 0x01, 0x00, 0x60, 0, 0};
  EXPECT_EQ(messages(module_of({types({open, open}), section(3, {1, 0}),
                                section(10, {1, 2, 0, 0x0b})})),
            "");
  EXPECT_EQ(messages(module_of({types({open, sub})})), "");
  // What is wrong comes first.
  EXPECT_NE(messages(module_of({types({open, sub}), section(8, {0})}))
                .find("unknown function 0"),
            std::string::npos);
  // Recursion alone is no subtyping: two functions with each other's type.
  EXPECT_EQ(messages(module_of({types({{0x4e, 2,              //
                                        0x60, 1, 0x64, 1, 0,  //
                                        0x60, 1, 0x64, 0, 0}})})),
            "");
}

TEST(Reader, TypesOfUnsupportedProposalsMayStandUnused) {
  Bytes structure = {0x5f, 0x01, 0x78, 0x01};
  Bytes vector_function = func_type({0x7b}, {0x6e});
  EXPECT_EQ(messages(module_of({types({structure, vector_function})})), "");
}

TEST(Reader, Imports) {
  Bytes start = concat({{0x01}, name("env"), name("f")});
  EXPECT_EQ(messages(module_of({section(2, concat({start, {0x05}}))})),
            error("+0x11: import 0: malformed import kind 0x05"));
  EXPECT_EQ(messages(module_of({section(2, concat({start, {0x00, 0x00}}))})),
            error("+0x12: import 0: unknown type 0 (there are 0)"));
  Bytes bad_name = concat({{0x01}, name("env"), name("\xff"), {0x00, 0x00}});
  EXPECT_EQ(messages(module_of({section(2, bad_name)})),
            error("+0xf: import 0: malformed UTF-8 encoding of the name"));
}

TEST(Reader, GroupsOfImports) {
  Bytes env = concat({{0x01}, name("env"), name("")});
  auto with_type = [](const Bytes& imports) {
    return messages(module_of({types({kVoidType}), section(2, imports)}));
  };
  // Of any length, none included.
  Bytes two = concat({name("f"), {0, 0}, name("g"), {0, 0}});
  EXPECT_EQ(with_type(concat({env, {0x7f, 2}, two})), "");
  EXPECT_EQ(with_type(concat({env, {0x7f, 0}})), "");
  EXPECT_EQ(with_type(concat({env, {0x7e, 0, 0, 2}, name("f"), name("g")})),
            "");
  EXPECT_EQ(with_type(concat({env, {0x7e, 0, 0, 0}})), "");
  // An empty name begins a group only before these numbers, and no other does.
  EXPECT_EQ(with_type(concat({env, {0, 0}})), "");
  EXPECT_EQ(with_type(concat({{0x01}, name("env"), name("f"), {0x7f, 0}})),
            error("+0x17: import 0: malformed import kind 0x7f"));
  // What is wrong is told of the import within.
  EXPECT_EQ(
      with_type(concat({env, {0x7f, 2}, name("f"), {0, 0}, name("g"), {0, 1}})),
      error("+0x1f: import 1: unknown type 1 (there are 1)"));
  EXPECT_EQ(with_type(concat({env, {0x7e, 0, 1, 0}})),
            error("+0x18: import 0: unknown type 1 (there are 1)"));
  EXPECT_EQ(with_type(concat({env, {0x7f, 9}})),
            error("+0x17: import 0: unexpected end of section or function: 9 "
                  "entries announced, 0 bytes left"));
}

// A byte for each import must not become a long name for each.
TEST(Reader, GroupsOfImportsWithLongNames) {
  Bytes imports = concat({{0x01},
                          name(std::string(100'000, 'm')),
                          name(""),
                          {0x7e, 0, 0},
                          leb(1000),
                          Bytes(1000, 0)});
  EXPECT_EQ(messages(module_of({types({kVoidType}), section(2, imports)})),
            error("+0x186ba: import 0: too many bytes of module names (limit "
                  "67108864)"));
}

TEST(Reader, Limits) {
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x10, 0x00})})),
            error("+0xb: memory 0: malformed limits flags 0x10"));
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x01, 0x02, 0x01})})),
            error("+0xb: memory 0: size minimum must not be greater than "
                  "maximum (got 2 and 1)"));
  EXPECT_EQ(
      messages(module_of({section(5, {0x01, 0x00, 0x81, 0x80, 0x04})})),
      error("+0xb: memory 0: memory size must be at most 65536 pages of 65536 "
            "bytes (got 65537)"));
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x08, 0x01, 0x03})})),
            error("+0xb: memory 0: invalid custom page size (got 2 to the "
                  "power of 3, expected 1 or 65536)"));
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x08, 0x01, 0x00})})), "");
  // Without its fields, bit 3 is malformed as it is in WebAssembly 3.0.
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x08})})),
            error("+0xb: memory 0: malformed limits flags 0x08: no custom page "
                  "size follows"));
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x09, 0x01, 0x02})})),
            error("+0xb: memory 0: malformed limits flags 0x09: no custom page "
                  "size follows"));
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x03, 0x01, 0x01})})), "");
  EXPECT_EQ(messages(module_of({section(5, {0x01, 0x02, 0x01})})),
            error("+0xb: memory 0: shared memory must have maximum"));
}

TEST(Reader, Tables) {
  EXPECT_EQ(messages(module_of({section(4, {0x01, 0x64, 0x70, 0x00, 0x01})})),
            error("+0xb: table 0: type mismatch: table of (ref func) needs an "
                  "initial value"));
  EXPECT_EQ(messages(module_of({section(4, {0x01, kI32, 0x00, 0x01})})),
            error("+0xb: table 0: malformed reference type 0x7f for table "
                  "element"));
}

TEST(Reader, Globals) {
  EXPECT_EQ(messages(module_of({section(6, {0x01, kI32, 0x02})})),
            error("+0xc: global 0: malformed mutability 0x02 (expected 0 or "
                  "1)"));
  EXPECT_EQ(
      messages(module_of({section(6, {0x01, kI32, 0, 0x42, 0x00, 0x0b})})),
      error("+0xd: global 0: type mismatch: initial value of the global (got "
            "i64, expected i32)"));
  EXPECT_EQ(
      messages(
          module_of({section(6, {0x01, kI32, 0, 0x41, 0x01, 0x67, 0x0b})})),
      error("+0xf: global 0: constant expression required for the initial "
            "value of the global (got i32.clz)"));
  EXPECT_EQ(messages(module_of({section(6, {0x01, kI32, 0, 0x23, 0, 0x0b})})),
            error("+0xd: global 0: unknown global 0 in the initial value of "
                  "the global (0 stand before it)"));
  // A mutable global, then one that reads it.
  EXPECT_EQ(
      messages(module_of({section(
          6, {0x02, kI32, 1, 0x41, 0, 0x0b, kI32, 0, 0x23, 0, 0x0b})})),
      error("+0x12: global 1: constant expression required for the initial "
            "value of the global (global 0 is mutable)"));
}

TEST(Reader, ExtendedConstantExpressions) {
  // i32.const 2, global.get 0, i32.mul, in a global after a constant one.
  EXPECT_EQ(
      messages(module_of({section(6, {0x02, kI32, 0, 0x41, 21, 0x0b, kI32, 0,
                                      0x41, 2, 0x23, 0, 0x6c, 0x0b})})),
      "");
  EXPECT_EQ(
      messages(module_of({section(6, {0x01, kI32, 0, 0x41, 2, 0x6a, 0x0b})})),
      error("+0xf: global 0: type mismatch: operand of i32.add (got "
            "nothing, expected i32)"));
}

TEST(Reader, Exports) {
  Bytes global = section(6, {0x01, kI32, 0x00, 0x41, 0x00, 0x0b});
  Bytes entry = concat({name("a\n"), {0x03, 0x00}});
  EXPECT_EQ(
      messages(module_of({global, section(7, concat({{0x02}, entry, entry}))})),
      error("+0x18: export 1: duplicate export name 'a\\x0a'"));
  EXPECT_EQ(messages(module_of({section(7, {0x01, 0x00, 0x02, 0x07})})),
            error("+0xc: export 0: unknown memory 7 (there are 0)"));
}

TEST(Reader, Start) {
  Bytes type = types({func_type({kI32}, {})});
  Bytes import = section(2, concat({{1}, name("m"), name("f"), {0, 0}}));
  EXPECT_EQ(messages(module_of({type, import, section(8, {0x00})})),
            error("+0x1a: start section: start function has parameters or "
                  "results (got func (i32), expected func ())"));
  EXPECT_EQ(messages(module_of({section(8, {0x03})})),
            error("+0xa: start section: unknown function 3 (there are 0)"));
}

TEST(Reader, Segments) {
  Bytes table = section(4, {0x01, kFunc, 0x00, 0x01});
  EXPECT_EQ(messages(module_of({section(9, {0x01, 0x00, 0x41, 0, 0x0b, 0})})),
            error("+0xb: elem segment 0: unknown table 0 (there are 0)"));
  EXPECT_EQ(
      messages(module_of({table, section(9, {1, 0, 0x41, 0, 0x0b, 1, 5})})),
      error("+0x16: elem segment 0: unknown function 5 (there are 0)"));
  EXPECT_EQ(messages(module_of({table, section(9, {0x01, 0x08})})),
            error("+0x11: elem segment 0: malformed elements segment kind 8 "
                  "(expected 0 to 7)"));
  EXPECT_EQ(messages(module_of({section(12, {2}), section(11, {1, 1, 0})})),
            error("+0xd: data section: data count and data section have "
                  "inconsistent lengths (2 announced, 1 found)"));
  EXPECT_EQ(messages(module_of({section(11, {1, 0, 0x41, 0, 0x0b, 0})})),
            error("+0xb: data segment 0: unknown memory 0 (there are 0)"));
}

TEST(Reader, CodeSection) {
  Bytes type = types({kVoidType});
  EXPECT_EQ(messages(module_of({type, section(3, {1, 0})})),
            error("+0x12: function and code section have inconsistent lengths "
                  "(1 functions, 0 bodies)"));
  EXPECT_EQ(
      messages(module_of({type, section(3, {1, 0}), section(10, {1, 1, 0})})),
      error("+0x17: func 0: unexpected end of section or function: END opcode "
            "expected"));
  // The size of section and body is one too small.
  EXPECT_EQ(messages(module_of(
                {type, section(3, {1, 0}), section(10, {1, 1, 0}), {0x0b}})),
            error("+0x17: func 0: section size mismatch: END opcode "
                  "expected"));
}

TEST(Reader, Tags) {
  EXPECT_EQ(messages(module_of({types({kVoidType}), section(13, {1, 0, 0})})),
            "");
  EXPECT_EQ(messages(module_of({types({kVoidType}), section(13, {1, 0, 0}),
                                section(7, {1, 0, 4, 1})})),
            error("+0x17: export 0: unknown tag 1 (there are 1)"));
}

TEST(Reader, UnsupportedTypes) {
  EXPECT_EQ(messages(module_of({section(6, {1, 0x6e, 0, 0xd0, 0x6e, 0x0b})})),
            "");
}

TEST(Reader, HugeCountsAllocateNothing) {
  Bytes huge = {0xff, 0xff, 0xff, 0xff, 0x0f};
  for (uint8_t id : {1, 2, 3, 4, 5, 6, 7, 9, 10, 11}) {
    EXPECT_NE(messages(module_of({section(id, huge)})), "") << int{id};
  }
}

TEST(Reader, Names) {
  Bytes functions = concat({{0x01, 0x00}, name("inner")});
  Bytes custom = concat({name("name"), concat({{0x00}, sized(name("mod"))}),
                         concat({{0x01}, sized(functions)})});
  Bytes base = function_module({}, {}, {0x0b});
  Diagnostics diagnostics;
  Bytes named = concat({base, section(0, custom)});
  Result<Module> module = read_module(named, "t.wasm", diagnostics);
  ASSERT_TRUE(module);
  EXPECT_EQ(module->names.module, "mod");
  EXPECT_EQ(module->function_name(0), "inner");

  // Broken in its last byte: as if there were none.
  custom.pop_back();
  Bytes broken = concat({base, section(0, custom)});
  module = read_module(broken, "t.wasm", diagnostics);
  ASSERT_TRUE(module);
  EXPECT_EQ(module->names.module, std::nullopt);
  EXPECT_EQ(module->function_name(0), "f");
  EXPECT_FALSE(diagnostics.has_errors());
}

TEST(Reader, DeclaredReferences) {
  // Functions 0 to 3; 1 is exported, 2 stands in a segment, 3 in a global.
  Bytes bytes = module_of(
      {types({kVoidType}), section(3, {4, 0, 0, 0, 0}),
       section(6, {1, kFunc, 0, 0xd2, 3, 0x0b}),
       section(7, concat({{1}, name("x"), {0, 1}})),
       section(9, {1, 3, 0, 1, 2}),
       section(10, {4, 2, 0, 0x0b, 2, 0, 0x0b, 2, 0, 0x0b, 2, 0, 0x0b})});
  Diagnostics diagnostics;
  Result<Module> module = read_module(bytes, "t.wasm", diagnostics);
  ASSERT_TRUE(module) << diagnostics.to_string();
  EXPECT_EQ(module->declared_refs,
            (std::vector<bool>{false, true, true, true}));
  EXPECT_EQ(module->elements[0].mode, SegmentMode::kDeclarative);
  ASSERT_EQ(module->elements[0].items.size(), 1u);
  EXPECT_EQ(module->elements[0].items[0][0].opcode, Opcode::kRefFunc);
  EXPECT_EQ(module->elements[0].items[0][0].index, 2u);
}

}  // namespace
}  // namespace wasm2mpy::wasm
