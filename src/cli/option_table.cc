// The options of the command line: those that are settings of the compiler, and
// its own, in the order of the help text.
#include "cli/option_table.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <utility>
#include <vector>

#include "cli/generate.h"
#include "support/edit_distance.h"

namespace wasm2mpy {
namespace {

template <auto member>
bool store(Options& options, std::string_view value, Diagnostics&) {
  options.*member = value;
  return true;
}

template <bool Options::* flag>
bool set_flag(Options& options, std::string_view, Diagnostics&) {
  options.*flag = true;
  return true;
}

template <Command command>
bool set_command(Options& options, std::string_view, Diagnostics&) {
  options.command = command;
  return true;
}

// Behind a command, help is about that command.
bool set_help(Options& options, std::string_view, Diagnostics&) {
  options.help_about = options.command;
  options.command = Command::kHelp;
  return true;
}

bool add_variable(Options& options, std::string_view value,
                  Diagnostics& diagnostics) {
  options.environment.emplace_back(value);
  if (value.find('=') != 0 && value.contains('=')) return true;
  diagnostics.fail(
      std::format("'--env' needs NAME=VALUE (got {})", quote(value)));
  return false;
}

bool add_folder(Options& options, std::string_view value,
                Diagnostics& diagnostics) {
  options.folders.emplace_back(value);
  if (!value.starts_with("::") && !value.ends_with("::")) return true;
  diagnostics.fail(std::format("'--dir' needs FOLDER or FOLDER::NAME (got {})",
                               quote(value)));
  return false;
}

bool set_generated(Options& options, std::string_view value,
                   Diagnostics& diagnostics) {
  options.command = Command::kGenerate;
  options.generated = value;
  std::vector<std::string_view> names = generated_names();
  if (std::ranges::contains(names, value)) return true;
  diagnostics.fail(std::format("unknown file {} for '--generate'{}",
                               quote(value), did_you_mean(value, names)));
  return false;
}

// ---------------------------------------------------------- the table ---

// Stands with the files of a module, in front of this one.
constexpr OptionRow kBind = {
    {"--bind", "", "FILE", false,
     "file with signatures of exports, in the syntax of Python's stubs: "
     "such "
     "functions take and give buffers and strings"},
    Scope::kBuild,
    nullptr,
    store<&Options::bind>};
constexpr std::string_view kBehindBind = "--pyi";

constexpr OptionRow kOwn[] = {
    {{"--port", "", "PORT", false,
      "deploy: the board's port, as mpremote takes it (default: the first "
      "one)"},
     Scope::kDeploy,
     nullptr,
     store<&Options::port>},
    {{"--invoke", "", "NAME", false,
      "run: call the exported function NAME with the ARGs and print its "
      "results "
      "(default: run the program)"},
     Scope::kRun,
     nullptr,
     store<&Options::function>},
    {{"--env", "", "NAME=VALUE", false,
      "run: a variable in the environment of a WASI program; may be "
      "repeated"},
     Scope::kRun,
     nullptr,
     add_variable},
    {{"--dir", "", "FOLDER", false,
      "run: a folder that a WASI program may use, under this name or that of "
      "FOLDER::NAME; may be repeated (default: the current one, as /)"},
     Scope::kRun,
     nullptr,
     add_folder},
    {{"--micropython", "", "FILE", false,
      "run: MicroPython for this computer (default: micropython, from PATH)"},
     Scope::kRun,
     nullptr,
     store<&Options::micropython>},
    {{"--verbose", "-v", "", false,
      "list the stages and the sizes of what they make on standard error"},
     Scope::kBuild,
     nullptr,
     set_flag<&Options::verbose>},
    {{"--quiet", "-q", "", false,
      "no warnings, and no word on long compilations"},
     Scope::kBuild,
     nullptr,
     [](Options& options, std::string_view, Diagnostics& diagnostics) {
       options.quiet = true;
       diagnostics.be_quiet();
       return true;
     }},
    {{"--time", "", "", false,
      "list the stages and their times on standard error"},
     Scope::kBuild,
     nullptr,
     set_flag<&Options::time>},
    {{"--help", "-h", "", false,
      "print this text; behind a command only what is about that"},
     Scope::kAll,
     nullptr,
     set_help},
    {{"--version", "", "", false, "print the version"},
     Scope::kAll,
     nullptr,
     set_command<Command::kVersion>},
    {{"--generate", "", "WHAT", false,
      "print a file that belongs to the tool: its manual page (man), or "
      "completions for a shell (bash, zsh, fish)",
      generated_names},
     Scope::kAll,
     nullptr,
     set_generated},
};

Scope scope_of(About about) {
  switch (about) {
    case About::kCode:
      return Scope::kBuild;
    case About::kModule:
      return Scope::kCompileOrDeploy;
    case About::kFiles:
      return Scope::kCompile;
    case About::kPlace:
      return Scope::kCompileOrRomfs;
  }
  std::unreachable();
}

std::vector<OptionRow> make_table() {
  std::vector<OptionRow> table;
  for (const SettingRow& row : setting_table()) {
    if (row.name == kBehindBind) table.push_back(kBind);
    table.push_back({row, scope_of(row.about), &row, nullptr});
  }
  table.insert(table.end(), std::begin(kOwn), std::end(kOwn));
  return table;
}

}  // namespace

std::span<const OptionRow> option_table() {
  static const std::vector<OptionRow> table = make_table();
  return table;
}

bool applies(Scope scope, Command command) {
  switch (scope) {
    case Scope::kAll:
      return true;
    case Scope::kCompile:
      return command == Command::kCompile;
    case Scope::kDeploy:
      return command == Command::kDeploy;
    case Scope::kRun:
      return command == Command::kRun;
    case Scope::kCompileOrDeploy:
      return command == Command::kCompile || command == Command::kDeploy;
    case Scope::kCompileOrRomfs:
      return command == Command::kCompile || command == Command::kRomfs;
    case Scope::kBuild:
      return command == Command::kCompile || command == Command::kDeploy ||
             command == Command::kRun;
  }
  return false;
}

bool apply(const OptionRow& row, Options& options, std::string_view value,
           Diagnostics& diagnostics) {
  return row.setting ? row.setting->apply(options.settings, value, diagnostics)
                     : row.own(options, value, diagnostics);
}

}  // namespace wasm2mpy
