// Completions for bash, zsh and fish.
#include <algorithm>
#include <array>
#include <format>

#include "cli/generate.h"
#include "cli/option_table.h"
#include "cli/options.h"
#include "support/text.h"

namespace wasm2mpy {
namespace {

struct Generated {
  std::string_view name;
  std::string (*make)();
};
constexpr auto kGenerated = std::to_array<Generated>({
    {"man", man_page},
    {"bash", bash_completion},
    {"zsh", zsh_completion},
    {"fish", fish_completion},
});

bool is_file(const OptionRow& row) {
  return row.value == "FILE" || row.value == "DIR" || row.value == "FOLDER";
}

// How the option begins when it is typed: with the '=' of its value.
std::string typed(const OptionRow& row) {
  bool has_equals =
      !row.value.empty() && !row.value_is_optional && !is_short(row.name);
  return std::format("{}{}", row.name, has_equals ? "=" : "");
}

// Of the help what stands before the first mark, in one line.
std::string summary(const OptionRow& row) {
  std::string help = help_of(row);
  return help.substr(0, help.find_first_of(";:("));
}

std::string without_quotes(std::string text) {
  std::erase(text, '\'');
  std::erase(text, '[');
  std::erase(text, ']');
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string options_of(Command command) {
  std::string text;
  for (const OptionRow& row : option_table()) {
    if (!applies(row.scope, command)) continue;
    text += ' ';
    // Its value is right behind its name.
    text += row.name == kLevelOption ? join(row.choices(), " ", row.name)
                                     : typed(row);
    if (!row.alias.empty()) text += std::format(" {}", row.alias);
  }
  return text.substr(1);
}

}  // namespace

std::vector<std::string_view> generated_names() {
  std::vector<std::string_view> names;
  for (const Generated& row : kGenerated) names.push_back(row.name);
  return names;
}

std::optional<std::string> generate(std::string_view name) {
  auto row = std::ranges::find(kGenerated, name, &Generated::name);
  if (row == kGenerated.end()) return std::nullopt;
  return row->make();
}

// bash splits words at '=', so that an option's name can be two words back. A
// value that may be left out comes only behind that.
std::string bash_completion() {
  std::string values, options;
  for (const OptionRow& row : option_table()) {
    if (row.name == kLevelOption || (!row.choices && !is_file(row))) continue;
    values += std::format(
        "    {}{}=) COMPREPLY=($(compgen {} -- \"$word\")); return ;;\n",
        row.value_is_optional ? "" : std::format("{} | ", row.name), row.name,
        row.choices ? std::format("-W '{}'", join(row.choices(), " ")) : "-f");
  }
  for (const CommandRow& row : command_table()) {
    options += std::format("    {}) options='{}' ;;\n", row.name,
                           options_of(row.command));
  }
  return std::format(R"(_wasm2mpy() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} option=${{COMP_WORDS[COMP_CWORD-1]}}
  local command=${{COMP_WORDS[1]}} options
  if [[ $word == = ]]; then
    word= option+==
  elif [[ $option == = ]]; then
    option=${{COMP_WORDS[COMP_CWORD-2]}}=
  fi
  case $option in
{}  esac
  case $command in
{}    *) options='{}' ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    [[ ${{COMPREPLY[0]}} != *= ]] || compopt -o nospace
  elif [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W '{}' -f -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}}
complete -o filenames -F _wasm2mpy wasm2mpy
)",
                     values, options, options_of(Command::kCompile),
                     join(command_names(), " "));
}

std::string zsh_completion() {
  std::string text = "#compdef wasm2mpy\n_arguments -s \\\n";
  for (const OptionRow& row : option_table()) {
    std::string_view separator;
    if (!row.value.empty()) separator = is_short(row.name) ? "+" : "=";
    if (row.value_is_optional) separator = "=-";
    if (row.name == kLevelOption) separator = "-";
    std::string value;
    if (!row.value.empty()) {
      value =
          std::format("{}:{}:{}", row.value_is_optional ? ":" : "", row.value,
                      row.choices    ? "(" + join(row.choices(), " ") + ")"
                      : is_file(row) ? "_files"
                                     : "");
    }
    text += std::format("  '{}{}[{}]{}' \\\n", row.name, separator,
                        without_quotes(summary(row)), value);
  }
  return text + std::format("  '1:command or input:{{_alternative "
                            "\"commands:command:({})\" \"files:file:_files\"}}'"
                            " \\\n  '*:file:_files'\n",
                            join(command_names(), " "));
}

std::string fish_completion() {
  std::string text;
  for (const CommandRow& row : command_table()) {
    text += std::format("complete -c wasm2mpy -n __fish_use_subcommand -a {}\n",
                        row.name);
  }
  for (const OptionRow& row : option_table()) {
    std::string line = "complete -c wasm2mpy";
    std::string_view alias = row.alias;
    if (is_short(row.name)) {
      line += std::format(" -s {}", row.name.substr(1));
    } else {
      line += std::format(" -l {}", row.name.substr(2));
      if (!alias.empty()) line += std::format(" -s {}", alias.substr(1));
    }
    if (row.choices) {
      line += std::format(" {} -a '{}'", row.value_is_optional ? "-f" : "-x",
                          join(row.choices(), " "));
    } else if (is_file(row) && !row.value_is_optional) {
      line += " -r -F";
    } else if (!row.value.empty() && !row.value_is_optional) {
      line += " -x";
    }
    text += std::format("{} -d '{}'\n", line, without_quotes(summary(row)));
  }
  return text;
}

}  // namespace wasm2mpy
