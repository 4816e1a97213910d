// The help text, made from the option table.
#include <algorithm>
#include <format>
#include <string>
#include <string_view>
#include <utility>

#include "cli/option_table.h"
#include "cli/options.h"
#include "cli/usage.h"

namespace wasm2mpy {
namespace {

constexpr size_t kHelpWidth = 79;
constexpr size_t kHelpColumn = 21;
// The columns that examples take, the gap behind them included.
constexpr size_t kShortExample = 40;
constexpr size_t kLongExample = 49;

// Appends the words of `text` to `line`, the last line of `result`.
void append_wrapped(std::string& result, std::string line,
                    std::string_view text) {
  while (!text.empty()) {
    size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.size() + 1 + word.size() > kHelpWidth) {
      result += line + '\n';
      line.assign(kHelpColumn, ' ');
    }
    // The column starts with two spaces of its own.
    if (line.size() > kHelpColumn) line += ' ';
    line += word;
  }
  result += line + '\n';
}

// Whether a command line is one of the command; all are of kCompile.
bool is_about(std::string_view line, Command command) {
  return command == Command::kCompile ||
         line.starts_with(std::format("wasm2mpy {}", command_name(command)));
}

}  // namespace

std::string usage_of(Command command) {
  return std::string(*std::ranges::find_if(
      kUsages,
      [&](std::string_view usage) { return is_about(usage, command); }));
}

std::string help_text(Command about) {
  std::string text;
  for (std::string_view usage : kUsages) {
    if (is_about(usage, about))
      text += std::format("{:7}{}\n", text.empty() ? "usage:" : "", usage);
  }
  text += std::format("\n{}\noptions:\n", kDescription);
  for (const OptionRow& row : option_table()) {
    bool is_about_all = about == Command::kCompile;
    if (!is_about_all && !applies(row.scope, about)) continue;
    std::string line = "  ";
    if (!row.alias.empty()) line += std::format("{}, ", row.alias);
    line += row.name;
    if (!row.value.empty()) line += value_form(row);
    if (line.size() + 2 > kHelpColumn) {
      text += line + '\n';
      line.clear();
    }
    line.resize(kHelpColumn, ' ');
    append_wrapped(text, std::move(line), help_of(row));
  }
  std::string_view heading = "\nexamples:\n";
  for (const Example& example : kExamples) {
    if (!is_about(example.command, about)) continue;
    text += std::exchange(heading, "");
    size_t width =
        example.command.size() < kShortExample ? kShortExample : kLongExample;
    text += std::format("  {:{}} {}\n", example.command, width, example.text);
  }
  return text;
}

}  // namespace wasm2mpy
