#include "options.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/diagnostics.h"

namespace wasm2mpy {
namespace {

using codegen::Emit;
using codegen::OptLevel;

// The options, or the text of the errors.
struct Parsed {
  Options options;
  std::string errors;
};

Parsed parse(std::vector<const char*> arguments) {
  Diagnostics diagnostics;
  Result<Options> options = Options::parse(arguments, diagnostics);
  EXPECT_EQ(options.has_value(), !diagnostics.has_errors());
  return {options.value_or(Options{}), diagnostics.to_string()};
}

TEST(OptionsTest, NeedsInputAndArchitectureOnly) {
  Parsed parsed = parse({"lib/fft.wasm", "--arch=x64"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.command, Command::kCompile);
  EXPECT_EQ(parsed.options.input, "lib/fft.wasm");
  EXPECT_EQ(parsed.options.output, "fft.mpy");
  EXPECT_EQ(parsed.options.target, target::find_target("x64"));
  EXPECT_EQ(parsed.options.level, codegen::Options{}.level);
  EXPECT_FALSE(parsed.options.stop_after.has_value());
  EXPECT_FALSE(parsed.options.stack_size.has_value());
  EXPECT_FALSE(parsed.options.growable_memory);
  EXPECT_FALSE(parsed.options.no_instance);
  EXPECT_FALSE(parsed.options.verbose);
  EXPECT_FALSE(parsed.options.time);
}

TEST(OptionsTest, TakesFlags) {
  Options options = parse({"-v", "--time", "--growable-memory", "--no-instance",
                           "a.wasm", "--arch=x64"})
                        .options;
  EXPECT_TRUE(options.verbose);
  EXPECT_TRUE(options.time);
  EXPECT_TRUE(options.growable_memory);
  EXPECT_TRUE(options.no_instance);
}

TEST(OptionsTest, TakesValuesInBothForms) {
  for (std::vector<const char*> arguments :
       {std::vector<const char*>{"a.wasm", "--arch=x64", "-o=b.mpy"},
        std::vector<const char*>{"--arch", "x64", "-o", "b.mpy", "a.wasm"}}) {
    Parsed parsed = parse(arguments);
    EXPECT_EQ(parsed.errors, "");
    EXPECT_EQ(parsed.options.input, "a.wasm");
    EXPECT_EQ(parsed.options.output, "b.mpy");
  }
}

TEST(OptionsTest, ValueMayContainEqualsSign) {
  EXPECT_EQ(parse({"a.wasm", "--arch=x64", "-o=b=c.mpy"}).options.output,
            "b=c.mpy");
}

TEST(OptionsTest, ValueMayStartWithDashInJoinedFormOnly) {
  EXPECT_EQ(parse({"a.wasm", "--arch=x64", "-o=-b.mpy"}).options.output,
            "-b.mpy");
  EXPECT_EQ(parse({"a.wasm", "--arch=x64", "-o", "-v"}).errors,
            "wasm2mpy: error: option '-o' needs a value: -o FILE\n");
}

TEST(OptionsTest, LoneDashIsStandardStream) {
  Parsed parsed = parse({"-", "--arch=x64", "-o", "-"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.input, "-");
  EXPECT_EQ(parsed.options.output, "-");
}

TEST(OptionsTest, DoubleDashEndsOptions) {
  Parsed parsed = parse({"--arch=x64", "--", "-v"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.input, "-v");
  EXPECT_FALSE(parsed.options.verbose);
}

TEST(OptionsTest, ReadsLevels) {
  auto level = [](const char* argument) {
    return parse({"a.wasm", "--arch=x64", argument}).options.level;
  };
  EXPECT_EQ(level("-O0"), OptLevel::kO0);
  EXPECT_EQ(level("-O1"), OptLevel::kO1);
  EXPECT_EQ(level("-O2"), OptLevel::kO2);
  EXPECT_EQ(level("-Os"), OptLevel::kOs);
  EXPECT_EQ(level("-Oz"), OptLevel::kOz);
}

TEST(OptionsTest, ReadsStagesAndNamesTheirOutput) {
  struct Case {
    const char* argument;
    std::optional<Emit> stage;
    const char* output;
  };
  for (Case row : {Case{"--emit=ir", Emit::kIr, "a.ll"},
                   Case{"--emit=opt-ir", Emit::kOptIr, "a.ll"},
                   Case{"--emit=asm", Emit::kAsm, "a.s"},
                   Case{"--emit=obj", Emit::kObj, "a.o"},
                   Case{"--emit=mpy", std::nullopt, "a.mpy"}}) {
    Options options = parse({"a.wasm", "--arch=x64", row.argument}).options;
    EXPECT_EQ(options.stop_after, row.stage) << row.argument;
    EXPECT_EQ(options.output, row.output);
  }
}

TEST(OptionsTest, ReadsStackSizesUpToTheLimits) {
  auto size = [](const char* argument) {
    return parse({"a.wasm", "--arch=x64", argument}).options.stack_size;
  };
  EXPECT_EQ(size("--stack-size=4096"), 4096u);
  EXPECT_EQ(size("--stack-size=8K"), 8192u);
  EXPECT_EQ(size("--stack-size=8k"), 8192u);
  EXPECT_EQ(size("--stack-size=1073741824"), 1u << 30);
  EXPECT_EQ(size("--stack-size=1048576K"), 1u << 30);
}

TEST(OptionsTest, RefusesStackSizesBeyondTheLimits) {
  for (const char* argument :
       {"--stack-size=4095", "--stack-size=0K", "--stack-size=1073741825",
        "--stack-size=1048577K", "--stack-size=18014398509481985K",
        "--stack-size=18446744073709551616"}) {
    EXPECT_NE(parse({"a.wasm", "--arch=x64", argument})
                  .errors.find("is not in [4096, 1073741824]"),
              std::string::npos)
        << argument;
  }
}

TEST(OptionsTest, RefusesStackSizesThatAreNoNumbers) {
  for (const char* argument :
       {"--stack-size=K", "--stack-size=-1", "--stack-size=4KB",
        "--stack-size=0x1000", "--stack-size= 4096", "--stack-size=4 096"}) {
    EXPECT_NE(parse({"a.wasm", "--arch=x64", argument})
                  .errors.find("needs a number of bytes"),
              std::string::npos)
        << argument;
  }
}

TEST(OptionsTest, LastOfEqualOptionsWins) {
  EXPECT_EQ(parse({"a.wasm", "--arch=x64", "-O0", "-O2"}).options.level,
            OptLevel::kO2);
}

TEST(OptionsTest, ReportsAllIndependentErrors) {
  EXPECT_EQ(parse({"-O9", "--arch=x46"}).errors,
            "wasm2mpy: error: unknown optimisation level '-O9'\n"
            "wasm2mpy: note: levels: -O0, -O1, -O2, -Os, -Oz\n"
            "wasm2mpy: error: unknown architecture 'x46'; "
            "did you mean 'x86'?\n"
            "wasm2mpy: note: supported architectures: " +
                target::target_names() +
                "\n"
                "wasm2mpy: error: no input file\n");
}

TEST(OptionsTest, InspectTakesOneFile) {
  Parsed parsed = parse({"inspect", "a.mpy"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.command, Command::kInspect);
  EXPECT_EQ(parsed.options.input, "a.mpy");
}

TEST(OptionsTest, FileNamedAsCommandIsReachable) {
  EXPECT_EQ(parse({"./inspect", "--arch=x64"}).options.input, "./inspect");
  EXPECT_EQ(parse({"--arch=x64", "--", "inspect"}).options.input, "inspect");
  EXPECT_EQ(parse({"inspect", "inspect"}).options.input, "inspect");
}

TEST(OptionsTest, HelpAndVersionNeedNothingElse) {
  EXPECT_EQ(parse({"--help"}).options.command, Command::kHelp);
  EXPECT_EQ(parse({"-h"}).options.command, Command::kHelp);
  EXPECT_EQ(parse({"inspect", "--help"}).options.command, Command::kHelp);
  EXPECT_EQ(parse({"--version"}).options.command, Command::kVersion);
}

TEST(OptionsTest, HelpNamesEveryOptionAndFitsTheScreen) {
  std::string help = help_text();
  for (const char* name :
       {"--arch=", "-o FILE", "-Os", "--stack-size=", "--growable-memory",
        "--no-instance", "--emit=", "-v, --verbose", "--time", "-h, --help",
        "--version", "examples:"}) {
    EXPECT_NE(help.find(name), std::string::npos) << name;
  }
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80u) << line;
    EXPECT_EQ(line.find('{'), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace wasm2mpy
