// The compiler runtime that is embedded in the tool: for every architecture all
// that LLVM can call is there, links without anything from outside, and needs
// no writable data and no runtime relocation; whichever archive comes first.
#include <algorithm>
#include <format>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "link_fixture.h"
#include "target/compiler_runtime.h"

namespace wasm2mpy::link::test {
namespace {

using Names = std::vector<std::string>;

Names operator+(Names left, const Names& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

const Names kMemory = {"memcpy", "memmove", "memset", "memcmp"};

// Of cores with registers of 32 bits and names of their own for everything.
const Names kInteger = {"__udivdi3", "__divdi3",  "__umoddi3", "__moddi3",
                        "__ashldi3", "__lshrdi3", "__ashrdi3"};
const Names kSoftFloat = {
    "__addsf3",    "__subsf3",      "__mulsf3",      "__divsf3",
    "__adddf3",    "__subdf3",      "__muldf3",      "__divdf3",
    "__eqsf2",     "__nesf2",       "__ltsf2",       "__lesf2",
    "__gtsf2",     "__gesf2",       "__unordsf2",    "__eqdf2",
    "__nedf2",     "__ltdf2",       "__ledf2",       "__gtdf2",
    "__gedf2",     "__unorddf2",    "__fixsfsi",     "__fixunssfsi",
    "__fixsfdi",   "__fixunssfdi",  "__fixdfsi",     "__fixunsdfsi",
    "__fixdfdi",   "__fixunsdfdi",  "__floatsisf",   "__floatunsisf",
    "__floatdisf", "__floatundisf", "__floatsidf",   "__floatunsidf",
    "__floatdidf", "__floatundidf", "__extendsfdf2", "__truncdfsf2"};
const Names kBits = {"__clzsi2", "__clzdi2"};

const Names kArm = {"__aeabi_ldivmod", "__aeabi_uldivmod", "__aeabi_lmul",
                    "__aeabi_llsl",    "__aeabi_llsr",     "__aeabi_lasr",
                    "__aeabi_memcpy",  "__aeabi_memcpy4",  "__aeabi_memcpy8",
                    "__aeabi_memmove", "__aeabi_memset",   "__aeabi_memclr",
                    "__aeabi_memclr4", "__aeabi_memset8"};
// Without a divider.
const Names kArmDivision = {"__aeabi_idiv", "__aeabi_uidiv", "__aeabi_idivmod",
                            "__aeabi_uidivmod"};
// Only these conversions have no instruction on any of the cores.
const Names kArm64BitFloat = {"__aeabi_f2lz",  "__aeabi_f2ulz", "__aeabi_d2lz",
                              "__aeabi_d2ulz", "__aeabi_l2f",   "__aeabi_ul2f",
                              "__aeabi_l2d",   "__aeabi_ul2d"};
const Names kArmSingle = {"__aeabi_fadd",   "__aeabi_fsub",   "__aeabi_fmul",
                          "__aeabi_fdiv",   "__aeabi_fcmpeq", "__aeabi_fcmplt",
                          "__aeabi_fcmple", "__aeabi_fcmpgt", "__aeabi_fcmpge",
                          "__aeabi_fcmpun", "__aeabi_f2iz",   "__aeabi_f2uiz",
                          "__aeabi_i2f",    "__aeabi_ui2f"};
const Names kArmDouble = {
    "__aeabi_dadd",   "__aeabi_dsub",   "__aeabi_dmul",   "__aeabi_ddiv",
    "__aeabi_dcmpeq", "__aeabi_dcmplt", "__aeabi_dcmple", "__aeabi_dcmpgt",
    "__aeabi_dcmpge", "__aeabi_dcmpun", "__aeabi_d2iz",   "__aeabi_d2uiz",
    "__aeabi_i2d",    "__aeabi_ui2d",   "__aeabi_f2d",    "__aeabi_d2f"};

struct Needs {
  std::string_view arch;
  Names names;
};

std::vector<Needs> all_needs() {
  return {
      {"x86", kMemory + kInteger},
      {"x64", kMemory},
      {"armv6m", kMemory + kArm + kArmDivision + kArm64BitFloat + kArmSingle +
                     kArmDouble + kBits},
      {"armv7m", kMemory + kArm + kArm64BitFloat + kArmSingle + kArmDouble},
      {"armv7emsp", kMemory + kArm + kArm64BitFloat + kArmDouble},
      {"armv7emdp", kMemory + kArm + kArm64BitFloat},
      {"rv32imc", kMemory + kInteger + kSoftFloat + kBits},
      {"rv64imc", kMemory + kSoftFloat + kBits},
  };
}

// A call of a function from the section's offset, so that it reaches all.
struct CallForm {
  uint32_t type;
  Bytes code;
  bool with_addends;
};

CallForm call_form(const Target& target) {
  switch (target.elf_machine) {
    case target::ElfMachine::kArm:
      return {10, {0xff, 0xf7, 0xfe, 0xff}, false};
    case target::ElfMachine::kRiscv:
      return {19, {0x97, 0, 0, 0, 0xe7, 0x80, 0, 0}, true};
    case target::ElfMachine::k386:
      return {4, {0xe8, 0xfc, 0xff, 0xff, 0xff, 0x90, 0x90, 0x90}, false};
    default:
      return {4, {0xe8, 0, 0, 0, 0, 0x90, 0x90, 0x90}, true};
  }
}

// Links a function that calls all `names` with the runtime of `target`.
Outcome call_all(const Target& target, const Names& names, bool reverse) {
  CallForm form = call_form(target);
  ElfBuilder builder(target, form.with_addends);
  Bytes bytes;
  for (size_t i = 0; i < names.size(); ++i) {
    bytes.insert(bytes.end(), form.code.begin(), form.code.end());
  }
  uint16_t text =
      builder.section(".text.entry", kCode, bytes, {.alignment = 4});
  bool is_thumb = target.elf_machine == target::ElfMachine::kArm;
  bool is_x86 = form.type == 4;
  builder.symbol("entry", text, {.value = is_thumb ? 1u : 0u});
  for (size_t i = 0; i < names.size(); ++i) {
    uint32_t symbol = builder.undefined(names[i]);
    builder.relocate(text, i * form.code.size() + (is_x86 ? 1 : 0), form.type,
                     symbol, is_x86 ? -4 : 0);
  }
  std::vector<NamedBytes> archives;
  for (const CompilerRuntime& runtime : kCompilerRuntime) {
    if (runtime.arch != target.name) continue;
    archives.push_back({std::string(runtime.name) + ".a",
                        Bytes(runtime.bytes.begin(), runtime.bytes.end())});
  }
  if (reverse) std::ranges::reverse(archives);
  return run_link({{"a.o", builder.build()}}, archives, target);
}

TEST(LinkCompilerRuntime, EverythingIsThere) {
  for (const Needs& needs : all_needs()) {
    const Target& target = *target::find_target(needs.arch);
    for (bool reverse : {false, true}) {
      Outcome outcome = call_all(target, needs.names, reverse);
      EXPECT_TRUE(outcome.ok) << needs.arch << "\n" << outcome.messages;
      EXPECT_EQ(outcome.messages, "") << needs.arch;
    }
  }
}

TEST(LinkCompilerRuntime, EveryFunctionStandsAlone) {
  for (const Needs& needs : all_needs()) {
    const Target& target = *target::find_target(needs.arch);
    for (const std::string& name : needs.names) {
      for (bool reverse : {false, true}) {
        Outcome outcome = call_all(target, {name}, reverse);
        EXPECT_TRUE(outcome.ok) << needs.arch << "\n" << outcome.messages;
        bool is_listed = std::ranges::any_of(
            outcome.image.symbols,
            [&](const SymbolInfo& symbol) { return symbol.name == name; });
        EXPECT_TRUE(is_listed) << needs.arch << " " << name;
      }
    }
  }
}

uint64_t size_with(std::string_view arch, const std::string& name,
                   bool reverse) {
  Outcome outcome = call_all(*target::find_target(arch), {name}, reverse);
  return outcome.image.text.size();
}

// Bytes of text are a feature: what one function brings along.
TEST(LinkCompilerRuntime, Sizes) {
  EXPECT_LE(size_with("armv6m", "__aeabi_dadd", false), 720u);
  EXPECT_LE(size_with("armv6m", "__aeabi_ldivmod", false), 940u);
  EXPECT_LE(size_with("rv32imc", "__adddf3", false), 1100u);
  EXPECT_LE(size_with("rv32imc", "__divdi3", false), 630u);
  EXPECT_LE(size_with("armv7m", "__aeabi_ldivmod", false), 550u);
  // libgcc's are larger; where it comes first, it is what is taken.
  EXPECT_GT(size_with("rv32imc", "__divdi3", true),
            size_with("rv32imc", "__divdi3", false));
}

}  // namespace
}  // namespace wasm2mpy::link::test
