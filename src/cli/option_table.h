// One table of options feeds the parser (options.cc), the help text (help.cc)
// and the suggestions for misspelt names, so that the three can never disagree.
// Most rows are settings of the compiler (settings/setting_table.h).
#ifndef WASM2MPY_CLI_OPTION_TABLE_H_
#define WASM2MPY_CLI_OPTION_TABLE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "cli/options.h"
#include "settings/setting_table.h"

namespace wasm2mpy {

// Which commands an option is for.
enum class Scope : uint8_t {
  kAll,
  kCompile,
  kDeploy,
  kRun,
  kCompileOrDeploy,
  kCompileOrRomfs,
  kBuild,  // all that compile
};

// Whether options of a scope mean something to a command.
bool applies(Scope scope, Command command);

struct OptionRow : OptionText {
  Scope scope;
  const SettingRow* setting;  // null: an option of the command line alone
  bool (*own)(Options& options, std::string_view value,
              Diagnostics& diagnostics);
};

// All rows, in the order of the help text.
std::span<const OptionRow> option_table();

// Stores the value; false when an error is in `diagnostics`.
bool apply(const OptionRow& row, Options& options, std::string_view value,
           Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_OPTION_TABLE_H_
