// The command line: what it asks for, and the help text.
#ifndef WASM2MPY_CLI_OPTIONS_H_
#define WASM2MPY_CLI_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/settings.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

enum class Command : uint8_t {
  kCompile,
  kDeploy,
  kRun,
  kRomfs,
  kInspect,
  kExplain,
  kTargets,
  kHelp,
  kVersion,
  kGenerate,
};

struct CommandRow {
  std::string_view name;
  Command command;
};

// What may stand before the input.
std::span<const CommandRow> command_table();
std::vector<std::string_view> command_names();
std::string_view command_name(Command command);

struct Options {
  Command command = Command::kCompile;

  std::string input;  // "-": standard input
  // Of kRomfs more inputs, of kExplain texts.
  std::vector<std::string> more_inputs;
  bool verbose = false;
  bool time = false;
  bool quiet = false;

  // For kDeploy and kRun the architectures come later: they must ask first.
  Settings settings;
  // A stub file with signatures of exports; empty: none.
  std::string bind;
  std::string generated;                   // for kGenerate: what is printed
  Command help_about = Command::kCompile;  // for kHelp; kCompile: all

  bool chose_names = false;  // by --names

  // For kDeploy and kRun.
  std::string port;  // empty: whatever board there is
  std::string micropython = "micropython";
  std::optional<std::string> function;  // none: the program
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // NAME=VALUE
  std::vector<std::string> folders;      // FOLDER or FOLDER::NAME

  // `arguments` is argv without the program's name.
  static Result<Options> parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics);
};

// About kCompile is all.
std::string help_text(Command about);
// How a command is called, without a line's end.
std::string usage_of(Command command);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_OPTIONS_H_
