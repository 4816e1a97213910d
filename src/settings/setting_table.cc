// The rows of the table, and what each does with its value.
#include "settings/setting_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <format>
#include <limits>
#include <map>
#include <ranges>
#include <vector>

#include "package/module_name.h"
#include "support/edit_distance.h"
#include "support/text.h"

namespace wasm2mpy {
namespace {

template <class Value>
struct Choice {
  std::string_view name;
  Value value;
};
constexpr auto kLevels = std::to_array<Choice<OptLevel>>({
    {"0", OptLevel::kO0},
    {"1", OptLevel::kO1},
    {"2", OptLevel::kO2},
    {"s", OptLevel::kOs},
    {"z", OptLevel::kOz},
});
constexpr auto kStages = std::to_array<Choice<std::optional<Emit>>>({
    {"ir", Emit::kIr},
    {"opt-ir", Emit::kOptIr},
    {"asm", Emit::kAsm},
    {"obj", Emit::kObj},
    {"mpy", std::nullopt},
});
constexpr auto kReportFormats = std::to_array<Choice<ReportFormat>>({
    {"text", ReportFormat::kText},
    {"json", ReportFormat::kJson},
});
constexpr auto kNames = std::to_array<Choice<Names>>({
    {"full", Names::kFull},
    {"exports", Names::kExports},
    {"none", Names::kNone},
});

// Stands for every architecture of the target table.
constexpr std::string_view kAllArchs = "all";

// Below, nothing is left between the reserve for raising a trap (see
// codegen/stack/plan.h) and what MicroPython itself has in use. Above, the end
// of the stack could lie beyond the end of a 32-bit address space.
constexpr uint64_t kMinStackSize = 4096;
constexpr uint64_t kMaxStackSize = uint64_t{1} << 30;

constexpr uint64_t kMaxMemorySize = uint64_t{1} << 30;

// What Python reads is signed. Nobody sees the end of it.
constexpr uint64_t kMostFuel = std::numeric_limits<int64_t>::max();

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const auto& row : table) names.push_back(row.name);
  return names;
}

// ------------------------------------------------------------- values ---

template <auto member>
bool store(Settings& settings, std::string_view value, Diagnostics&) {
  settings.*member = value;
  return true;
}

template <bool Settings::* flag>
bool set_flag(Settings& settings, std::string_view, Diagnostics&) {
  settings.*flag = true;
  return true;
}

// Sets one of the values that a table names. `kind` is the word for them:
// "stage".
template <class Value, size_t n>
bool choose(const std::array<Choice<Value>, n>& table, Value& setting,
            std::string_view value, std::string_view option,
            std::string_view kind, Diagnostics& diagnostics) {
  auto row = std::ranges::find(table, value, &Choice<Value>::name);
  if (row != table.end()) {
    setting = row->value;
    return true;
  }
  diagnostics.fail(std::format("unknown {} {} for '{}'{}", kind, quote(value),
                               option, did_you_mean(value, names_of(table))));
  diagnostics.note(std::format("{}s: {}", kind, join(names_of(table), ", ")));
  return false;
}

// One name of a list, which is for the messages.
bool add_arch(Settings& settings, std::string_view name, std::string_view list,
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
  if (std::ranges::contains(settings.targets, target)) {
    diagnostics.fail(std::format("architecture {} is twice in the list {}",
                                 quote(name), quote(list)));
    return false;
  }
  settings.targets.push_back(target);
  return true;
}

bool set_arch(Settings& settings, std::string_view value,
              Diagnostics& diagnostics) {
  settings.targets.clear();
  if (value == kAllArchs) {
    for (const Target& target : target::all_targets()) {
      settings.targets.push_back(&target);
    }
    return true;
  }
  bool is_good = true;
  for (auto part : std::views::split(value, ',')) {
    is_good &= add_arch(settings, std::string_view(part), value, diagnostics);
  }
  return is_good;
}

std::vector<std::string_view> arch_choices() {
  std::vector<std::string_view> names = names_of(target::all_targets());
  names.push_back(kAllArchs);
  return names;
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

bool set_board(Settings& settings, std::string_view value,
               Diagnostics& diagnostics) {
  settings.board = target::find_board(value);
  if (settings.board) return true;
  if (value.contains(',')) {
    diagnostics.fail(std::format(
        "'--board' names one board (got {}); for several: --arch=ARCH,ARCH",
        quote(value)));
    return false;
  }
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
      "'wasm2mpy targets' lists the boards; for any other give --arch, or "
      "connect it: 'wasm2mpy deploy' asks it");
  return false;
}

bool set_level(Settings& settings, std::string_view value,
               Diagnostics& diagnostics) {
  auto row = std::ranges::find(kLevels, value, &Choice<OptLevel>::name);
  if (row != kLevels.end()) {
    settings.level = row->value;
    return true;
  }
  diagnostics.fail(std::format("unknown optimisation level {}",
                               quote("-O" + std::string(value))));
  diagnostics.note("levels: " + join(names_of(kLevels), ", ", "-O"));
  return false;
}

bool set_stage(Settings& settings, std::string_view value,
               Diagnostics& diagnostics) {
  return choose(kStages, settings.stop_after, value, "--emit", "stage",
                diagnostics);
}

bool set_report(Settings& settings, std::string_view value,
                Diagnostics& diagnostics) {
  if (value.empty()) value = kReportFormats[0].name;
  return choose(kReportFormats, settings.report, value, "--report", "format",
                diagnostics);
}

bool set_names(Settings& settings, std::string_view value,
               Diagnostics& diagnostics) {
  return choose(kNames, settings.names, value, "--names", "value", diagnostics);
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

bool set_stack_size(Settings& settings, std::string_view value,
                    Diagnostics& diagnostics) {
  std::optional<uint64_t> size = read_size("--stack-size", value, kMinStackSize,
                                           kMaxStackSize, diagnostics);
  if (size) settings.stack_size = uint32_t(*size);
  return size.has_value();
}

bool set_memory(Settings& settings, std::string_view value,
                Diagnostics& diagnostics) {
  MemoryWish& memory = settings.memory;
  memory.is_given = true;
  if (value == "exact" || value == "lean") {
    memory.mode = value == "lean" ? MemoryMode::kLean : MemoryMode::kExact;
    return true;
  }
  if (value.front() < '0' || value.front() > '9') {
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

bool set_linear_stack(Settings& settings, std::string_view value,
                      Diagnostics& diagnostics) {
  std::optional<uint64_t> size =
      read_size("--linear-stack", value, 256, kMaxMemorySize, diagnostics);
  if (size) settings.memory.linear_stack = *size;
  return size.has_value();
}

bool set_fuel(Settings& settings, std::string_view value,
              Diagnostics& diagnostics) {
  settings.fuel = value.empty() ? kMostFuel : parse_number<uint64_t>(value);
  if (settings.fuel && *settings.fuel <= kMostFuel) return true;
  diagnostics.fail(std::format("'--fuel' needs a number in [0, {}] (got {})",
                               kMostFuel, quote(value)));
  return false;
}

bool set_package_folder(Settings& settings, std::string_view value,
                        Diagnostics&) {
  settings.package.folder = value;
  return true;
}

bool set_package_version(Settings& settings, std::string_view value,
                         Diagnostics&) {
  settings.package.version = value;
  return true;
}

bool set_package_url(Settings& settings, std::string_view value, Diagnostics&) {
  while (value.ends_with('/')) value.remove_suffix(1);
  settings.package.url = value;
  return true;
}

bool set_name(Settings& settings, std::string_view value,
              Diagnostics& diagnostics) {
  settings.name = value;
  if (is_importable(value)) return true;
  diagnostics.fail(std::format("Python cannot import {}: the name of a module "
                               "is an identifier, such as {}",
                               quote(value), quote(importable_name(value))));
  return false;
}

bool hide(Settings& settings, std::string_view value, Diagnostics&) {
  for (auto name : std::views::split(value, ',')) {
    settings.hidden.emplace_back(std::string_view(name));
  }
  return true;
}

// ---------------------------------------------------------- the table ---

constexpr std::array kSettings = std::to_array<SettingRow>({
    {{"--arch", "", "ARCH", false,
      "native architecture to compile for: {archs}; or several with commas "
      "between them, or 'all'",
      arch_choices},
     About::kFiles,
     set_arch},
    {{"--board", "", "BOARD", false,
      "board to compile for, instead of its architecture; 'wasm2mpy targets' "
      "lists them",
      [] { return names_of(target::all_boards()); }},
     About::kModule,
     set_board},
    {{"-o", "", "FILE", false,
      "write to FILE; '-' is standard output (default: the name of INPUT with "
      ".mpy, of an image with .romfs, in the current folder). With several "
      "architectures a folder: FILE/ARCH_6.3/INPUT.mpy"},
     About::kPlace,
     store<&Settings::output>},
    {{"-O", "", "LEVEL", false,
      "optimise: -O0 not at all, -O1 a little, -O2 for speed, -Os for size and "
      "speed, -Oz for size (default: {level})",
      [] { return names_of(kLevels); }},
     About::kCode,
     set_level},
    {{"--stack-size", "", "BYTES", false,
      "size of the board's native stack; the module traps with 'call stack "
      "exhausted' before it is full; K stands for 1024 (default: the board's, "
      "else {stack})"},
     About::kCode,
     set_stack_size},
    {{"--growable-memory", "", "", false,
      "let Python and other modules grow memories that the module itself never "
      "grows; such memories are slower"},
     About::kCode,
     set_flag<&Settings::growable_memory>},
    {{"--memory", "", "WHAT", false,
      "the module's linear memory: exact, all pages are there; lean, only what "
      "the module touches; or its size in bytes, K stands for 1024 (default: "
      "exact, or lean where boards can hardly spare that)",
      [] { return std::vector<std::string_view>{"exact", "lean"}; }},
     About::kCode,
     set_memory},
    {{"--linear-stack", "", "BYTES", false,
      "with --memory=lean: how far the module's stack in linear memory may "
      "grow, where it is known where that is (default: 16K)"},
     About::kCode,
     set_linear_stack},
    {{"--trap-unaligned", "", "", false,
      "an access at an address that is not aligned as the module promises: "
      "trap "
      "instead of giving the right result where it would fault; smaller and "
      "faster there"},
     About::kCode,
     set_flag<&Settings::trap_unaligned>},
    {{"--unchecked", "", "", false,
      "trust the module: loads and stores are not checked, nor is the native "
      "stack; smaller and faster, but a module that is wrong can crash the "
      "board"},
     About::kCode,
     set_flag<&Settings::unchecked>},
    {{"--fuel", "", "N", true,
      "limit what the module runs: it traps with 'out of fuel' when N "
      "instructions are used up, and Python gives it more (default for N: no "
      "end)"},
     About::kCode,
     set_fuel},
    {{"--interruptible", "", "", false,
      "let MicroPython do what is pending while the module runs: Ctrl-C, "
      "scheduled calls, other threads; loops are a little larger and slower"},
     About::kCode,
     set_flag<&Settings::interruptible>},
    {{"--xip", "", "", false,
      "leave the code in flash where the file is in ROMFS and run it there: "
      "some 200 bytes of RAM in place of all of it"},
     About::kModule,
     set_flag<&Settings::xip>},
    {{"--romfs", "", "", false,
      "make an image for the board's ROMFS with the module in it, too: "
      "NAME.romfs beside it. With deploy: put the module into ROMFS, with "
      "--xip where the architecture can"},
     About::kModule,
     set_flag<&Settings::romfs>},
    {{"--no-instance", "", "", false,
      "make no instance at import; Python calls instantiate(imports)"},
     About::kModule,
     set_flag<&Settings::no_instance>},
    {{"--single-instance", "", "", false,
      "the instance that import makes stays the only one: there is no "
      "instantiate, and initial data does not stay in RAM a second time"},
     About::kModule,
     set_flag<&Settings::single_instance>},
    {{"--hide", "", "NAMES", false,
      "exports that Python shall not see, with commas between them; --hide="
      "memory makes many modules 700 bytes smaller"},
     About::kModule,
     hide},
    {{"--names", "", "NAMES", false,
      "which functions a trap names: full (all), exports (and numbers of the "
      "others) or none, the smallest (default: none, for 'run' full)",
      [] { return names_of(kNames); }},
     About::kCode,
     set_names},
    {{"--debug-map", "", "FILE", true,
      "traps tell a code of their place; 'explain' tells its function and, of "
      "a module with DWARF (-g), its line by FILE, a map (default: the name of "
      "the module with .map, beside it)"},
     About::kModule,
     store<&Settings::debug_map>},
    {{"--pyi", "", "FILE", true,
      "write a stub with the types of all exports, for editors and type "
      "checkers "
      "(default: the name of the module with .pyi, beside it)"},
     About::kFiles,
     store<&Settings::stub>},
    {{"--emit", "", "STAGE", false,
      "stop after a stage and write what there is: ir (LLVM IR), opt-ir "
      "(optimised), asm, obj, or mpy (default)",
      [] { return names_of(kStages); }},
     About::kFiles,
     set_stage},
    {{"--report", "", "FORMAT", true,
      "print what the module costs, in bytes of the file and of RAM, on "
      "standard output: text (default) or json",
      [] { return names_of(kReportFormats); }},
     About::kModule,
     set_report},
    {{"--package", "", "DIR", false,
      "make a package for mip in DIR: DIR/ARCH_6.3/NAME.mpy, a package.json "
      "for "
      "each architecture and one for all, and NAME.py, which picks what a "
      "board "
      "needs"},
     About::kFiles,
     set_package_folder},
    {{"--package-version", "", "V", false,
      "the version that the package.json files tell"},
     About::kFiles,
     set_package_version},
    {{"--package-url", "", "URL", false,
      "where DIR will be, for a mip that takes only full URLs, as in firmware "
      "before MicroPython 1.26 (default: relative ones)"},
     About::kFiles,
     set_package_url},
    {{"--name", "", "NAME", false,
      "with --package or deploy: under which name the module is imported "
      "(default: that of INPUT)"},
     About::kModule,
     set_name},
});

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

// "-Os".
std::string default_level_option() {
  return std::format(
      "{}{}", kLevelOption,
      std::ranges::find(kLevels, Settings{}.level, &Choice<OptLevel>::value)
          ->name);
}

// The row for a name with or without its dashes.
const SettingRow* find_setting(std::string_view name) {
  for (const SettingRow& row : kSettings) {
    if (name == row.name || name == row.name.substr(is_short(row.name) ? 1 : 2))
      return &row;
  }
  return nullptr;
}

}  // namespace

std::span<const SettingRow> setting_table() { return kSettings; }

std::string help_of(const OptionText& option) {
  std::string help(option.help);
  replace_all(help, "{archs}", target::target_names());
  replace_all(help, "{stack}", default_stack_sizes());
  replace_all(help, "{level}", default_level_option());
  return help;
}

std::string value_form(const OptionText& option) {
  if (option.value_is_optional) return std::format("[={}]", option.value);
  std::string_view separator = "=";
  if (is_short(option.name)) separator = option.name == kLevelOption ? "" : " ";
  return std::format("{}{}", separator, option.value);
}

bool takes_value(const OptionText& option, std::string_view value,
                 Diagnostics& diagnostics) {
  if (option.value.empty() || option.value_is_optional || !value.empty() ||
      option.name == kLevelOption) {
    return true;
  }
  diagnostics.fail(std::format("option {} needs a value: {}{}",
                               quote(option.name), option.name,
                               value_form(option)));
  return false;
}

Result<void> set(Settings& settings, std::string_view name,
                 std::optional<std::string_view> value,
                 Diagnostics& diagnostics) {
  const SettingRow* row = find_setting(name);
  if (!row) {
    std::vector<std::string_view> names = names_of(kSettings);
    for (std::string_view& known : names)
      if (!is_short(known)) known.remove_prefix(2);
    return diagnostics.fail(std::format("unknown option {}{}", quote(name),
                                        did_you_mean(name, names)));
  }
  if (row->value.empty() && value) {
    return diagnostics.fail(
        std::format("option {} takes no value", quote(row->name)));
  }
  if (!takes_value(*row, value.value_or(""), diagnostics) ||
      !row->apply(settings, value.value_or(""), diagnostics))
    return std::unexpected(Reported{});
  return {};
}

}  // namespace wasm2mpy
