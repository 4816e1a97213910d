// The rows of the option table, and what each does with its value.
#include "cli/option_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <format>
#include <optional>
#include <ranges>

#include "micropython/module_name.h"
#include "support/edit_distance.h"

namespace wasm2mpy {
namespace {

using codegen::Emit;
using codegen::OptLevel;

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

struct FormatName {
  std::string_view name;
  ReportFormat format;
};
constexpr std::array<FormatName, 2> kReportFormats = {{
    {"text", ReportFormat::kText},
    {"json", ReportFormat::kJson},
}};

struct NamesName {
  std::string_view name;
  codegen::Names names;
};
constexpr std::array<NamesName, 3> kNames = {{
    {"full", codegen::Names::kFull},
    {"exports", codegen::Names::kExports},
    {"none", codegen::Names::kNone},
}};

// Stands for every architecture of the target table.
constexpr std::string_view kAllArchs = "all";

// Below, nothing is left between the reserve for raising a trap (see
// codegen/stack_check.h) and what MicroPython itself has in use. Above, the end
// of the stack could lie beyond the end of a 32-bit address space.
constexpr uint64_t kMinStackSize = 4096;
constexpr uint64_t kMaxStackSize = uint64_t{1} << 30;

constexpr uint64_t kMaxMemorySize = uint64_t{1} << 30;

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

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const auto& row : table) names.push_back(row.name);
  return names;
}

// ------------------------------------------------------------- values ---

// One name of a list with `count` names.
bool add_arch(Wishes& wishes, std::string_view name, std::string_view list,
              Diagnostics& diagnostics) {
  if (name.empty()) {
    diagnostics.fail(std::format("empty name in the list of '--arch' (got {})",
                                 quote(list)));
    return false;
  }
  if (name == kAllArchs) {
    diagnostics.fail(std::format(
        "'--arch=all' is every architecture and takes no others (got {})",
        quote(list)));
    return false;
  }
  const Target* target = target::find_target(name);
  if (!target) {
    std::vector<std::string_view> names = names_of(target::all_targets());
    names.push_back(kAllArchs);
    std::string suggestion = did_you_mean(name, names);
    // The name of a board is the likeliest mistake.
    if (target::find_board(name)) {
      suggestion = std::format("; it is a board: --board={}", name);
    }
    diagnostics.fail(
        std::format("unknown architecture {}{}", quote(name), suggestion));
    diagnostics.note("supported architectures: " + target::target_names());
    return false;
  }
  if (std::ranges::contains(wishes.targets, target)) {
    diagnostics.fail(std::format("architecture {} is twice in the list {}",
                                 quote(name), quote(list)));
    return false;
  }
  wishes.targets.push_back(target);
  return true;
}

bool set_arch(Wishes& wishes, std::string_view value,
              Diagnostics& diagnostics) {
  wishes.targets.clear();
  if (value == kAllArchs) {
    for (const Target& target : target::all_targets()) {
      wishes.targets.push_back(&target);
    }
    return true;
  }
  bool is_good = true;
  for (auto part : std::views::split(value, ',')) {
    is_good &= add_arch(wishes, std::string_view(part), value, diagnostics);
  }
  return is_good;
}

// The name of a chip is what many know of their board, or the name on it.
void note_boards_with(std::string_view words, Diagnostics& diagnostics) {
  constexpr size_t kMinLength = 4;  // "stm" is in a third of them
  if (words.size() < kMinLength) return;
  auto is_same_letter = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  for (const target::Board& board : target::all_boards()) {
    if (std::ranges::search(board.description, words, is_same_letter).empty()) {
      continue;
    }
    diagnostics.note(
        std::format("--board={} is for: {}", board.name, board.description));
  }
}

bool set_board(Wishes& wishes, std::string_view value,
               Diagnostics& diagnostics) {
  wishes.options.board = target::find_board(value);
  if (wishes.options.board) return true;
  std::string suggestion = did_you_mean(value, names_of(target::all_boards()));
  if (const Board* board = target::find_board_written_like(value)) {
    suggestion = std::format("; did you mean {}?", quote(board->name));
  }
  if (target::find_target(value)) {
    suggestion = std::format("; it is an architecture: --arch={}", value);
  }
  diagnostics.fail(std::format("unknown board {}{}", quote(value), suggestion));
  if (suggestion.empty()) note_boards_with(value, diagnostics);
  diagnostics.note(
      "'wasm2mpy targets' lists the boards; for any other give --arch");
  return false;
}

bool set_level(Wishes& wishes, std::string_view value,
               Diagnostics& diagnostics) {
  for (const LevelName& row : kLevels) {
    if (row.name != value) continue;
    wishes.options.level = row.level;
    return true;
  }
  diagnostics.fail(std::format("unknown optimisation level {}",
                               quote("-O" + std::string(value))));
  diagnostics.note("levels: " + join(names_of(kLevels), "-O"));
  return false;
}

bool set_stage(Wishes& wishes, std::string_view value,
               Diagnostics& diagnostics) {
  for (const StageName& row : kStages) {
    if (row.name != value) continue;
    wishes.options.stop_after = row.stage;
    return true;
  }
  diagnostics.fail(std::format("unknown stage {} for '--emit'{}", quote(value),
                               did_you_mean(value, names_of(kStages))));
  diagnostics.note("stages: " + join(names_of(kStages)));
  return false;
}

bool set_report(Wishes& wishes, std::string_view value,
                Diagnostics& diagnostics) {
  if (value.empty()) value = kReportFormats[0].name;
  for (const FormatName& row : kReportFormats) {
    if (row.name != value) continue;
    wishes.options.report = row.format;
    return true;
  }
  diagnostics.fail(std::format("unknown format {} for '--report'{}",
                               quote(value),
                               did_you_mean(value, names_of(kReportFormats))));
  diagnostics.note("formats: " + join(names_of(kReportFormats)));
  return false;
}

bool set_names(Wishes& wishes, std::string_view value,
               Diagnostics& diagnostics) {
  for (const NamesName& row : kNames) {
    if (row.name != value) continue;
    wishes.names = row.names;
    return true;
  }
  diagnostics.fail(std::format("unknown value {} for '--names'{}", quote(value),
                               did_you_mean(value, names_of(kNames))));
  diagnostics.note("values: " + join(names_of(kNames)));
  return false;
}

// A number of bytes in [min, max], perhaps with K or M behind it.
std::optional<uint64_t> read_size(std::string_view option,
                                  std::string_view value, uint64_t min,
                                  uint64_t max, Diagnostics& diagnostics) {
  std::string_view digits = value;
  uint64_t unit = 1;
  if (digits.ends_with('K') || digits.ends_with('k')) unit = 1024;
  if (digits.ends_with('M') || digits.ends_with('m')) unit = 1024 * 1024;
  if (unit != 1) digits.remove_suffix(1);
  uint64_t size = 0;
  const char* end = digits.data() + digits.size();
  auto [stop, error] = std::from_chars(digits.data(), end, size);
  if (error == std::errc::invalid_argument || stop != end) {
    diagnostics.fail(
        std::format("'{}' needs a number of bytes, such as 4096 or 4K (got {})",
                    option, quote(value)));
    return {};
  }
  if (error != std::errc{} || size > max || size * unit > max ||
      size * unit < min) {
    diagnostics.fail(std::format("'{}' is not in [{}, {}] (got {})", option,
                                 min, max, quote(value)));
    return {};
  }
  return size * unit;
}

bool set_stack_size(Wishes& wishes, std::string_view value,
                    Diagnostics& diagnostics) {
  std::optional<uint64_t> size = read_size("--stack-size", value, kMinStackSize,
                                           kMaxStackSize, diagnostics);
  if (size) wishes.options.stack_size = static_cast<uint32_t>(*size);
  return size.has_value();
}

bool set_memory(Wishes& wishes, std::string_view value,
                Diagnostics& diagnostics) {
  using codegen::MemoryMode;
  codegen::MemoryWish& memory = wishes.options.memory;
  memory.is_given = true;
  if (value == "exact" || value == "lean") {
    memory.mode = value == "lean" ? MemoryMode::kLean : MemoryMode::kExact;
    return true;
  }
  if (value[0] < '0' || value[0] > '9') {
    diagnostics.fail(std::format(
        "'--memory' is exact, lean, or a number of bytes, such as 4096 or 4K "
        "(got {})",
        quote(value)));
    return false;
  }
  std::optional<uint64_t> size =
      read_size("--memory", value, 1, kMaxMemorySize, diagnostics);
  if (!size) return false;
  memory.mode = MemoryMode::kSized;
  memory.bytes = *size;
  return true;
}

bool set_linear_stack(Wishes& wishes, std::string_view value,
                      Diagnostics& diagnostics) {
  std::optional<uint64_t> size =
      read_size("--linear-stack", value, 256, kMaxMemorySize, diagnostics);
  if (size) wishes.options.memory.linear_stack = *size;
  return size.has_value();
}

bool set_package(Wishes& wishes, std::string_view value, Diagnostics&) {
  wishes.package.folder = value;
  return true;
}

bool set_package_version(Wishes& wishes, std::string_view value, Diagnostics&) {
  wishes.package.version = value;
  return true;
}

bool set_package_url(Wishes& wishes, std::string_view value, Diagnostics&) {
  while (value.ends_with('/')) value.remove_suffix(1);
  wishes.package.url = value;
  return true;
}

bool set_name(Wishes& wishes, std::string_view value,
              Diagnostics& diagnostics) {
  wishes.name = value;
  if (is_importable(value)) return true;
  diagnostics.fail(std::format("Python cannot import {}: the name of a module "
                               "is an identifier, such as {}",
                               quote(value), quote(importable_name(value))));
  return false;
}

bool add_variable(Wishes& wishes, std::string_view value,
                  Diagnostics& diagnostics) {
  wishes.options.environment.emplace_back(value);
  if (value.find('=') != 0 && value.contains('=')) return true;
  diagnostics.fail(
      std::format("'--env' needs NAME=VALUE (got {})", quote(value)));
  return false;
}

bool add_folder(Wishes& wishes, std::string_view value,
                Diagnostics& diagnostics) {
  wishes.options.folders.emplace_back(value);
  if (!value.starts_with("::") && !value.ends_with("::")) return true;
  diagnostics.fail(std::format("'--dir' needs FOLDER or FOLDER::NAME (got {})",
                               quote(value)));
  return false;
}

bool hide(Wishes& wishes, std::string_view value, Diagnostics&) {
  for (auto name : std::views::split(value, ',')) {
    wishes.options.hidden.emplace_back(std::string_view(name));
  }
  return true;
}

template <std::string Options::* member>
bool set_text(Wishes& wishes, std::string_view value, Diagnostics&) {
  wishes.options.*member = value;
  return true;
}

template <bool Options::* flag>
bool set_flag(Wishes& wishes, std::string_view, Diagnostics&) {
  wishes.options.*flag = true;
  return true;
}

// ---------------------------------------------------------- the table ---

constexpr std::array kOptions = std::to_array<OptionRow>({
    {"--arch", "", "ARCH", false, Scope::kCompile,
     "native architecture to compile for: {archs}; or several with commas "
     "between them, or 'all'",
     set_arch},
    {"--board", "", "BOARD", false, Scope::kCompileOrDeploy,
     "board to compile for, instead of its architecture; 'wasm2mpy targets' "
     "lists them",
     set_board},
    {"-o", "", "FILE", false, Scope::kCompile,
     "write to FILE; '-' is standard output (default: the name of INPUT with "
     ".mpy, in the current folder). With several architectures a folder: "
     "FILE/ARCH_6.3/INPUT.mpy",
     [](Wishes& wishes, std::string_view value, Diagnostics&) {
       wishes.output = value;
       return true;
     }},
    {"-O", "", "LEVEL", false, Scope::kBuild,
     "optimise: -O0 not at all, -O1 a little, -O2 for speed, -Os for size and "
     "speed, -Oz for size (default: {level})",
     set_level},
    {"--stack-size", "", "BYTES", false, Scope::kBuild,
     "size of the board's native stack; the module traps with 'call stack "
     "exhausted' before it is full; K stands for 1024 (default: the board's, "
     "else {stack})",
     set_stack_size},
    {"--growable-memory", "", "", false, Scope::kBuild,
     "let Python and other modules grow memories that the module itself never "
     "grows; such memories are slower",
     set_flag<&Options::growable_memory>},
    {"--memory", "", "WHAT", false, Scope::kBuild,
     "the module's linear memory: exact (default), all pages are there; lean, "
     "only what the module touches; or its size in bytes, K stands for 1024",
     set_memory},
    {"--linear-stack", "", "BYTES", false, Scope::kBuild,
     "with --memory=lean: how far the module's stack in linear memory may "
     "grow, where it is known where that is (default: 16K)",
     set_linear_stack},
    {"--trap-unaligned", "", "", false, Scope::kBuild,
     "an access at an address that is not aligned as the module promises: trap "
     "instead of giving the right result where it would fault; smaller and "
     "faster there",
     set_flag<&Options::trap_unaligned>},
    {"--unchecked", "", "", false, Scope::kBuild,
     "trust the module: loads and stores are not checked, nor is the native "
     "stack; smaller and faster, but a module that is wrong can crash the "
     "board",
     set_flag<&Options::unchecked>},
    {"--no-instance", "", "", false, Scope::kCompileOrDeploy,
     "make no instance at import; Python calls instantiate(imports)",
     set_flag<&Options::no_instance>},
    {"--single-instance", "", "", false, Scope::kCompileOrDeploy,
     "the instance that import makes stays the only one: there is no "
     "instantiate, and initial data does not stay in RAM a second time",
     set_flag<&Options::single_instance>},
    {"--hide", "", "NAMES", false, Scope::kCompileOrDeploy,
     "exports that Python shall not see, with commas between them; --hide="
     "memory makes many modules 700 bytes smaller",
     hide},
    {"--names", "", "NAMES", false, Scope::kBuild,
     "which functions a trap names: full (all), exports (and numbers of the "
     "others) or none, the smallest (default: none, for 'run' full)",
     set_names},
    {"--bind", "", "FILE", false, Scope::kBuild,
     "file with signatures of exports, in the syntax of Python's stubs: such "
     "functions take and give buffers and strings",
     [](Wishes& wishes, std::string_view value, Diagnostics&) {
       wishes.options.bind = value;
       return true;
     }},
    {"--pyi", "", "FILE", true, Scope::kCompile,
     "write a stub with the types of all exports, for editors and type "
     "checkers "
     "(default: the name of the module with .pyi, beside it)",
     [](Wishes& wishes, std::string_view value, Diagnostics&) {
       wishes.options.pyi = value;
       return true;
     }},
    {"--emit", "", "STAGE", false, Scope::kCompile,
     "stop after a stage and write what there is: ir (LLVM IR), opt-ir "
     "(optimised), asm, obj, or mpy (default)",
     set_stage},
    {"--report", "", "FORMAT", true, Scope::kCompileOrDeploy,
     "print what the module costs, in bytes of the file and of RAM, on "
     "standard output: text (default) or json",
     set_report},
    {"--package", "", "DIR", false, Scope::kCompile,
     "make a package for mip in DIR: DIR/ARCH_6.3/NAME.mpy, a package.json for "
     "each architecture and one for all, and NAME.py, which picks what a board "
     "needs",
     set_package},
    {"--package-version", "", "V", false, Scope::kCompile,
     "the version that the package.json files tell", set_package_version},
    {"--package-url", "", "URL", false, Scope::kCompile,
     "where DIR will be, for a mip that takes only full URLs, as in firmware "
     "before MicroPython 1.26 (default: relative ones)",
     set_package_url},
    {"--name", "", "NAME", false, Scope::kCompileOrDeploy,
     "with --package or deploy: under which name the module is imported "
     "(default: that of INPUT)",
     set_name},
    {"--port", "", "PORT", false, Scope::kDeploy,
     "deploy: the board's port, as mpremote takes it (default: the first one)",
     set_text<&Options::port>},
    {"--invoke", "", "NAME", false, Scope::kRun,
     "run: call the exported function NAME with the ARGs and print its results "
     "(default: run the program)",
     [](Wishes& wishes, std::string_view value, Diagnostics&) {
       wishes.options.function = value;
       return true;
     }},
    {"--env", "", "NAME=VALUE", false, Scope::kRun,
     "run: a variable in the environment of a WASI program; may be repeated",
     add_variable},
    {"--dir", "", "FOLDER", false, Scope::kRun,
     "run: a folder that a WASI program may use, under this name or that of "
     "FOLDER::NAME; may be repeated (default: the current one, as /)",
     add_folder},
    {"--micropython", "", "FILE", false, Scope::kRun,
     "run: MicroPython for this computer (default: micropython, from PATH)",
     set_text<&Options::micropython>},
    {"--verbose", "-v", "", false, Scope::kBuild,
     "list the stages and the sizes of what they make on standard error",
     set_flag<&Options::verbose>},
    {"--quiet", "-q", "", false, Scope::kBuild,
     "no warnings, and no word on long compilations",
     [](Wishes& wishes, std::string_view, Diagnostics& diagnostics) {
       wishes.options.quiet = true;
       diagnostics.be_quiet();
       return true;
     }},
    {"--time", "", "", false, Scope::kBuild,
     "list the stages and their times on standard error",
     set_flag<&Options::time>},
    {"--help", "-h", "", false, Scope::kAll, "print this text",
     [](Wishes& wishes, std::string_view, Diagnostics&) {
       wishes.options.command = Command::kHelp;
       return true;
     }},
    {"--version", "", "", false, Scope::kAll, "print the version",
     [](Wishes& wishes, std::string_view, Diagnostics&) {
       wishes.options.command = Command::kVersion;
       return true;
     }},
});

}  // namespace

std::span<const OptionRow> option_table() { return kOptions; }

bool applies(Scope scope, Command command) {
  switch (scope) {
    case Scope::kAll:
      return true;
    case Scope::kCompile:
      return command == Command::kCompile;
    case Scope::kDeploy:
      return command == Command::kDeploy;
    case Scope::kRun:
      return command == Command::kRun;
    case Scope::kCompileOrDeploy:
      return command == Command::kCompile || command == Command::kDeploy;
    case Scope::kBuild:
      return command == Command::kCompile || command == Command::kDeploy ||
             command == Command::kRun;
  }
  return false;
}

std::string value_form(const OptionRow& row) {
  if (row.value_is_optional) return std::format("[={}]", row.value);
  std::string_view separator = "=";
  if (is_short(row.name)) separator = row.name == kLevelOption ? "" : " ";
  return std::format("{}{}", separator, row.value);
}

std::string_view stage_suffix(std::optional<codegen::Emit> stage) {
  return std::ranges::find(kStages, stage, &StageName::stage)->suffix;
}

std::string default_level_option() {
  OptLevel level = codegen::Options{}.level;
  return std::format(
      "{}{}", kLevelOption,
      std::ranges::find(kLevels, level, &LevelName::level)->name);
}

std::string did_you_mean(std::string_view name,
                         std::span<const std::string_view> candidates) {
  std::optional<std::string_view> nearest = nearest_name(name, candidates);
  return nearest ? std::format("; did you mean {}?", quote(*nearest)) : "";
}

}  // namespace wasm2mpy
