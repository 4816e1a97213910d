// The parser of the command line.
//
// `--name=value` and `--name value` are the same, for short options, too; only
// -O has its value right behind it (-Os). (-oFILE is not an option: "-output=x"
// would quietly write a file "utput=x".) A value that starts with '-' needs the
// form with '=', so that a forgotten value is noticed; "-" alone is a value. A
// value that may be left out needs the form with '=', too. The last of several
// equal options wins. `--` ends the options.
#include "cli/options.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <format>
#include <string_view>
#include <vector>

#include "cli/option_table.h"
#include "support/edit_distance.h"
#include "support/text.h"
#include "system/file_io.h"

namespace wasm2mpy {
namespace {

constexpr auto kCommands = std::to_array<CommandRow>({
    {"deploy", Command::kDeploy},
    {"run", Command::kRun},
    {"romfs", Command::kRomfs},
    {"inspect", Command::kInspect},
    {"explain", Command::kExplain},
    {"targets", Command::kTargets},
});

// What options are called by compilers, whose names are not near to ours.
struct OtherTools {
  std::string_view name;
  std::string_view ours;
};
constexpr auto kOtherTools = std::to_array<OtherTools>({
    {"--output", "-o"},
    {"--out", "-o"},
    {"--optimize", "-Os"},
    {"--target", "--arch"},
    {"-V", "--version"},
    {"-g", "--debug-map"},
});

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
  bool is_seen(std::string_view name) const {
    return std::ranges::contains(seen_, name, &OptionRow::name);
  }
  void apply(const OptionRow& row, std::string_view value);
  void report_unknown(std::string_view name);
  void check_compile();
  void check_architectures();
  void check_name();
  void check_standard_input();
  void check_deploy();
  void check_standard_output();
  void check_output_folder();
  void note_commands();
  bool is_argument(std::string_view argument) const;
  void report_misplaced(const OptionRow& row);
  bool wants_text() const {
    return options_.command == Command::kHelp ||
           options_.command == Command::kVersion ||
           options_.command == Command::kGenerate;
  }

  std::span<const char* const> arguments_;
  Diagnostics& diagnostics_;
  Options options_;
  Settings& settings_ = options_.settings;
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
    bool is_option = !options_ended && argument.size() > 1 &&
                     argument[0] == '-' && !is_argument(argument);
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
    if (!applies(row->scope, options_.command)) report_misplaced(*row);
  }
  if (options_.command == Command::kExplain && has_input_ &&
      options_.more_inputs.empty()) {
    diagnostics_.fail(
        "'explain' needs the text of a trap behind the map, such as "
        "'unreachable [0x1a4]'; '-' is standard input");
  }
  bool wants_input = options_.command != Command::kTargets && !wants_text();
  if (!has_input_ && !has_unknown_ && wants_input) {
    diagnostics_.fail("no input file");
    if (options_.command != Command::kCompile)
      diagnostics_.note("usage: " + usage_of(options_.command));
  }
  settings_.file = input_name(options_.input);
  // Where bytes do not matter, the place of a trap does.
  options_.chose_names = is_seen("--names");
  if (options_.command == Command::kRun && !options_.chose_names)
    settings_.names = Names::kFull;
  if (options_.command == Command::kCompile) {
    check_compile();
  } else if (applies(Scope::kBuild, options_.command)) {
    if (!has_unknown_) (void)check(settings_, diagnostics_);
    if (options_.command == Command::kDeploy) check_deploy();
    check_name();
  }
  if (diagnostics_.has_errors()) return std::unexpected(Reported{});
  return options_;
}

// Behind `run FILE`, -5 and -inf are numbers.
bool Parser::is_argument(std::string_view argument) const {
  if (options_.command != Command::kRun || !has_input_) return false;
  std::string_view number = argument.substr(1);
  return number.find_first_of("0123456789.") == 0 || number == "inf" ||
         number == "nan";
}

void Parser::report_misplaced(const OptionRow& row) {
  if (options_.command != Command::kCompile) {
    diagnostics_.fail(std::format("option {} does not apply to {}",
                                  quote(row.name),
                                  quote(command_name(options_.command))));
    return;
  }
  std::string_view command = row.scope == Scope::kDeploy ? "deploy" : "run";
  diagnostics_.fail(std::format("option {} is for 'wasm2mpy {}' only",
                                quote(row.name), command));
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
      if (next_ < arguments_.size() && is_value) ++next_;
      apply(row, is_value ? next : "");
    }
    return;
  }
  report_unknown(name);
}

void Parser::apply(const OptionRow& row, std::string_view value) {
  seen_.push_back(&row);
  if (!takes_value(row, value, diagnostics_) ||
      !wasm2mpy::apply(row, options_, value, diagnostics_))
    has_bad_target_ |= names_target(row);
}

void Parser::parse_operand(std::string_view argument, bool may_be_command) {
  bool is_first = !has_input_ && options_.command == Command::kCompile;
  if (is_first && may_be_command) {
    for (const CommandRow& row : kCommands) {
      if (row.name != argument) continue;
      options_.command = row.command;
      return;
    }
  }
  if (has_input_ && options_.command == Command::kRun) {
    options_.arguments.emplace_back(argument);
    return;
  }
  if (has_input_ && (options_.command == Command::kRomfs ||
                     options_.command == Command::kExplain)) {
    options_.more_inputs.emplace_back(argument);
    return;
  }
  if (has_input_) {
    if (has_unknown_) return;
    has_unknown_ = true;
    bool may_be_command = options_.command == Command::kCompile;
    std::string suggestion =
        may_be_command ? did_you_mean(options_.input, command_names()) : "";
    diagnostics_.fail(std::format("more than one input file: {} and {}{}",
                                  quote(options_.input), quote(argument),
                                  suggestion));
    if (may_be_command && suggestion.empty()) note_commands();
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
  if (name == "--emulate-unaligned") {
    diagnostics_.fail(
        "there is no option '--emulate-unaligned' any more: misaligned "
        "accesses are right without it");
    return;
  }
  std::vector<std::string_view> names;
  for (const OptionRow& row : option_table()) {
    // A short name is near to every other one; that would suggest nothing.
    if (!is_short(row.name)) names.push_back(row.name);
    if (!row.alias.empty() && !is_short(row.alias)) {
      names.push_back(row.alias);
    }
  }
  std::string suggestion = did_you_mean(name, names);
  auto other = std::ranges::find(kOtherTools, name, &OtherTools::name);
  if (other != kOtherTools.end())
    suggestion = std::format("; did you mean '{}'?", other->ours);
  diagnostics_.fail(
      std::format("unknown option {}{}", quote(name), suggestion));
  if (suggestion.empty()) {
    diagnostics_.note("'wasm2mpy --help' lists the options");
  }
}

void Parser::check_compile() {
  check_architectures();
  check_standard_output();
  bool is_named = settings_.makes_package() || settings_.name.empty();
  if (!is_named && !has_unknown_) {
    diagnostics_.fail(
        "option '--name' is for packages and 'deploy'; use -o FILE");
  }
  if (!has_unknown_ && !has_bad_target_) {
    if (has_input_) check_standard_input();
    // A package of standard input has no name, which was said.
    if (!diagnostics_.has_errors() || options_.input != kStandardStream)
      (void)check(settings_, diagnostics_);
    if (has_input_) check_output_folder();
  }
  if (arguments_.empty()) diagnostics_.note("'wasm2mpy --help' says more");
}

void Parser::check_architectures() {
  if (has_bad_target_) return;
  if (settings_.board && settings_.targets.empty()) {
    settings_.targets.push_back(target::find_target(settings_.board->arch));
  }
  if (!settings_.targets.empty() || has_unknown_) return;
  diagnostics_.fail("no architecture given: use --arch=ARCH or --board=BOARD");
  diagnostics_.note("supported architectures: " + target::target_names());
  diagnostics_.note("'wasm2mpy targets' lists the boards");
  note_commands();
}

void Parser::check_deploy() {
  if (settings_.debug_map == kStandardStream)
    diagnostics_.fail(
        "deploy writes on standard output itself: use --debug-map=FILE");
}

void Parser::check_standard_output() {
  std::vector<std::string_view> writers;
  if (settings_.report != ReportFormat::kNone) writers.push_back("--report");
  if (settings_.stub == kStandardStream) writers.push_back("--pyi=-");
  if (settings_.debug_map == kStandardStream)
    writers.push_back("--debug-map=-");
  if (settings_.output == kStandardStream) writers.push_back("-o -");
  if (writers.size() > 1) {
    diagnostics_.fail(
        std::format("{} and {} would both write to standard output",
                    quote(writers[0]), quote(writers[1])));
  }
  if (settings_.output == kStandardStream && settings_.romfs) {
    diagnostics_.fail(
        "standard output has no name for an image beside it: leave '--romfs' "
        "out");
  }
  if (settings_.output == kStandardStream && settings_.stub == "") {
    diagnostics_.fail(
        "standard output has no name for a stub beside it; use --pyi=FILE");
  }
  if (settings_.output == kStandardStream && settings_.debug_map == "") {
    diagnostics_.fail("standard output has no name for a map beside it; use "
                      "--debug-map=FILE");
  }
}

// Standard input has no name after which a file could be named.
void Parser::check_standard_input() {
  if (options_.input != kStandardStream) return;
  std::string_view output = settings_.output;
  if (settings_.makes_package()) {
    check_name();
  } else if (settings_.targets.size() > 1) {
    diagnostics_.fail(
        "with several architectures the files are named after the input, and "
        "standard input has no name");
  } else if (output.empty()) {
    diagnostics_.fail(
        "no output file: standard input has no name; use -o FILE");
  } else if (output.ends_with('/')) {
    diagnostics_.fail(
        std::format("standard input has no name for a file in {}; use -o FILE",
                    quote(output)));
  }
}

// A name that looks like a module's is a mistake, and would become a folder.
void Parser::check_output_folder() {
  if (settings_.targets.size() < 2 || settings_.makes_package()) return;
  bool looks_like_file = std::filesystem::path(settings_.output).extension() ==
                         output_suffix(settings_);
  if (settings_.output != kStandardStream && !looks_like_file) return;
  diagnostics_.fail(
      std::format("with several architectures '-o' names a folder (got {})",
                  quote(settings_.output)));
}

// The name under which the module is imported where no file names it.
void Parser::check_name() {
  if (!has_input_ || !settings_.name.empty()) return;
  if (options_.input == kStandardStream) {
    diagnostics_.fail(
        options_.command == Command::kRun
            ? "'run' needs a file: standard input is the program's"
            : "standard input has no name; use --name=NAME");
    return;
  }
  // For `run` any name will do.
  if (options_.command == Command::kDeploy)
    (void)check_module_name(settings_, diagnostics_);
}

// A command that does not exist looks like an input.
void Parser::note_commands() {
  std::string_view name = options_.input;
  if (!has_input_ || name == kStandardStream ||
      name.find_first_of("./") != name.npos) {
    return;
  }
  diagnostics_.note(std::format("{} is no command, so it is the input; the "
                                "commands: {}",
                                quote(name), join(command_names(), ", ")));
  diagnostics_.note("'wasm2mpy --help' says more");
}

}  // namespace

std::span<const CommandRow> command_table() { return kCommands; }

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandRow& row : kCommands) names.push_back(row.name);
  return names;
}

std::string_view command_name(Command command) {
  return std::ranges::find(kCommands, command, &CommandRow::command)->name;
}

Result<Options> Options::parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics) {
  return Parser(arguments, diagnostics).parse();
}

}  // namespace wasm2mpy
