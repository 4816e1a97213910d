#include <algorithm>
#include <format>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/option_table.h"
#include "cli/options.h"
#include "support/diagnostics.h"

namespace wasm2mpy {
namespace {

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

// The name of the only file.
std::string output(const Parsed& parsed) {
  std::vector<Variant> variants = variants_of(parsed.options.settings);
  EXPECT_EQ(variants.size(), 1u) << parsed.errors;
  return variants.empty() ? "" : variants[0].output;
}

// "armv6m:16384:out/armv6m_6.3/a.mpy ..."
std::string variants(const Parsed& parsed) {
  std::string text;
  for (const Variant& variant : variants_of(parsed.options.settings)) {
    text +=
        std::format("{}{}:{}:{}", text.empty() ? "" : " ", variant.target.name,
                    variant.stack_size, variant.output);
  }
  return parsed.errors + text;
}

TEST(OptionsTest, NeedsInputAndArchitectureOnly) {
  Parsed parsed = parse({"lib/fft.wasm", "--arch=x64"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.command, Command::kCompile);
  EXPECT_EQ(parsed.options.input, "lib/fft.wasm");
  const Settings& settings = parsed.options.settings;
  std::vector<Variant> variants = variants_of(settings);
  ASSERT_EQ(variants.size(), 1u);
  EXPECT_EQ(variants[0].output, "fft.mpy");
  EXPECT_EQ(variants[0].target.name, "x64");
  EXPECT_EQ(variants[0].stack_size,
            target::find_target("x64")->default_stack_size);
  EXPECT_FALSE(output_folder(settings).has_value());
  EXPECT_EQ(settings.board, nullptr);
  EXPECT_EQ(settings.level, Settings{}.level);
  EXPECT_FALSE(settings.stop_after.has_value());
  EXPECT_FALSE(settings.growable_memory);
  EXPECT_FALSE(settings.no_instance);
  EXPECT_FALSE(parsed.options.verbose);
  EXPECT_FALSE(parsed.options.time);
}

TEST(OptionsTest, TakesFlags) {
  Options options = parse({"-v", "--time", "--growable-memory", "--no-instance",
                           "a.wasm", "--arch=x64"})
                        .options;
  EXPECT_TRUE(options.verbose);
  EXPECT_TRUE(options.time);
  EXPECT_TRUE(options.settings.growable_memory);
  EXPECT_TRUE(options.settings.no_instance);
}

TEST(OptionsTest, TakesValuesInBothForms) {
  for (std::vector<const char*> arguments :
       {std::vector<const char*>{"a.wasm", "--arch=x64", "-o=b.mpy"},
        std::vector<const char*>{"--arch", "x64", "-o", "b.mpy", "a.wasm"}}) {
    Parsed parsed = parse(arguments);
    EXPECT_EQ(parsed.errors, "");
    EXPECT_EQ(parsed.options.input, "a.wasm");
    EXPECT_EQ(output(parsed), "b.mpy");
  }
}

TEST(OptionsTest, ValueMayContainEqualsSign) {
  EXPECT_EQ(output(parse({"a.wasm", "--arch=x64", "-o=b=c.mpy"})), "b=c.mpy");
}

TEST(OptionsTest, ValueMayStartWithDashInJoinedFormOnly) {
  EXPECT_EQ(output(parse({"a.wasm", "--arch=x64", "-o=-b.mpy"})), "-b.mpy");
  EXPECT_EQ(parse({"a.wasm", "--arch=x64", "-o", "-v"}).errors,
            "wasm2mpy: error: option '-o' needs a value: -o FILE\n");
}

TEST(OptionsTest, LoneDashIsStandardStream) {
  Parsed parsed = parse({"-", "--arch=x64", "-o", "-"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.input, "-");
  EXPECT_EQ(output(parsed), "-");
}

TEST(OptionsTest, DoubleDashEndsOptions) {
  Parsed parsed = parse({"--arch=x64", "--", "-v"});
  EXPECT_EQ(parsed.errors, "");
  EXPECT_EQ(parsed.options.input, "-v");
  EXPECT_FALSE(parsed.options.verbose);
}

TEST(OptionsTest, ReadsLevels) {
  auto level = [](const char* argument) {
    return parse({"a.wasm", "--arch=x64", argument}).options.settings.level;
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
    Parsed parsed = parse({"a.wasm", "--arch=x64", row.argument});
    EXPECT_EQ(parsed.options.settings.stop_after, row.stage) << row.argument;
    EXPECT_EQ(output(parsed), row.output);
  }
}

TEST(OptionsTest, ReadsStackSizesUpToTheLimits) {
  auto size = [](const char* argument) {
    Parsed parsed = parse({"a.wasm", "--arch=x64", argument});
    return variants_of(parsed.options.settings).at(0).stack_size;
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
  EXPECT_EQ(
      parse({"a.wasm", "--arch=x64", "-O0", "-O2"}).options.settings.level,
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

TEST(OptionsTest, SeveralArchitecturesMakeFoldersInTheirOrder) {
  EXPECT_EQ(variants(parse({"lib/a.wasm", "--arch=x64,armv6m", "-o", "out"})),
            "x64:262144:out/x64_6.3/a.mpy armv6m:8192:out/armv6m_6.3/a.mpy");
  EXPECT_EQ(variants(parse({"a.wasm", "--arch=x86,x64", "--emit=asm"})),
            "x86:262144:x86_6.3/a.s x64:262144:x64_6.3/a.s");
  EXPECT_EQ(variants(parse({"a.wasm", "--arch=x86,armv6m", "--stack-size=4K"})),
            "x86:4096:x86_6.3/a.mpy armv6m:4096:armv6m_6.3/a.mpy");
}

TEST(OptionsTest, AllArchitecturesAreThoseOfTheTable) {
  std::vector<Variant> variants =
      variants_of(parse({"a.wasm", "--arch=all"}).options.settings);
  ASSERT_EQ(variants.size(), target::all_targets().size());
  for (size_t i = 0; i < variants.size(); ++i) {
    EXPECT_EQ(variants[i].target.name, target::all_targets()[i].name);
  }
}

TEST(OptionsTest, ListOfOneArchitectureMakesAFile) {
  EXPECT_EQ(variants(parse({"a.wasm", "--arch=armv6m"})), "armv6m:8192:a.mpy");
  EXPECT_EQ(variants(parse({"a.wasm", "--arch=x86,x64", "--arch=armv6m"})),
            "armv6m:8192:a.mpy");
}

TEST(OptionsTest, RefusesBadListsOfArchitectures) {
  auto errors = [](const char* argument) {
    std::string text = parse({"a.wasm", argument}).errors;
    return text.substr(0, text.find('\n'));
  };
  EXPECT_EQ(errors("--arch=x64,x86,x64"),
            "wasm2mpy: error: architecture 'x64' is twice in the list "
            "'x64,x86,x64'");
  for (const char* argument : {"--arch=,x64", "--arch=x64,", "--arch=,"}) {
    EXPECT_NE(errors(argument).find("empty name in the list of '--arch'"),
              std::string::npos);
  }
  EXPECT_NE(errors("--arch=x64,all").find("takes no others"),
            std::string::npos);
  EXPECT_NE(errors("--arch=x64,x46").find("did you mean 'x86'"),
            std::string::npos);
  EXPECT_NE(errors("--arch=al").find("did you mean 'all'"), std::string::npos);
}

TEST(OptionsTest, BoardPicksArchitectureAndStack) {
  EXPECT_EQ(variants(parse({"a.wasm", "--board=esp32"})),
            "xtensawin:16384:a.mpy");
  EXPECT_EQ(variants(parse({"a.wasm", "--board=esp32", "--stack-size=8K"})),
            "xtensawin:8192:a.mpy");
  // Firmware for a better ARM core takes modules for lesser ones.
  EXPECT_EQ(variants(parse({"a.wasm", "--board=teensy41", "--arch=armv6m"})),
            "armv6m:32768:a.mpy");
  EXPECT_EQ(variants(parse({"a.wasm", "--arch=armv6m", "--board=esp32"})),
            "wasm2mpy: error: board 'esp32' does not load modules for armv6m; "
            "its architecture is xtensawin\n");
}

TEST(OptionsTest, BoardsAndArchitecturesAreToldApart) {
  EXPECT_NE(parse({"a.wasm", "--arch=pico"}).errors.find("--board=pico"),
            std::string::npos);
  EXPECT_NE(parse({"a.wasm", "--board=armv6m"}).errors.find("--arch=armv6m"),
            std::string::npos);
  EXPECT_NE(parse({"a.wasm", "--board=pic"}).errors.find("mean 'pico'"),
            std::string::npos);
}

TEST(OptionsTest, SeveralFilesNeedAFolderAndANamedInput) {
  for (const char* output : {"-o=-", "-o=b.mpy"}) {
    EXPECT_NE(parse({"a.wasm", "--arch=all", output})
                  .errors.find("'-o' names a folder"),
              std::string::npos);
  }
  EXPECT_NE(parse({"-", "--arch=all", "-o=out"})
                .errors.find("standard input has no name"),
            std::string::npos);
}

TEST(OptionsTest, ReadsFormatsOfTheReport) {
  auto format = [](std::vector<const char*> more) {
    more.push_back("--arch=x64");
    Parsed parsed = parse(more);
    EXPECT_EQ(parsed.errors, "");
    EXPECT_EQ(parsed.options.input, "a.wasm");
    return parsed.options.settings.report;
  };
  EXPECT_EQ(format({"a.wasm"}), ReportFormat::kNone);
  // The value is optional: what follows is not taken for it.
  EXPECT_EQ(format({"--report", "a.wasm"}), ReportFormat::kText);
  EXPECT_EQ(format({"a.wasm", "--report=text"}), ReportFormat::kText);
  EXPECT_EQ(format({"a.wasm", "--report=json"}), ReportFormat::kJson);
}

TEST(OptionsTest, EverySettingIsAnOption) {
  for (const SettingRow& row : setting_table()) {
    EXPECT_TRUE(
        std::ranges::contains(option_table(), &row, &OptionRow::setting))
        << row.name;
  }
}

TEST(OptionsTest, TargetsTakesNothing) {
  EXPECT_EQ(parse({"targets"}).options.command, Command::kTargets);
  EXPECT_EQ(parse({"targets"}).errors, "");
  EXPECT_NE(parse({"targets", "a.wasm"}).errors.find("takes no file"),
            std::string::npos);
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
  std::string help = help_text(Command::kCompile);
  for (const char* name :
       {"--arch=", "--board=", "-o FILE", "-Os", "--stack-size=",
        "--growable-memory", "--no-instance", "--emit=", "--report[=FORMAT]",
        "-v, --verbose", "--time", "-h, --help", "--version", "examples:"}) {
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
