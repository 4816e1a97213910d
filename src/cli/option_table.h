// One table of options feeds the parser (options.cc), the help text (help.cc)
// and the suggestions for misspelt names, so that the three can never disagree.
#ifndef WASM2MPY_CLI_OPTION_TABLE_H_
#define WASM2MPY_CLI_OPTION_TABLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"

namespace wasm2mpy {

// What the options said so far. Some of it depends on options that may still
// come, and becomes Options::builds at the end.
struct Wishes {
  Options options;
  std::vector<const Target*> targets;
  std::string output;  // empty: none was given
  std::string name;    // of the module; empty: none was given
  std::optional<codegen::Names> names;
  package::Package package;  // without a folder: none is wanted
};

// Which commands an option is for.
enum class Scope : uint8_t {
  kAll,
  kCompile,
  kDeploy,
  kRun,
  kCompileOrDeploy,
  kBuild,  // all that compile
};

// Whether options of a scope mean something to a command.
bool applies(Scope scope, Command command);

struct OptionRow {
  std::string_view name;
  std::string_view alias;  // may be empty
  std::string_view value;  // placeholder in the help; empty: takes none
  bool value_is_optional;
  Scope scope;
  std::string_view help;  // "{archs}", "{level}", "{stack}" are filled in
  // Stores the value; false when an error is in `diagnostics`.
  bool (*apply)(Wishes& wishes, std::string_view value,
                Diagnostics& diagnostics);
};

// All rows, in the order of the help text.
std::span<const OptionRow> option_table();

// The only option whose value is right behind its name.
inline constexpr std::string_view kLevelOption = "-O";

// Whether a name has one dash.
constexpr bool is_short(std::string_view name) {
  return !name.starts_with("--");
}

// How the value is written behind the name: "=ARCH", " FILE", "LEVEL".
std::string value_form(const OptionRow& row);

// The suffix of the file that a stage makes; none: the whole way.
std::string_view stage_suffix(std::optional<codegen::Emit> stage);

// "-Os" as the default.
std::string default_level_option();

// "; did you mean 'x64'?", or nothing when no candidate is near.
std::string did_you_mean(std::string_view name,
                         std::span<const std::string_view> candidates);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_OPTION_TABLE_H_
