// Thresholds keep the list short: what would gain less than a few hundred bytes
// is not worth a change of somebody's build. Figures are what the thing takes
// now; what was inlined elsewhere is not in it.
#include "report/hints.h"

#include <algorithm>
#include <array>
#include <format>
#include <functional>
#include <optional>
#include <set>
#include <string_view>

#include "codegen/translate/vector_table.h"
#include "report/imports.h"
#include "support/demangle.h"
#include "support/diagnostics.h"
#include "wasm/const_expr.h"

namespace wasm2mpy::report {
namespace {

using wasm::ExternalKind;
using wasm::Opcode;

constexpr uint64_t kWorthIt = 256;
constexpr uint64_t kLargeStack = 8 << 10;
constexpr uint64_t kUsualStack = 4 << 10;
constexpr uint64_t kLargeImport = 1 << 10;
constexpr uint64_t kLargeCode = 4 << 10;
constexpr uint64_t kLargeText = 8 << 10;
constexpr uint64_t kLargeData = 8 << 10;
// Where lean memory is worth its code, which takes 2 to 3 KB.
constexpr uint64_t kLargeMemory = 16 << 10;

// A group of functions that are often there without being wanted, known by
// parts of their names.
struct Family {
  std::string_view id;
  std::string_view what;
  std::string_view advice;
  std::array<std::string_view, 8> parts;
};
// The first that fits counts.
constexpr std::array<Family, 4> kFamilies = {{
    {"float-formatting",
     "text from floats",
     "format integers, or let Python make the text",
     {"fmt_fp", "flt2dec", "core::fmt::float", "fmt::impl$Float", "dtoa",
      "pop_arg_long_double", "__printf_float", "ryu"}},
    {"rust-formatting",
     "formatting and messages of panics (Rust)",
     "no {} and write!, get() in place of [], -C panic=abort; #![no_std]",
     {"core::fmt", "core::panicking", "std::panicking", "alloc::fmt",
      "rust_panic", "core::str::slice_error", "std::panic",
      "rust_begin_unwind"}},
    {"printf",
     "printf",
     "write text with puts and write, or let Python make it",
     {"printf_core", "vfprintf", "vsnprintf", "snprintf", "fmt_u", "fmt_x",
      "getint", "sn_write"}},
    {"cxx-exceptions",
     "exceptions and type information (C++)",
     "-fno-exceptions -fno-rtti",
     {"__cxa_", "__cxxabiv1", "_Unwind_", "std::bad_alloc", "std::terminate",
      "std::type_info", "__dynamic_cast", "std::exception"}},
}};

bool has_part(std::string_view name, const Family& family) {
  return std::ranges::any_of(family.parts, [&](std::string_view part) {
    return !part.empty() && name.contains(part);
  });
}

// Numbers for which a core may have no instructions, by the names of the
// functions that stand in for them: __muldf3, __aeabi_dmul, rt_ceil_f64.
struct Numbers {
  std::string_view id;
  std::string_view what;
  std::string_view advice;
  std::array<std::string_view, 6> parts;
};
constexpr std::array<Numbers, 3> kNumbers = {{
    {"soft-f64",
     "arithmetic of f64, done in integers",
     "float (f32) where it is enough; 1.0f, sqrtf() in C",
     {"df", "__aeabi_d", "__aeabi_cd", "2d", "_f64", "__aeabi_cdr"}},
    {"soft-f32",
     "arithmetic of f32, done in integers",
     "fixed-point numbers, or a core with a floating-point unit",
     {"sf", "__aeabi_f", "__aeabi_cf", "2f", "_f32", "__aeabi_cfr"}},
    {"soft-i64",
     "multiplication and division of i64",
     "32-bit numbers where they are enough",
     {"divdi", "moddi", "ldivmod", "divide_u64", "divide_i64", "divide_64"}},
}};

// As reports name it.
std::string name_of(const wasm::Module& module, uint32_t function) {
  std::string name = module.function_name(function);
  return name.empty() ? std::format("func{}", function) : demangled(name);
}

class HintCollector {
 public:
  HintCollector(const Input& input, const Report& report)
      : input_(input), module_(input.module), report_(report) {}

  std::vector<Hint> collect();

 private:
  void add(std::string_view id, std::string what, std::string_view advice,
           uint64_t bytes) {
    hints_.push_back(
        {std::string(id), std::move(what), std::string(advice), bytes});
  }
  void add_ram(std::string_view id, std::string what, std::string_view advice,
               uint64_t bytes) {
    add(id, std::move(what), advice, bytes);
    hints_.back().of_ram = true;
  }
  void look_at_linear_memory();
  void look_at_memory_export();
  void look_at_names();
  void look_at_families();
  void look_at_numbers();
  void look_at_vectors();
  void look_at_imports();
  void look_at_text();
  void look_at_data();
  void look_at_level();
  std::optional<uint64_t> stack_top() const;

  const Input& input_;
  const wasm::Module& module_;
  const Report& report_;
  std::vector<Hint> hints_;
};

std::optional<uint64_t> HintCollector::stack_top() const {
  std::optional<uint32_t> global = input_.facts.stack_pointer;
  if (!global || module_.globals[*global].import) return std::nullopt;
  return wasm::constant_address(module_.globals[*global].init);
}

// Compilers put the stack before the data (wasm-ld since LLVM 22, rustc) or
// behind them, together with zeroed data, of which nothing tells the size.
void HintCollector::look_at_linear_memory() {
  if (module_.memories.empty() || module_.memories[0].import) return;
  const wasm::MemoryType& type = module_.memories[0].type;
  uint64_t size = report_.per_instance.memory;
  std::optional<uint64_t> top = stack_top();
  uint64_t data_low = UINT64_MAX;
  uint64_t data_end = 0;
  for (const wasm::DataSegment& segment : module_.data) {
    if (segment.mode != wasm::SegmentMode::kActive) continue;
    std::optional<uint64_t> at = wasm::constant_address(segment.offset_expr);
    if (!at) return;
    data_low = std::min(data_low, *at);
    data_end = std::max(data_end, *at + segment.bytes.size());
  }
  bool stack_first = top && data_end != 0 && data_low >= *top;
  if (top && *top <= size) {
    uint64_t stack = stack_first ? *top : *top - std::min(*top, data_end);
    if (stack > kLargeStack) {
      add_ram("linear-stack",
              stack_first ? "stack in linear memory"
                          : "stack in linear memory, with zeroed data",
              std::format("link with -z stack-size={}, or what the program "
                          "needs (clang: -Wl,-z,stack-size=...)",
                          kUsualStack),
              stack);
    }
  }
  // What follows is decided already.
  if (input_.object.memory.mode != MemoryMode::kExact) return;
  uint64_t used = std::max(top.value_or(0), data_end);
  bool grows = input_.facts.memory_grown[0];
  if (type.page_size_log2 == 16 && !grows && size > used + kLargeImport) {
    add_ram("memory-pages", "linear memory above stack and data",
            "link with --page-size=1 (wasm-ld of LLVM 22): the memory then has "
            "as many bytes as stack, data and zeroed data need",
            size - used);
  }
  if (size > input_.object.data_size + kLargeMemory) {
    add_ram("lean-memory", "linear memory that is there, touched or not",
            "--memory=lean: only what is written takes RAM, accesses take "
            "longer",
            size - input_.object.data_size);
  }
}

// C's linker always exports it, and only who writes the Python code knows
// whether it is needed.
void HintCollector::look_at_memory_export() {
  auto exported = std::ranges::find(module_.exports, ExternalKind::kMemory,
                                    &wasm::Export::kind);
  if (exported == module_.exports.end()) return;
  uint64_t bytes = bytes_because_of(input_.image, [](std::string_view name) {
    // By these it is reached, and by what makes its type.
    return name.starts_with("rt_memory_len") ||
           name.starts_with("rt_memory_attr") ||
           name.starts_with("rt_memory_subscr") ||
           name.starts_with("rt_memory_buffer");
  });
  if (bytes < kWorthIt) return;
  add("exported-memory",
      std::format("{} as an object for Python", quote(exported->name)),
      std::format("if Python does not touch it: --hide={}", exported->name),
      bytes);
}

void HintCollector::look_at_names() {
  uint64_t trap_names = bytes_because_of(
      input_.image,
      [](std::string_view name) { return name == "rt_trap_named"; });
  uint64_t trap_codes = bytes_because_of(
      input_.image, [](std::string_view name) { return name == "rt_trap_at"; });
  if (trap_names != 0) {
    add("trap-names", "names of functions in traps", "--names=none",
        trap_names);
  }
  if (trap_codes != 0) {
    add("trap-codes", "codes of places in traps", "leave --debug-map out",
        trap_codes);
  }
  if (report_.file.names >= 2 * kWorthIt) {
    add("names", "names of exports and imports",
        "export fewer, under shorter names", report_.file.names);
  }
}

void HintCollector::look_at_families() {
  std::array<uint64_t, kFamilies.size()> bytes = {};
  for (const Function& function : report_.functions) {
    if (function.origin != Origin::kModule) continue;
    auto family = std::ranges::find_if(kFamilies, [&](const Family& row) {
      return has_part(function.name, row);
    });
    if (family != kFamilies.end()) {
      bytes[size_t(family - kFamilies.begin())] += function.bytes;
    }
  }
  for (size_t i = 0; i < kFamilies.size(); ++i) {
    if (bytes[i] < kWorthIt) continue;
    add(kFamilies[i].id, std::string(kFamilies[i].what), kFamilies[i].advice,
        bytes[i]);
  }
  // Without names of functions nothing is found above.
  if (module_.names.functions.empty() &&
      report_.code[size_t(Origin::kModule)] > kLargeCode) {
    add("stripped", "functions without names",
        "link without --strip-all (rustc: -C strip=none), and this report "
        "tells more; names are not in the .mpy",
        0);
  }
}

void HintCollector::look_at_numbers() {
  std::array<uint64_t, kNumbers.size()> bytes = {};
  for (const Function& function : report_.functions) {
    if (function.origin != Origin::kCompilerRuntime) continue;
    std::string_view name = function.name;
    auto numbers = std::ranges::find_if(kNumbers, [&](const Numbers& row) {
      return std::ranges::any_of(row.parts, [&](std::string_view part) {
        return name.contains(part);
      });
    });
    if (numbers != kNumbers.end()) {
      bytes[size_t(numbers - kNumbers.begin())] += function.bytes;
    }
  }
  for (size_t i = 0; i < kNumbers.size(); ++i) {
    if (bytes[i] < kWorthIt) continue;
    add(kNumbers[i].id, std::string(kNumbers[i].what), kNumbers[i].advice,
        bytes[i]);
  }
}

// Whole functions: what of them is vectors cannot be told.
void HintCollector::look_at_vectors() {
  if (input_.target.has_vectors || !input_.facts.has_vectors) return;
  std::set<std::string, std::less<>> names;
  for (uint32_t i = 0; i < module_.functions.size(); ++i) {
    if (input_.facts.functions[i].has_vectors)
      names.insert(name_of(module_, i));
  }
  uint64_t bytes = 0;
  for (const Function& function : report_.functions) {
    bool is_own = function.origin == Origin::kModule;
    if (is_own ? names.contains(function.name)
               : function.name.starts_with(codegen::kVectorPrefix))
      bytes += function.bytes;
  }
  if (bytes < kWorthIt) return;
  add("vectors", "functions with vectors, of which the core has none",
      "compile without (clang: -mno-simd128, rustc: -C "
      "target-feature=-simd128)",
      bytes);
}

void HintCollector::look_at_imports() {
  for (const Import& import : report_.imports.functions) {
    if (import.bytes < kLargeImport) continue;
    add("import",
        std::format("the import {}", quote(import.module + "." + import.name)),
        "do without it, if the program can", import.bytes);
  }
}

void HintCollector::look_at_text() {
  bool can_stay = input_.target.code_in_place == target::CodeInPlace::kRuns;
  uint64_t bytes = report_.at_import.text;
  if (input_.settings.xip || !can_stay || bytes < kLargeText) return;
  add_ram("xip", "code", "--xip, where firmware has ROMFS: it stays in flash",
          bytes);
}

// Zero with --xip, whose file is in ROMFS anyway, and with --single-instance.
void HintCollector::look_at_data() {
  bool has_flash =
      input_.target.code_in_place != target::CodeInPlace::kNeverRuns;
  uint64_t bytes = report_.at_import.data;
  if (input_.settings.romfs || !has_flash || bytes < kLargeData) return;
  add_ram("data", "data segments, from which instances are made",
          "--single-instance: they go after import; --romfs, where firmware "
          "has ROMFS: they stay in flash",
          bytes);
}

void HintCollector::look_at_level() {
  if (input_.settings.level == OptLevel::kOz) return;
  if (report_.code[size_t(Origin::kModule)] < kLargeCode) return;
  add("level", "code for speed and size",
      "-Oz makes it smaller and slower; compilers know it, too", 0);
}

std::vector<Hint> HintCollector::collect() {
  look_at_linear_memory();
  look_at_memory_export();
  look_at_names();
  look_at_families();
  look_at_numbers();
  look_at_vectors();
  look_at_imports();
  look_at_text();
  look_at_data();
  look_at_level();
  std::ranges::stable_sort(hints_, std::greater<>(), &Hint::bytes);
  return std::move(hints_);
}

}  // namespace

std::vector<Hint> collect_hints(const Input& input, const Report& report) {
  return HintCollector(input, report).collect();
}

}  // namespace wasm2mpy::report
