// One table of options feeds the parser, the help text and the suggestions
// for misspelt names, so that the three can never disagree.
//
// `--name=value` and `--name value` are the same, for short options, too; only
// -O has its value right behind it (-Os). (-oFILE is not an option: "-output=x"
// would quietly write a file "utput=x".) A value that starts with '-' needs the
// form with '=', so that a forgotten value is noticed; "-" alone is a value.
// The last of several equal options wins. `--` ends the options.
#include "options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <format>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "support/edit_distance.h"
#include "support/file_io.h"

namespace wasm2mpy {
namespace {

using codegen::Emit;
using codegen::OptLevel;

// ------------------------------------------------------------- values ---

struct LevelName {
  std::string_view name;
  OptLevel level;
};
constexpr std::array<LevelName, 5> kLevels = {{
    {"0", OptLevel::kO0},
    {"1", OptLevel::kO1},
    {"2", OptLevel::kO2},
    {"s", OptLevel::kOs},
    {"z", OptLevel::kOz},
}};

struct StageName {
  std::string_view name;
  std::optional<Emit> stage;
  std::string_view suffix;  // of the default output
};
constexpr std::array<StageName, 5> kStages = {{
    {"ir", Emit::kIr, ".ll"},
    {"opt-ir", Emit::kOptIr, ".ll"},
    {"asm", Emit::kAsm, ".s"},
    {"obj", Emit::kObj, ".o"},
    {"mpy", std::nullopt, ".mpy"},
}};

// Below, nothing is left between the reserve for raising a trap (see
// codegen/stack_check.h) and what MicroPython itself has in use. Above, the end
// of the stack could lie beyond the end of a 32-bit address space.
constexpr uint64_t kMinStackSize = 4096;
constexpr uint64_t kMaxStackSize = uint64_t{1} << 30;

std::string join(std::span<const std::string_view> names,
                 std::string_view prefix = "") {
  std::string text;
  for (std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += prefix;
    text += name;
  }
  return text;
}

// "; did you mean 'x64'?", or nothing when no candidate is near.
std::string did_you_mean(std::string_view name,
                         std::span<const std::string_view> candidates) {
  std::optional<std::string_view> nearest = nearest_name(name, candidates);
  return nearest ? std::format("; did you mean {}?", quote(*nearest)) : "";
}

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const auto& row : table) names.push_back(row.name);
  return names;
}

bool set_arch(Options& options, std::string_view value,
              Diagnostics& diagnostics) {
  options.target = target::find_target(value);
  if (options.target) return true;
  diagnostics.fail(
      std::format("unknown architecture {}{}", quote(value),
                  did_you_mean(value, names_of(target::all_targets()))));
  diagnostics.note("supported architectures: " + target::target_names());
  return false;
}

bool set_level(Options& options, std::string_view value,
               Diagnostics& diagnostics) {
  for (const LevelName& row : kLevels) {
    if (row.name != value) continue;
    options.level = row.level;
    return true;
  }
  diagnostics.fail(std::format("unknown optimisation level {}",
                               quote("-O" + std::string(value))));
  diagnostics.note("levels: " + join(names_of(kLevels), "-O"));
  return false;
}

bool set_stage(Options& options, std::string_view value,
               Diagnostics& diagnostics) {
  for (const StageName& row : kStages) {
    if (row.name != value) continue;
    options.stop_after = row.stage;
    return true;
  }
  diagnostics.fail(std::format("unknown stage {} for '--emit'{}", quote(value),
                               did_you_mean(value, names_of(kStages))));
  diagnostics.note("stages: " + join(names_of(kStages)));
  return false;
}

bool set_stack_size(Options& options, std::string_view value,
                    Diagnostics& diagnostics) {
  std::string_view digits = value;
  uint64_t unit = 1;
  if (digits.ends_with('K') || digits.ends_with('k')) {
    digits.remove_suffix(1);
    unit = 1024;
  }
  uint64_t size = 0;
  const char* end = digits.data() + digits.size();
  auto [stop, error] = std::from_chars(digits.data(), end, size);
  if (error == std::errc::invalid_argument || stop != end) {
    diagnostics.fail(std::format(
        "'--stack-size' needs a number of bytes, such as 4096 or 4K (got {})",
        quote(value)));
    return false;
  }
  if (error != std::errc{} || size > kMaxStackSize ||
      size * unit > kMaxStackSize || size * unit < kMinStackSize) {
    diagnostics.fail(std::format("'--stack-size' is not in [{}, {}] (got {})",
                                 kMinStackSize, kMaxStackSize, quote(value)));
    return false;
  }
  options.stack_size = static_cast<uint32_t>(size * unit);
  return true;
}

// ---------------------------------------------------------- the tables ---

struct CommandName {
  std::string_view name;
  Command command;
};
constexpr std::array<CommandName, 1> kCommands = {{
    {"inspect", Command::kInspect},
}};

// Which commands an option is for.
enum class Scope : uint8_t { kAll, kCompile };

struct OptionRow {
  std::string_view name;
  std::string_view alias;  // may be empty
  std::string_view value;  // placeholder in the help; empty: takes none
  Scope scope;
  std::string_view help;  // "{archs}", "{level}", "{stack}" are filled in
  // Stores the value; false when an error is in `diagnostics`.
  bool (*apply)(Options& options, std::string_view value,
                Diagnostics& diagnostics);
};

constexpr std::array<OptionRow, 11> kOptions = {{
    {"--arch", "", "ARCH", Scope::kCompile,
     "native architecture to compile for: {archs}", set_arch},
    {"-o", "", "FILE", Scope::kCompile,
     "write to FILE; '-' is standard output (default: the name of INPUT with "
     ".mpy, in the current folder)",
     [](Options& options, std::string_view value, Diagnostics&) {
       options.output = value;
       return true;
     }},
    {"-O", "", "LEVEL", Scope::kCompile,
     "optimise: -O0 not at all, -O1 a little, -O2 for speed, -Os for size and "
     "speed, -Oz for size (default: {level})",
     set_level},
    {"--stack-size", "", "BYTES", Scope::kCompile,
     "size of the board's native stack; the module traps with 'call stack "
     "exhausted' before it is full; K stands for 1024 (default: {stack})",
     set_stack_size},
    {"--growable-memory", "", "", Scope::kCompile,
     "let Python and other modules grow memories that the module itself never "
     "grows; such memories are slower",
     [](Options& options, std::string_view, Diagnostics&) {
       options.growable_memory = true;
       return true;
     }},
    {"--no-instance", "", "", Scope::kCompile,
     "make no instance at import; Python calls instantiate(imports)",
     [](Options& options, std::string_view, Diagnostics&) {
       options.no_instance = true;
       return true;
     }},
    {"--emit", "", "STAGE", Scope::kCompile,
     "stop after a stage and write what there is: ir (LLVM IR), opt-ir "
     "(optimised), asm, obj, or mpy (default)",
     set_stage},
    {"--verbose", "-v", "", Scope::kCompile,
     "list the stages and the sizes of what they make on standard error",
     [](Options& options, std::string_view, Diagnostics&) {
       options.verbose = true;
       return true;
     }},
    {"--time", "", "", Scope::kCompile,
     "list the stages and their times on standard error",
     [](Options& options, std::string_view, Diagnostics&) {
       options.time = true;
       return true;
     }},
    {"--help", "-h", "", Scope::kAll, "print this text",
     [](Options& options, std::string_view, Diagnostics&) {
       options.command = Command::kHelp;
       return true;
     }},
    {"--version", "", "", Scope::kAll, "print the version",
     [](Options& options, std::string_view, Diagnostics&) {
       options.command = Command::kVersion;
       return true;
     }},
}};

// The only option whose value is right behind its name.
constexpr std::string_view kLevelOption = "-O";

constexpr bool is_short(std::string_view name) {
  return !name.starts_with("--");
}

// How the value is written behind the name: "=ARCH", " FILE", "LEVEL".
std::string value_form(const OptionRow& row) {
  std::string_view separator = "=";
  if (is_short(row.name)) separator = row.name == kLevelOption ? "" : " ";
  return std::format("{}{}", separator, row.value);
}

const OptionRow& option_row(std::string_view name) {
  return *std::ranges::find(kOptions, name, &OptionRow::name);
}

// -------------------------------------------------------------- parser ---

class Parser {
 public:
  Parser(std::span<const char* const> arguments, Diagnostics& diagnostics)
      : arguments_(arguments), diagnostics_(diagnostics) {}

  Result<Options> parse();

 private:
  void parse_option(std::string_view argument);
  void parse_operand(std::string_view argument, bool may_be_command);
  void apply(const OptionRow& row, std::string_view value);
  void report_unknown(std::string_view name);
  void check_compile();
  void set_default_output();
  bool wants_text() const {
    return options_.command == Command::kHelp ||
           options_.command == Command::kVersion;
  }

  std::span<const char* const> arguments_;
  Diagnostics& diagnostics_;
  Options options_;
  size_t next_ = 0;  // index of the next argument
  bool has_input_ = false;
  // There is something that has no meaning here. The value of an unknown
  // option may look like an operand, a misspelt command like an input: do not
  // complain about that, too.
  bool has_unknown_ = false;
  bool has_bad_arch_ = false;
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
    diagnostics_.fail(
        std::format("option {} does not apply to 'inspect'", quote(row->name)));
  }
  if (!has_input_ && !has_unknown_ && !wants_text()) {
    diagnostics_.fail("no input file");
  }
  if (options_.command == Command::kCompile) check_compile();
  if (diagnostics_.has_errors()) return std::unexpected(Reported{});
  return options_;
}

void Parser::parse_option(std::string_view argument) {
  if (argument.starts_with(kLevelOption)) {
    return apply(option_row(kLevelOption),
                 argument.substr(kLevelOption.size()));
  }
  size_t equals = argument.find('=');
  std::string_view name = argument.substr(0, equals);
  for (const OptionRow& row : kOptions) {
    if (name != row.name && name != row.alias) continue;
    if (row.value.empty() && equals != argument.npos) {
      diagnostics_.fail(std::format("option {} takes no value", quote(name)));
    } else if (row.value.empty()) {
      apply(row, "");
    } else if (equals != argument.npos) {
      apply(row, argument.substr(equals + 1));
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
  if (!row.value.empty() && value.empty() && row.name != kLevelOption) {
    diagnostics_.fail(std::format("option {} needs a value: {}{}",
                                  quote(row.name), row.name, value_form(row)));
    has_bad_arch_ |= row.name == "--arch";
    return;
  }
  if (!row.apply(options_, value, diagnostics_)) {
    has_bad_arch_ |= row.name == "--arch";
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
                        ? did_you_mean(options_.input, names_of(kCommands))
                        : ""));
    return;
  }
  if (argument.empty()) diagnostics_.fail("the name of the input is empty");
  has_input_ = true;
  options_.input = argument;
}

void Parser::report_unknown(std::string_view name) {
  has_unknown_ = true;
  std::vector<std::string_view> names;
  for (const OptionRow& row : kOptions) {
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
  if (!options_.target && !has_bad_arch_ && !has_unknown_) {
    diagnostics_.fail("no architecture given: use --arch=ARCH");
    diagnostics_.note("supported architectures: " + target::target_names());
  }
  if (has_input_ && options_.output.empty() && !diagnostics_.has_errors()) {
    set_default_output();
  }
  if (arguments_.empty()) diagnostics_.note("'wasm2mpy --help' says more");
}

void Parser::set_default_output() {
  if (options_.input == kStandardStream) {
    diagnostics_.fail(
        "no output file: standard input has no name; use -o FILE");
    return;
  }
  std::string_view suffix;
  for (const StageName& row : kStages) {
    if (row.stage == options_.stop_after) suffix = row.suffix;
  }
  options_.output = std::filesystem::path(options_.input).stem().string();
  options_.output += suffix;
}

// ---------------------------------------------------------------- help ---

constexpr size_t kHelpWidth = 79;
constexpr size_t kHelpColumn = 21;

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (size_t at = text.find(from); at != text.npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

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

std::string_view default_level_name() {
  for (const LevelName& row : kLevels) {
    if (row.level == codegen::Options{}.level) return row.name;
  }
  return "";
}

// "256K for x64, 8K for the others".
std::string default_stack_sizes() {
  std::map<uint32_t, std::string, std::greater<>> names_by_size;
  for (const Target& target : target::all_targets()) {
    std::string& names = names_by_size[target.default_stack_size];
    names += names.empty() ? "" : " and ";
    names += target.name;
  }
  std::string text;
  for (const auto& [size, names] : names_by_size) {
    bool is_rest = !text.empty() && size == names_by_size.rbegin()->first;
    text += text.empty() ? "" : ", ";
    text +=
        std::format("{}K for {}", size / 1024, is_rest ? "the others" : names);
  }
  return text;
}

}  // namespace

Result<Options> Options::parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics) {
  return Parser(arguments, diagnostics).parse();
}

std::string help_text() {
  std::string text =
      "usage: wasm2mpy INPUT --arch=ARCH [-o FILE] [OPTION]...\n"
      "       wasm2mpy inspect FILE\n"
      "\n"
      "Compiles a WebAssembly module to a native MicroPython module (.mpy).\n"
      "INPUT is a binary (.wasm) or text (.wat) module, '-' is standard "
      "input.\n"
      "'inspect' describes a WebAssembly module or a .mpy file.\n"
      "\n"
      "options:\n";
  for (const OptionRow& row : kOptions) {
    std::string line = "  ";
    if (!row.alias.empty()) line += std::format("{}, ", row.alias);
    line += row.name;
    if (!row.value.empty()) line += value_form(row);
    if (line.size() + 2 > kHelpColumn) {
      text += line + '\n';
      line.clear();
    }
    line.resize(kHelpColumn, ' ');
    std::string help(row.help);
    replace_all(help, "{archs}", target::target_names());
    replace_all(help, "{stack}", default_stack_sizes());
    replace_all(help, "{level}", std::format("-O{}", default_level_name()));
    append_wrapped(text, std::move(line), help);
  }
  text +=
      "\n"
      "examples:\n"
      "  wasm2mpy fft.wasm --arch=x64             writes fft.mpy: import fft\n"
      "  wasm2mpy fft.wat --arch=x64 -o lib/dsp.mpy        import dsp\n"
      "  wasm2mpy fft.wasm --arch=x64 --emit=asm -o -      look at the code\n"
      "  wasm2mpy inspect fft.wasm                exports, imports, memory\n"
      "  wasm2mpy inspect fft.mpy                 architecture, sizes\n";
  return text;
}

}  // namespace wasm2mpy
