// The figures of a report. File sizes are read back from the finished file, so
// they are exact and add up. RAM is computed from what MicroPython's loader
// (py/persistentcode.c) and the runtime (runtime/rt_module.c, rt_instance.c)
// allocate, in blocks of its garbage collector.
#include <algorithm>
#include <cassert>
#include <functional>

#include "codegen/translate/vector_table.h"
#include "codegen/trap_names.h"
#include "contract/constants.h"
#include "contract/layout.h"
#include "mpy/reader.h"
#include "report/hints.h"
#include "report/imports.h"
#include "report/report.h"
#include "support/demangle.h"
#include "support/diagnostics.h"
#include "target/xip_stub.h"

namespace wasm2mpy::report {
namespace {

using wasm::ExternalKind;

// --------------------------------------------------------------- code ---

// What the code generator makes beside them, all in lower case (thunks.cc,
// context.cc, init.cc, table_calls.cc).
constexpr std::array<std::string_view, 4> kGluePrefixes = {"enter", "leave",
                                                           "trap.", "rt_init"};

// Helpers of runtime/builtins/ that have no prefix.
constexpr std::array<std::string_view, 9> kBuiltinHelpers = {
    "compare", "divide_64_32", "shift_sticky", "unpack", "unpack_normalised",
    "memcmp",  "memcpy",       "memmove",      "memset"};

// Whether the function stands in for instructions. What is from an archive
// does; on Xtensa the same functions are compiled together with the module and
// can be told by their names only. And so do some of the runtime: rt_sqrt_f32,
// rt_load32 (for any address). So do vectors where the core has none.
bool replaces_instructions(const link::SymbolInfo& symbol) {
  if (symbol.file.find(".a(") != std::string::npos) return true;
  std::string_view name = symbol.name;
  if (name.starts_with("__") || name.starts_with(codegen::kVectorPrefix))
    return true;
  // LLVM numbers static functions that have the same name.
  if (size_t end = name.find('.'); end != name.npos) name = name.substr(0, end);
  if (std::ranges::contains(kBuiltinHelpers, name)) return true;
  auto ends = [&](std::string_view suffix) { return name.ends_with(suffix); };
  return name.starts_with("rt_load") || name.starts_with("rt_store") ||
         (name.starts_with("rt_") && (ends("32") || ends("64")));
}

Origin origin(const link::SymbolInfo& symbol) {
  auto starts = [&](std::string_view prefix) {
    return symbol.name.starts_with(prefix);
  };
  if (codegen::is_module_function(symbol.name)) return Origin::kModule;
  if (std::ranges::any_of(kGluePrefixes, starts)) return Origin::kGlue;
  if (replaces_instructions(symbol)) return Origin::kCompilerRuntime;
  return Origin::kRuntime;
}

// Of a function of the module, as the user knows it.
std::string own_name(std::string_view symbol) {
  return demangled(symbol.substr(codegen::kFunctionPrefix.size()));
}

std::string function_name(const link::SymbolInfo& symbol, Origin origin) {
  return origin == Origin::kModule ? own_name(symbol.name) : symbol.name;
}

// The bytes that belong to each symbol in the code. What is left over, at
// branch islands and padding, is "other".
void collect_code(const link::Image& image, Report& report) {
  std::vector<const link::SymbolInfo*> symbols;
  for (const link::SymbolInfo& symbol : image.symbols) {
    bool is_alias = !symbols.empty() && symbols.back()->offset == symbol.offset;
    if (!symbol.in_text || symbol.offset >= image.code_size) continue;
    // Of several names, the one that has a size.
    if (is_alias && symbols.back()->size == 0) symbols.back() = &symbol;
    if (!is_alias) symbols.push_back(&symbol);
  }
  uint64_t rest = image.code_size;
  for (size_t i = 0; i < symbols.size(); ++i) {
    const link::SymbolInfo& symbol = *symbols[i];
    uint64_t end =
        i + 1 < symbols.size() ? symbols[i + 1]->offset : image.code_size;
    uint64_t bytes = end - symbol.offset;
    // Assembly in archives does not always state sizes; our object does.
    if (symbol.size != 0) bytes = std::min(bytes, symbol.size);
    Origin from = origin(symbol);
    report.code[size_t(from)] += bytes;
    rest -= bytes;
    report.functions.push_back({function_name(symbol, from), from, bytes});
  }
  report.code[size_t(Origin::kOther)] = rest;
}

// --------------------------------------------------------------- file ---

mpy::MpyFile read_back(std::span<const uint8_t> bytes) {
  Diagnostics diagnostics;
  Result<mpy::MpyFile> file = mpy::read_mpy(bytes, "", diagnostics);
  assert(file && "we have just written it");
  return std::move(*file);
}

// The constant that is the code; empty without --xip.
std::span<const uint8_t> code_in_flash(const Input& input,
                                       const mpy::MpyFile& file) {
  if (!input.settings.xip) return {};
  return file.objects[RT_XIP_OBJECT].bytes;
}

// The native text, which is not part of the image then.
void collect_stub(const mpy::MpyFile& file, Report& report) {
  uint64_t bytes = file.code.text.size();
  report.code[size_t(Origin::kGlue)] += bytes;
  report.functions.push_back(
      {std::string(kXipEntrySymbol), Origin::kGlue, bytes});
}

void collect_file(const Input& input, const mpy::MpyFile& file,
                  Report& report) {
  const link::Image& image = input.image;
  report.code_in_flash = code_in_flash(input, file).size();
  report.file.size = input.file.size();
  report.file.code = image.code_size;
  if (input.settings.xip) report.file.code += file.code.text.size();
  // Before the code are the names, and the first contents of memories.
  uint64_t data = input.object.data_object.size();
  report.file.constants =
      image.text.size() - image.code_size + image.rodata.size() + data;
  report.file.names = file.code.text_offset - data;
  if (input.settings.xip) {
    report.file.constants += report.code_in_flash - image.text.size();
    report.file.names -= report.code_in_flash;
  }
  report.file.relocations = report.file.size - report.file.names -
                            report.file.code - report.file.constants;
  report.data_segments = input.object.data_size;
  report.names = file.qstrs.size();
  report.relocations = image.relocations.size();
}

// ---------------------------------------------------------------- RAM ---

// The heap of MicroPython: sizes in its blocks of four words.
class Heap {
 public:
  explicit Heap(uint64_t word) : word_(word) {}
  uint64_t bytes(uint64_t size) const {
    uint64_t block = 4 * word_;
    largest_ = std::max(largest_, size);
    return (size + block - 1) / block * block;
  }
  uint64_t words(uint64_t count) const { return bytes(count * word_); }
  uint64_t largest() const { return largest_; }

 private:
  uint64_t word_;
  mutable uint64_t largest_ = 0;
};

// More than any board has, and sums of a few of them do not overflow.
constexpr uint64_t kMost = uint64_t{1} << 56;

template <class Entity>
uint64_t count_own(const std::vector<Entity>& entities) {
  return std::ranges::count_if(
      entities, [](const Entity& entity) { return !entity.import; });
}

bool exports_any(const wasm::Module& module, ExternalKind kind) {
  return std::ranges::contains(module.exports, kind, &wasm::Export::kind);
}

// A qstr that is new: length and end (py/qstr.c), and its entry in the pool: a
// pointer, a hash and a length.
uint64_t qstr_bytes(const mpy::MpyFile& file, uint64_t word) {
  uint64_t bytes = 0;
  for (const mpy::Qstr& qstr : file.qstrs) {
    if (!qstr.is_static) bytes += qstr.text.size() + 1 + word + 2;
  }
  return bytes;
}

void collect_import_ram(const Input& input, const mpy::MpyFile& file,
                        const Heap& heap, Report& report) {
  const wasm::Module& module = input.module;
  uint64_t word = input.target.word_size;
  ImportRam& ram = report.at_import;
  ram.text = heap.bytes(file.code.text.size());
  ram.rodata = heap.bytes(input.image.rodata.size());
  ram.names = heap.bytes(qstr_bytes(file, word));
  // The context of the module, and the tables of constants: 16-bit qstrs and
  // objects, of which strings are four words and their bytes.
  ram.objects += heap.words(5) + heap.bytes(2 * file.qstrs.size()) +
                 heap.words(file.objects.size());
  Heap elsewhere(word);
  for (const mpy::MpyObject& object : file.objects) {
    if (object.bytes.empty()) continue;
    if (input.settings.xip) {
      ram.objects += heap.words(4);
      ram.outside_romfs += elsewhere.bytes(object.bytes.size() + 1);
      continue;
    }
    uint64_t bytes = heap.words(4) + heap.bytes(object.bytes.size() + 1);
    if (object.type != mpy::ObjectType::kBytes) {
      ram.objects += bytes;
    } else {
      (input.settings.single_instance ? ram.while_importing : ram.data) +=
          bytes;
    }
  }
  // rt_module, and for each kind of object that Python sees a type.
  uint64_t memories = exports_any(module, ExternalKind::kMemory);
  uint64_t tables = exports_any(module, ExternalKind::kTable);
  uint64_t globals = exports_any(module, ExternalKind::kGlobal);
  const RuntimeLayout& layout = runtime_layout(input.target.name);
  // RT_BUILTINS, but for what only some bound functions and imports need.
  bool is_lean = input.object.memory.is_lean(0);
  uint64_t builtins = 1 + !module.imports.empty() + (memories || tables) +
                      tables + globals + is_lean + (is_lean && memories);
  ram.objects +=
      heap.bytes(layout.module_size + builtins * word +
                 (1 + memories + tables + globals) * layout.py_type_size);
  // The class Trap: a type with all its slots, the tuple of its bases and an
  // empty dictionary.
  if (input.object.traps) {
    ram.objects +=
        heap.bytes(word + 16 + 12 * word) + heap.words(3) + heap.words(4);
  }
}

void collect_instance_ram(const Input& input, const Heap& heap,
                          Report& report) {
  const wasm::Module& module = input.module;
  const codegen::Output& object = input.object;
  uint64_t word = input.target.word_size;
  const RuntimeLayout& layout = runtime_layout(input.target.name);
  InstanceRam& ram = report.per_instance;
  uint64_t imported_functions =
      module.functions.size() - count_own(module.functions);
  ram.objects = heap.bytes(object.instance_size) +
                object.function_objects * heap.bytes(layout.func_size) +
                imported_functions * heap.bytes(layout.import_func_size) +
                count_own(module.memories) * heap.bytes(layout.memory_size) +
                object.global_objects * heap.bytes(layout.global_size);
  // The dictionary of exports, and a key and a value for each.
  ram.objects += heap.words(4) + heap.words(2 * module.exports.size());
  ram.is_lean = object.memory.is_lean(0);
  ram.is_chosen = object.memory.is_chosen;
  for (uint32_t i = 0; i < module.memories.size(); ++i) {
    const wasm::Memory& memory = module.memories[i];
    if (!memory.import)
      ram.memory += heap.bytes(object.memory.bytes_in_ram(i, memory.type));
  }
  for (uint32_t i = 0; i < module.tables.size(); ++i) {
    const wasm::Table& table = module.tables[i];
    if (table.import || input.facts.constant_tables[i]) continue;
    ram.objects += heap.bytes(layout.table_size);
    ram.tables += heap.words(std::min(table.type.limits.min, kMost / word));
  }
}

}  // namespace

std::string_view to_string(Origin origin) {
  constexpr std::array<std::string_view, kOrigins> kNames = {
      "module", "glue", "runtime", "compiler_runtime", "other"};
  return kNames[size_t(origin)];
}

Report collect(const Input& input) {
  Report report;
  mpy::MpyFile file = read_back(input.file);
  Heap heap(input.target.word_size);
  collect_code(input.image, report);
  if (input.settings.xip) collect_stub(file, report);
  std::ranges::stable_sort(report.functions, std::greater<>(),
                           &Function::bytes);
  for (const std::string& symbol : input.object.fewer_passes)
    report.fewer_passes.push_back(own_name(symbol));
  collect_file(input, file, report);
  collect_import_ram(input, file, heap, report);
  collect_instance_ram(input, heap, report);
  report.text_outside_heap = !input.target.data_in_text;
  report.largest_block = heap.largest();
  report.imports = collect_imports(input);
  report.hints = collect_hints(input, report);
  return report;
}

}  // namespace wasm2mpy::report
