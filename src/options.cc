// The parser of the command line.
//
// `--name=value` and `--name value` are the same, for short options, too; only
// -O has its value right behind it (-Os). (-oFILE is not an option: "-output=x"
// would quietly write a file "utput=x".) A value that starts with '-' needs the
// form with '=', so that a forgotten value is noticed; "-" alone is a value. A
// value that may be left out needs the form with '=', too. The last of several
// equal options wins. `--` ends the options.
#include "options.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <format>
#include <string_view>
#include <vector>

#include "mpy/format.h"
#include "option_table.h"
#include "support/file_io.h"

namespace wasm2mpy {
namespace {

struct CommandName {
  std::string_view name;
  Command command;
};
constexpr std::array<CommandName, 2> kCommands = {{
    {"inspect", Command::kInspect},
    {"targets", Command::kTargets},
}};

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandName& row : kCommands) names.push_back(row.name);
  return names;
}

std::string_view command_name(Command command) {
  return std::ranges::find(kCommands, command, &CommandName::command)->name;
}

class Parser {
 public:
  Parser(std::span<const char* const> arguments, Diagnostics& diagnostics)
      : arguments_(arguments), diagnostics_(diagnostics) {}

  Result<Options> parse();

 private:
  void parse_option(std::string_view argument);
  void parse_operand(std::string_view argument, bool may_be_command);
  static bool names_target(const OptionRow& row) {
    return row.name == "--arch" || row.name == "--board";
  }
  void apply(const OptionRow& row, std::string_view value);
  void report_unknown(std::string_view name);
  void check_compile();
  void check_board();
  void check_report();
  void set_stub_name();
  void make_builds();
  void set_default_output();
  bool check_output_folder();
  std::string default_name() const;
  bool wants_text() const {
    return options_.command == Command::kHelp ||
           options_.command == Command::kVersion;
  }

  std::span<const char* const> arguments_;
  Diagnostics& diagnostics_;
  Wishes wishes_;
  Options& options_ = wishes_.options;
  size_t next_ = 0;  // index of the next argument
  bool has_input_ = false;
  // There is something that has no meaning here. The value of an unknown
  // option may look like an operand, a misspelt command like an input: do not
  // complain about that, too.
  bool has_unknown_ = false;
  bool has_bad_target_ = false;
  std::vector<const OptionRow*> seen_;
};

Result<Options> Parser::parse() {
  bool options_ended = false;
  while (next_ < arguments_.size()) {
    std::string_view argument = arguments_[next_++];
    bool is_option =
        !options_ended && argument.size() > 1 && argument[0] == '-';
    if (is_option && argument == "--") {
      options_ended = true;
    } else if (is_option) {
      parse_option(argument);
      if (wants_text() && !diagnostics_.has_errors()) return options_;
    } else {
      parse_operand(argument, !options_ended);
    }
  }

  for (const OptionRow* row : seen_) {
    if (options_.command == Command::kCompile || row->scope == Scope::kAll) {
      continue;
    }
    diagnostics_.fail(std::format("option {} does not apply to {}",
                                  quote(row->name),
                                  quote(command_name(options_.command))));
  }
  bool wants_input = options_.command != Command::kTargets && !wants_text();
  if (!has_input_ && !has_unknown_ && wants_input) {
    diagnostics_.fail("no input file");
  }
  if (options_.command == Command::kCompile) check_compile();
  if (diagnostics_.has_errors()) return std::unexpected(Reported{});
  return options_;
}

void Parser::parse_option(std::string_view argument) {
  if (argument.starts_with(kLevelOption)) {
    return apply(
        *std::ranges::find(option_table(), kLevelOption, &OptionRow::name),
        argument.substr(kLevelOption.size()));
  }
  size_t equals = argument.find('=');
  std::string_view name = argument.substr(0, equals);
  for (const OptionRow& row : option_table()) {
    if (name != row.name && name != row.alias) continue;
    if (row.value.empty() && equals != argument.npos) {
      diagnostics_.fail(std::format("option {} takes no value", quote(name)));
    } else if (row.value.empty()) {
      apply(row, "");
    } else if (equals != argument.npos) {
      apply(row, argument.substr(equals + 1));
    } else if (row.value_is_optional) {
      apply(row, "");
    } else {
      std::string_view next;
      if (next_ < arguments_.size()) next = arguments_[next_];
      bool is_value = !next.starts_with('-') || next == kStandardStream;
      if (!next.empty() && is_value) ++next_;
      apply(row, is_value ? next : "");
    }
    return;
  }
  report_unknown(name);
}

void Parser::apply(const OptionRow& row, std::string_view value) {
  seen_.push_back(&row);
  bool needs_value = !row.value.empty() && row.name != kLevelOption;
  if (needs_value && value.empty() && !row.value_is_optional) {
    diagnostics_.fail(std::format("option {} needs a value: {}{}",
                                  quote(row.name), row.name, value_form(row)));
    has_bad_target_ |= names_target(row);
    return;
  }
  if (!row.apply(wishes_, value, diagnostics_)) {
    has_bad_target_ |= names_target(row);
  }
}

void Parser::parse_operand(std::string_view argument, bool may_be_command) {
  bool is_first = !has_input_ && options_.command == Command::kCompile;
  if (is_first && may_be_command) {
    for (const CommandName& row : kCommands) {
      if (row.name != argument) continue;
      options_.command = row.command;
      return;
    }
  }
  if (has_input_) {
    if (has_unknown_) return;
    has_unknown_ = true;
    diagnostics_.fail(
        std::format("more than one input file: {} and {}{}",
                    quote(options_.input), quote(argument),
                    options_.command == Command::kCompile
                        ? did_you_mean(options_.input, command_names())
                        : ""));
    return;
  }
  if (options_.command == Command::kTargets) {
    diagnostics_.fail(
        std::format("'targets' takes no file (got {})", quote(argument)));
    return;
  }
  if (argument.empty()) diagnostics_.fail("the name of the input is empty");
  has_input_ = true;
  options_.input = argument;
}

void Parser::report_unknown(std::string_view name) {
  has_unknown_ = true;
  std::vector<std::string_view> names;
  for (const OptionRow& row : option_table()) {
    // A short name is near to every other one; that would suggest nothing.
    if (!is_short(row.name)) names.push_back(row.name);
    if (!row.alias.empty() && !is_short(row.alias)) {
      names.push_back(row.alias);
    }
  }
  std::string suggestion = did_you_mean(name, names);
  diagnostics_.fail(
      std::format("unknown option {}{}", quote(name), suggestion));
  if (suggestion.empty()) {
    diagnostics_.note("'wasm2mpy --help' lists the options");
  }
}

void Parser::check_compile() {
  if (options_.board && wishes_.targets.empty() && !has_bad_target_) {
    wishes_.targets.push_back(target::find_target(options_.board->arch));
  }
  if (wishes_.targets.empty() && !has_bad_target_ && !has_unknown_) {
    diagnostics_.fail(
        "no architecture given: use --arch=ARCH or --board=BOARD");
    diagnostics_.note("supported architectures: " + target::target_names());
    diagnostics_.note("'wasm2mpy targets' lists the boards");
  }
  if (!has_bad_target_) check_board();
  check_report();
  if (has_input_ && !diagnostics_.has_errors()) make_builds();
  if (arguments_.empty()) diagnostics_.note("'wasm2mpy --help' says more");
}

// With --board, --arch may still choose another architecture that the board
// loads: armv6m code runs on a Pico 2, too.
void Parser::check_board() {
  if (!options_.board) return;
  const Target& own = *target::find_target(options_.board->arch);
  for (const Target* target : wishes_.targets) {
    if (target::can_load(own, *target)) continue;
    diagnostics_.fail(std::format(
        "board {} does not load modules for {}; its architecture is {}",
        quote(options_.board->name), target->name, own.name));
  }
}

void Parser::check_report() {
  if (options_.report == ReportFormat::kNone) return;
  if (options_.stop_after) {
    diagnostics_.fail(
        "'--report' is about the finished module: leave '--emit' out");
  }
  if (wishes_.output == kStandardStream) {
    diagnostics_.fail(
        "'--report' and '-o -' would both write to standard output");
  }
}

// Beside the module, or at the top of the folder: types do not depend on the
// architecture.
void Parser::set_stub_name() {
  if (!options_.pyi) return;
  if (options_.stop_after) {
    diagnostics_.fail(
        "'--pyi' is about the finished module: leave '--emit' out");
  }
  if (!options_.pyi->empty()) return;
  if (wishes_.output == kStandardStream) {
    diagnostics_.fail(
        "standard output has no name for a stub beside it; use --pyi=FILE");
    return;
  }
  std::filesystem::path name = wishes_.output;
  if (options_.output_folder) name /= default_name();
  options_.pyi = name.replace_extension(".pyi").string();
}

void Parser::make_builds() {
  bool is_folder = wishes_.targets.size() > 1;
  if (is_folder && !check_output_folder()) return;
  if (!is_folder && wishes_.output.empty()) set_default_output();
  set_stub_name();
  for (const Target* target : wishes_.targets) {
    Build build = {.target = target::for_board(*target, options_.board),
                   .stack_size = 0,
                   .output = wishes_.output};
    build.stack_size =
        wishes_.stack_size.value_or(build.target.default_stack_size);
    if (is_folder) {
      // The layout that package indexes of native modules have: the name of
      // the file is the name of the module, so the folder tells the rest.
      std::filesystem::path folder = std::format(
          "{}_{}.{}", target->name, mpy::kVersion, mpy::kSubVersion);
      build.output = (std::filesystem::path(*options_.output_folder) / folder /
                      default_name())
                         .string();
    }
    options_.builds.push_back(std::move(build));
  }
}

bool Parser::check_output_folder() {
  // A name that looks like a module's is a mistake, and would become a folder.
  bool looks_like_file = std::filesystem::path(wishes_.output).extension() ==
                         stage_suffix(options_.stop_after);
  if (wishes_.output == kStandardStream || looks_like_file) {
    diagnostics_.fail(
        std::format("with several architectures '-o' names a folder (got {})",
                    quote(wishes_.output)));
  } else if (options_.input == kStandardStream) {
    diagnostics_.fail(
        "with several architectures the files are named after the input, and "
        "standard input has no name");
  }
  options_.output_folder = wishes_.output;
  return !diagnostics_.has_errors();
}

// "lib/fft.wasm": "fft.mpy".
std::string Parser::default_name() const {
  std::string name = std::filesystem::path(options_.input).stem().string();
  name += stage_suffix(options_.stop_after);
  return name;
}

void Parser::set_default_output() {
  if (options_.input == kStandardStream) {
    diagnostics_.fail(
        "no output file: standard input has no name; use -o FILE");
    return;
  }
  wishes_.output = default_name();
}

}  // namespace

Result<Options> Options::parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics) {
  return Parser(arguments, diagnostics).parse();
}

}  // namespace wasm2mpy
