// One table of what can be chosen by name: it feeds the command line's parser,
// its help, and who uses the library, so that an option exists once.
#ifndef WASM2MPY_SETTINGS_SETTING_TABLE_H_
#define WASM2MPY_SETTINGS_SETTING_TABLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/settings.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// The only option whose value is right behind its name.
inline constexpr std::string_view kLevelOption = "-O";

// Whether a name has one dash.
constexpr bool is_short(std::string_view name) {
  return !name.starts_with("--");
}

// How an option is written and what the help says of it.
struct OptionText {
  std::string_view name;   // "--board", "-O"
  std::string_view alias;  // may be empty
  std::string_view value;  // placeholder in the help; empty: takes none
  bool value_is_optional;
  std::string_view help;  // "{archs}", "{level}", "{stack}" are filled in
  // Words that the value can be, for completion; null: anything.
  std::vector<std::string_view> (*choices)() = nullptr;
};

// What a setting is about, and so who has a use for it.
enum class About : uint8_t {
  kCode,    // how code is made, for whatever purpose
  kModule,  // a module that goes to a board
  kFiles,   // what is made beside it, and how often
  kPlace,   // where files are written to
};

struct SettingRow : OptionText {
  About about;
  // Stores the value; false when an error is in `diagnostics`.
  bool (*apply)(Settings& settings, std::string_view value,
                Diagnostics& diagnostics);
};

// All rows, in the order of the help text.
std::span<const SettingRow> setting_table();

std::string help_of(const OptionText& option);

// How the value is written behind the name: "=ARCH", " FILE", "LEVEL".
std::string value_form(const OptionText& option);

// Fails when the option needs a value and has an empty one.
bool takes_value(const OptionText& option, std::string_view value,
                 Diagnostics& diagnostics);

// Sets what the option of that name sets, which may have its dashes: "board",
// "--board", "O".
Result<void> set(Settings& settings, std::string_view name,
                 std::optional<std::string_view> value,
                 Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SETTINGS_SETTING_TABLE_H_
