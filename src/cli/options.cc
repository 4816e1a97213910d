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
#include "micropython/module_name.h"
#include "support/file_io.h"

namespace wasm2mpy {
namespace {

struct CommandName {
  std::string_view name;
  Command command;
};
constexpr std::array<CommandName, 4> kCommands = {{
    {"deploy", Command::kDeploy},
    {"run", Command::kRun},
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
  void check_package();
  void check_module_name();
  void check_board();
  void check_instances();
  void check_report();
  void check_memory();
  void check_standard_output();
  void note_commands();
  void set_stub_name();
  void make_builds();
  bool is_argument(std::string_view argument) const;
  void report_misplaced(const OptionRow& row);
  void set_default_output();
  void put_output_in_folder();
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
  if (applies(Scope::kBuild, options_.command)) check_memory();
  bool wants_input = options_.command != Command::kTargets && !wants_text();
  if (!has_input_ && !has_unknown_ && wants_input) {
    diagnostics_.fail("no input file");
  }
  if (options_.command == Command::kCompile) {
    check_compile();
  } else if (applies(Scope::kBuild, options_.command)) {
    check_module_name();
  }
  if (diagnostics_.has_errors()) return std::unexpected(Reported{});
  // Where bytes do not matter, the place of a trap does.
  options_.names = wishes_.names.value_or(options_.command == Command::kRun
                                              ? codegen::Names::kFull
                                              : options_.names);
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
  if (has_input_ && options_.command == Command::kRun) {
    options_.arguments.emplace_back(argument);
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
    note_commands();
  }
  if (!has_bad_target_) check_board();
  check_instances();
  check_report();
  check_standard_output();
  check_package();
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
}

void Parser::check_standard_output() {
  std::vector<std::string_view> writers;
  if (options_.report != ReportFormat::kNone) writers.push_back("--report");
  if (options_.pyi == kStandardStream) writers.push_back("--pyi=-");
  if (wishes_.output == kStandardStream) writers.push_back("-o -");
  if (writers.size() < 2) return;
  diagnostics_.fail(std::format("{} and {} would both write to standard output",
                                quote(writers[0]), quote(writers[1])));
}

void Parser::check_memory() {
  bool is_lean =
      options_.memory.mode == codegen::MemoryMode::kLean || has_unknown_;
  if (is_lean ||
      !std::ranges::contains(seen_, "--linear-stack", &OptionRow::name)) {
    return;
  }
  diagnostics_.fail(
      "'--linear-stack' is about a lean memory: add '--memory=lean'");
}

// A command that does not exist looks like an input.
void Parser::note_commands() {
  std::string_view name = options_.input;
  if (!has_input_ || name == kStandardStream ||
      name.find_first_of("./") != name.npos) {
    return;
  }
  std::string names;
  for (const CommandName& row : kCommands) {
    names += std::format("{}{}", names.empty() ? "" : ", ", row.name);
  }
  diagnostics_.note(std::format("{} is no command, so it is the input; the "
                                "commands: {}",
                                quote(name), names));
  diagnostics_.note("'wasm2mpy --help' says more");
}

void Parser::check_instances() {
  if (options_.no_instance && options_.single_instance) {
    diagnostics_.fail(
        "with '--no-instance' and '--single-instance' there would be none");
  }
}

void Parser::check_package() {
  const package::Package& package = wishes_.package;
  if (package.folder.empty()) {
    if (has_unknown_) return;
    if (!package.version.empty() || !package.url.empty()) {
      diagnostics_.fail("there is no package: use --package=DIR");
    } else if (!wishes_.name.empty()) {
      diagnostics_.fail(
          "option '--name' is for packages and 'deploy'; use -o FILE");
    }
    return;
  }
  if (!wishes_.output.empty()) {
    diagnostics_.fail("'--package' names the folder: leave '-o' out");
  }
  if (options_.stop_after) {
    diagnostics_.fail("a package has finished modules: leave '--emit' out");
  }
  check_module_name();
  wishes_.package.name = options_.module_name;
  if (package::check(package, diagnostics_)) options_.package = package;
}

// The name under which the module is imported where no file names it.
void Parser::check_module_name() {
  options_.module_name = wishes_.name;
  if (!has_input_ || !wishes_.name.empty()) return;
  if (options_.input == kStandardStream) {
    diagnostics_.fail(
        options_.command == Command::kRun
            ? "'run' needs a file: standard input is the program's"
            : "standard input has no name; use --name=NAME");
    return;
  }
  std::string name = std::filesystem::path(options_.input).stem().string();
  options_.module_name = importable_name(name);
  // For `run` any name will do.
  if (is_importable(name) || options_.command == Command::kRun) return;
  diagnostics_.fail(std::format("Python cannot import {}: choose a name with "
                                "--name, for example --name={}",
                                quote(name), options_.module_name));
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
  if (options_.output_folder == wishes_.output) name /= default_name();
  options_.pyi = name.replace_extension(".pyi").string();
}

void Parser::make_builds() {
  if (options_.package) wishes_.output = options_.package->folder;
  bool is_folder = wishes_.targets.size() > 1 || options_.package;
  if (is_folder && !check_output_folder()) return;
  if (!is_folder && wishes_.output.empty()) set_default_output();
  if (!is_folder && wishes_.output.ends_with('/')) put_output_in_folder();
  set_stub_name();
  for (const Target* target : wishes_.targets) {
    Build build = make_build(*target, options_.board, options_.stack_size,
                             wishes_.output);
    if (is_folder) {
      // The layout that package indexes of native modules have: the name of
      // the file is the name of the module, so the folder tells the rest.
      std::filesystem::path folder(*options_.output_folder);
      build.output =
          (folder / package::arch_folder(*target) / default_name()).string();
    }
    options_.builds.push_back(std::move(build));
  }
}

bool Parser::check_output_folder() {
  // A name that looks like a module's is a mistake, and would become a folder.
  bool looks_like_file = std::filesystem::path(wishes_.output).extension() ==
                         stage_suffix(options_.stop_after);
  if (options_.package) {
    // It was checked as such.
  } else if (wishes_.output == kStandardStream || looks_like_file) {
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

// "-o lib/" names the folder only.
void Parser::put_output_in_folder() {
  if (options_.input == kStandardStream) {
    diagnostics_.fail(
        std::format("standard input has no name for a file in {}; use -o FILE",
                    quote(wishes_.output)));
    return;
  }
  options_.output_folder = wishes_.output;
  wishes_.output += default_name();
}

// "lib/fft.wasm": "fft.mpy".
std::string Parser::default_name() const {
  if (options_.package) return options_.package->name + ".mpy";
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

Build make_build(const Target& target, const Board* board,
                 std::optional<uint32_t> stack_size, std::string output) {
  Build build = {.target = target::for_board(target, board),
                 .output = std::move(output)};
  build.stack_size = stack_size.value_or(build.target.default_stack_size);
  return build;
}

std::optional<uint64_t> ram_of(const Options& options) {
  if (options.free_ram) return options.free_ram;
  if (!options.board || options.board->ram == 0) return std::nullopt;
  return uint64_t{options.board->ram} * 1024;
}

Result<Options> Options::parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics) {
  return Parser(arguments, diagnostics).parse();
}

}  // namespace wasm2mpy
