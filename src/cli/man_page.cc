// The manual page. Its text is that of the help, with the markup of man(7).
#include <format>

#include "cli/generate.h"
#include "cli/option_table.h"
#include "cli/usage.h"

namespace wasm2mpy {
namespace {

// A line's first dot or quote would begin a request, and a hyphen is no minus.
std::string escape(std::string_view text) {
  std::string result;
  bool begins_line = true;
  for (char c : text) {
    if (begins_line && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
    begins_line = c == '\n';
  }
  return result;
}

std::string option_entry(const OptionRow& row) {
  std::string text = ".TP\n";
  if (!row.alias.empty())
    text += std::format("\\fB{}\\fR, ", escape(row.alias));
  text += std::format("\\fB{}\\fR", escape(row.name));
  if (!row.value.empty()) text += escape(value_form(row));
  return std::format("{}\n{}\n", text, escape(help_of(row)));
}

}  // namespace

std::string man_page() {
  std::string text = std::format(
      ".TH WASM2MPY 1 \"\" \"wasm2mpy {}\" \"User Commands\"\n"
      ".SH NAME\n"
      "wasm2mpy \\- compile WebAssembly to native MicroPython modules\n"
      ".SH SYNOPSIS\n",
      WASM2MPY_VERSION);
  for (size_t i = 0; i < kUsages.size(); ++i)
    text += std::format("{}{}\n", i == 0 ? "" : ".br\n", escape(kUsages[i]));
  text += std::format(".SH DESCRIPTION\n{}.SH OPTIONS\n", escape(kDescription));
  for (const OptionRow& row : option_table()) text += option_entry(row);
  text += ".SH EXAMPLES\n";
  for (const Example& example : kExamples) {
    text += std::format(".TP\n\\fB{}\\fR\n{}\n", escape(example.command),
                        escape(example.text));
  }
  text +=
      ".SH EXIT STATUS\n"
      "0 if all went well, 1 after an error, of which there is a message on "
      "standard error. With \\fBrun\\fR a program's own.\n";
  return text;
}

}  // namespace wasm2mpy
