#include "codegen/abi/module_tables.h"

#include <map>

#include <llvm/Support/LEB128.h>
#include <llvm/Support/raw_ostream.h>

#include "analysis/host_functions.h"
#include "analysis/value_code.h"
#include "codegen/abi/binding_tables.h"
#include "codegen/abi/given.h"
#include "codegen/abi/module_uses.h"
#include "codegen/abi/runtime_bytecode.h"
#include "codegen/abi/type_tables.h"
#include "codegen/abi/type_text.h"
#include "codegen/stack/plan.h"
#include "mpy/format.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ExternalKind;
using wasm::ValType;

// When a qstr of the runtime is needed (RT_QSTRS).
enum class Need : uint8_t {
  kAlways,
  kInstances,
  kTraps,
  kFloats,
  kStackLimit,
  kGrowable,
  kBuffer,
  kBoundMemory,
  kExceptions,
  kFuel,
  kPrint,
  kDelay,
  kMillis,
  kPinMode,
  kAnalog,
  kTime,
  kPins,
  kKept,
};

struct RuntimeQstr {
  const char* text;
  Need need;
};

static_assert(RT_KIND_FUNC == int(ExternalKind::kFunc) &&
              RT_KIND_TABLE == int(ExternalKind::kTable) &&
              RT_KIND_MEMORY == int(ExternalKind::kMemory) &&
              RT_KIND_GLOBAL == int(ExternalKind::kGlobal) &&
              RT_KIND_TAG == int(ExternalKind::kTag));

constexpr RuntimeQstr kRuntimeQstrs[] = {
#define RT_QSTR(name, text, need) {text, Need::k##need},
    RT_QSTRS(RT_QSTR)
#undef RT_QSTR
};

class TableMaker {
 public:
  TableMaker(Context& context, bool has_init)
      : context_(context),
        module_(context.module),
        layout_(context.instance),
        uses_(find_uses(context, has_init)) {}

  LoadedTables run();

 private:
  bool object_needed(ExternalKind kind, uint32_t n_imports) const;
  void choose_python_types();
  bool serves(std::string_view function) const;
  bool is_needed(Need need) const;
  void make_runtime_qstrs();
  uint32_t qstr(const std::string& text);

  void number(uint64_t value) { llvm::encodeULEB128(value, stream_); }
  void value_type(ValType type);
  void limits(const wasm::Limits& limits);
  void add_memory(const wasm::MemoryType& type);
  void add_table(const wasm::TableType& type);
  void add_import(const wasm::Import& import);
  void add_own_objects();
  uint32_t item_position(const wasm::Export& exported) const;

  uint32_t export_name(const std::string& name);
  void define_exports();
  void define_bindings();
  void define_finder();
  void define_bytes(llvm::StringRef name, const std::string& bytes);
  void define_stream();
  void define_references();
  uint32_t last_object() const;
  uint8_t told_callers() const;
  void define_host_functions();
  void define_config();
  llvm::GlobalVariable* define(llvm::StringRef name, llvm::Type* type);

  Context& context_;
  const wasm::Module& module_;
  const InstanceLayout& layout_;
  const ModuleUses uses_;
  uint32_t n_exports_ = 0;  // less those that bindings hide
  std::array<uint8_t, RT_KINDS> python_types_ = {};
  uint8_t n_python_types_ = 0;
  bool objects_[RT_KINDS] = {};  // by kind: Python sees own ones
  std::array<uint8_t, RT_QSTR_COUNT> runtime_qstrs_ = {};
  std::vector<std::string> qstrs_;
  std::vector<std::string> strings_;  // of the object table
  std::map<std::string, uint32_t> qstr_numbers_;
  std::string stream_bytes_;
  llvm::raw_string_ostream stream_{stream_bytes_};
};

bool TableMaker::object_needed(ExternalKind kind, uint32_t n_imports) const {
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == kind && exported.index >= n_imports) return true;
  }
  return false;
}

void TableMaker::choose_python_types() {
  objects_[RT_KIND_MEMORY] =
      object_needed(ExternalKind::kMemory, layout_.n_memory_imports);
  objects_[RT_KIND_TABLE] =
      object_needed(ExternalKind::kTable, layout_.n_table_imports);
  objects_[RT_KIND_GLOBAL] = !layout_.cells.empty();
  objects_[RT_KIND_FUNC] = true;  // `instantiate` is one
  objects_[RT_KIND_TAG] = uses_.has(RT_USES_EXCEPTIONS);
  objects_[RT_KIND_BOUND] = uses_.bindings != nullptr;
  for (uint8_t kind = 0; kind < RT_KINDS; ++kind)
    python_types_[kind] = objects_[kind] ? n_python_types_++ : RT_NO_TYPE;
}

// Whether an import is served by one of the C functions that begin so.
bool TableMaker::serves(std::string_view function) const {
  return std::ranges::any_of(module_.imports, [&](const wasm::Import& import) {
    return find_host_function(module_, import).starts_with(function);
  });
}

bool TableMaker::is_needed(Need need) const {
  switch (need) {
    case Need::kAlways:
      return true;
    case Need::kInstances:
      return !uses_.has(RT_USES_SINGLE_INSTANCE);
    case Need::kTraps:
      return uses_.has(RT_USES_TRAP);
    case Need::kFloats:
      return uses_.has(RT_USES_F32 | RT_USES_F64);
    case Need::kStackLimit:
      return uses_.has(RT_USES_STACK_LIMIT);
    case Need::kGrowable:
      return objects_[RT_KIND_MEMORY] || objects_[RT_KIND_TABLE];
    case Need::kBuffer:
      return objects_[RT_KIND_MEMORY] &&
             (!uses_.has(RT_USES_LEAN) || module_.memories.size() > 1);
    case Need::kBoundMemory:
      return objects_[RT_KIND_MEMORY] && uses_.bindings;
    case Need::kExceptions:
      return uses_.has(RT_USES_EXCEPTIONS);
    case Need::kFuel:
      return uses_.has(RT_USES_FUEL) && !uses_.has(RT_USES_SINGLE_INSTANCE);
    case Need::kPrint:
      return serves("rt_wiring_print");
    case Need::kDelay:
      return serves("rt_wiring_delay");
    case Need::kMillis:
      return serves("rt_wiring_millis");
    case Need::kPinMode:
      return serves("rt_wiring_pin_mode");
    case Need::kAnalog:
      return serves("rt_wiring_analog");
    case Need::kTime:
      return is_needed(Need::kDelay) || is_needed(Need::kMillis);
    case Need::kPins:
      return is_needed(Need::kPinMode) || is_needed(Need::kAnalog) ||
             serves("rt_wiring_digital");
    case Need::kKept:
      return is_needed(Need::kPins) && context_.runtime.is_pc;
  }
  return true;
}

void TableMaker::make_runtime_qstrs() {
  for (size_t i = 0; i < std::size(kRuntimeQstrs); ++i) {
    if (is_needed(kRuntimeQstrs[i].need))
      runtime_qstrs_[i] = uint8_t(qstr(kRuntimeQstrs[i].text));
  }
}

uint32_t TableMaker::qstr(const std::string& text) {
  auto [entry, is_new] =
      qstr_numbers_.try_emplace(text, uint32_t(qstrs_.size() + 1));
  if (is_new) qstrs_.push_back(text);
  return entry->second;
}

void TableMaker::value_type(ValType type) {
  number(uint8_t(value_code(type)));
  number(has_descriptor(type) ? context_.heap_number(type.heap()) : 0);
}

void TableMaker::limits(const wasm::Limits& limits) {
  // Beyond any memory there can be; keeps max + 1 from overflowing.
  uint64_t max = std::min(limits.max, uint64_t{1} << 62);
  number(limits.min);
  number(limits.has_max ? max + 1 : 0);
}

void TableMaker::add_memory(const wasm::MemoryType& type) {
  limits(type.limits);
  number(type.page_size_log2);
  number((type.limits.is_64 ? RT_MEMORY_64 : 0) |
         (type.is_shared ? RT_MEMORY_SHARED : 0));
}

void TableMaker::add_table(const wasm::TableType& type) {
  value_type(type.element);
  limits(type.limits);
  number(type.limits.is_64);
}

void TableMaker::add_import(const wasm::Import& import) {
  if (layout_.n_func_imports != module_.imports.size())
    number(uint64_t(import.kind));
  number(qstr(import.module));
  number(qstr(import.name));
  switch (import.kind) {
    case ExternalKind::kFunc:
      number(context_.type_number(module_.functions[import.index].type_index));
      break;
    case ExternalKind::kTable:
      add_table(module_.tables[import.index].type);
      break;
    case ExternalKind::kMemory:
      add_memory(module_.memories[import.index].type);
      break;
    case ExternalKind::kGlobal:
      value_type(module_.globals[import.index].type.type);
      number(module_.globals[import.index].type.is_mutable);
      break;
    case ExternalKind::kTag:
      number(context_.type_number(module_.tags[import.index].type_index));
      break;
  }
}

void TableMaker::add_own_objects() {
  bool is_plain = uses_.has(RT_USES_PLAIN_MEMORY);
  for (uint32_t i = layout_.n_memory_imports;
       i < module_.memories.size() && !is_plain; ++i) {
    add_memory(module_.memories[i].type);
    number(layout_.memory_fixed[i]);
    if (uses_.has(RT_USES_LEAN)) number(context_.memory.is_lean(i));
  }
  for (uint32_t i = layout_.n_table_imports; i < module_.tables.size(); ++i) {
    if (!context_.facts.constant_tables[i]) add_table(module_.tables[i].type);
  }
  for (uint32_t i = layout_.n_global_imports; i < layout_.cells.size(); ++i) {
    const wasm::GlobalType& type = module_.globals[layout_.cells[i]].type;
    value_type(type.type);
    number(type.is_mutable);
  }
  for (uint32_t i = layout_.n_tag_imports; i < module_.tags.size(); ++i)
    number(context_.type_number(module_.tags[i].type_index));
}

// The position of an exported item in the list of pointers behind the head of
// the instance.
uint32_t TableMaker::item_position(const wasm::Export& exported) const {
  uint32_t n_refs = uint32_t(layout_.n_func_imports + layout_.own_refs.size());
  uint32_t n_memories = uint32_t(module_.memories.size());
  switch (exported.kind) {
    case ExternalKind::kFunc:
      return layout_.ref_of_function[exported.index];
    case ExternalKind::kMemory:
      return n_refs + exported.index;
    case ExternalKind::kTable:
      return n_refs + n_memories + layout_.table_numbers[exported.index];
    case ExternalKind::kGlobal:
      return n_refs + n_memories + layout_.n_tables +
             layout_.globals[exported.index].cell;
    case ExternalKind::kTag:
      return n_refs + n_memories + layout_.n_tables +
             uint32_t(layout_.cells.size()) + exported.index;
  }
}

// The place in the object table of the last of strings_; 0 is mp_fun_table's.
uint32_t TableMaker::last_object() const {
  uint32_t before = context_.settings.xip ? RT_XIP_OBJECT : 0;
  return before + uint32_t(strings_.size());
}

uint32_t TableMaker::export_name(const std::string& name) {
  if (name.size() <= mpy::kMaxQstrLength) return qstr(name);
  strings_.push_back(name);
  return RT_LONG_NAME + last_object();
}

void TableMaker::define_exports() {
  GivenConstant exports(context_);
  for (const wasm::Export& exported : module_.exports) {
    if (uses_.hides(exported)) continue;
    ++n_exports_;
    exports.add(abi::rt_export{
        .name = uint16_t(export_name(exported.name)),
        .item = uint16_t(item_position(exported)),
    });
  }
  exports.define_array("rt_exports");
}

void TableMaker::define_bindings() {
  if (!uses_.bindings) return;
  auto ref = [&](uint32_t function) {
    return layout_.ref_of_function[function];
  };
  BindingTables tables =
      make_binding_tables(*uses_.bindings, ref,
                          [&](const std::string& name) { return qstr(name); });
  define_bytes("rt_bindings", tables.bytes);
  GivenConstant config(context_);
  config.add(tables.config);
  config.define("rt_bind_config");
}

// Its names come early: then their numbers take a byte.
void TableMaker::define_finder() {
  if (module_.imports.empty()) return;
  auto number = [this](const std::string& name) { return qstr(name); };
  define_bytes("rt_finder", make_finder(number));
  if (is_needed(Need::kKept)) define_bytes("rt_pins", make_pins(number));
}

void TableMaker::define_bytes(llvm::StringRef name, const std::string& bytes) {
  llvm::Constant* data =
      llvm::ConstantDataArray::getString(context_.llvm, bytes, false);
  define(name, data->getType())->setInitializer(data);
}

llvm::GlobalVariable* TableMaker::define(llvm::StringRef name,
                                         llvm::Type* type) {
  auto* variable = new llvm::GlobalVariable(context_.out, type, true,
                                            llvm::GlobalValue::ExternalLinkage,
                                            nullptr, name);
  return variable;
}

void TableMaker::define_stream() {
  for (const wasm::Import& import : module_.imports) add_import(import);
  add_own_objects();
  define_bytes("rt_stream", stream_bytes_);
}

void TableMaker::define_references() {
  GivenConstant references(context_);
  for (uint32_t function : layout_.own_refs) {
    uint32_t type_index = module_.functions[function].type_index;
    references.add(abi::rt_ref_desc{
        .code = context_.boundary(function),
        .type = context_.type_descriptor(type_index),
    });
  }
  references.define_array("rt_refs");
  if (!uses_.has(RT_USES_EXCEPTIONS)) return;
  GivenConstant inner(context_);
  for (uint32_t function : layout_.own_refs)
    inner.add(abi::rt_inner_desc{.code = context_.function(function)});
  inner.define_array("rt_inner");
}

// By function import: the C function, or 0.
void TableMaker::define_host_functions() {
  size_t count = layout_.host_state ? layout_.n_func_imports : 0;
  std::vector<llvm::Constant*> targets(count);
  for (size_t i = 0; i < count; ++i) {
    std::string_view symbol = find_host_function(
        module_, module_.imports[*module_.functions[i].import]);
    if (symbol.empty()) continue;
    targets[i] = llvm::cast<llvm::Function>(
        context_.out
            .getOrInsertFunction(symbol, context_.function_type(kHostSignature))
            .getCallee());
  }
  context_.relative_table("rt_host", targets);
}

uint8_t TableMaker::told_callers() const {
  if (!context_.walks_stack()) return 0;
  if (!context_.tells_callers()) return RT_TELLS_PLACE;
  return context_.trap_codes ? RT_TELLS_CODES : RT_TELLS_NAMES;
}

void TableMaker::define_config() {
  uint32_t stack_pointer = 0;
  if (context_.facts.stack_pointer)
    stack_pointer = layout_.globals[*context_.facts.stack_pointer].offset;
  bool is_plain = uses_.has(RT_USES_PLAIN_MEMORY);
  wasm::MemoryType memory;
  if (is_plain) memory = module_.memories[0].type;
  GivenConstant config(context_);
  config.add(abi::rt_config{
      .uses = uses_.bits,
      .instance_size = layout_.size,
      .n_func_imports = layout_.n_func_imports,
      .n_memory_imports = layout_.n_memory_imports,
      .n_table_imports = layout_.n_table_imports,
      .n_global_imports = layout_.n_global_imports,
      .n_tag_imports = layout_.n_tag_imports,
      .n_refs = uint32_t(layout_.n_func_imports + layout_.own_refs.size()),
      .n_memories = uint32_t(module_.memories.size()),
      .n_tables = layout_.n_tables,
      .n_cells = uint32_t(layout_.cells.size()),
      .n_tags = uint32_t(module_.tags.size()),
      .n_made = uint32_t(context_.made_types().size()),
      .n_exports = n_exports_,
      .stack_size = context_.stack_size,
      .stack_reserve = stack_reserve(context_.facts, context_.target),
      .stack_pointer_global = stack_pointer,
      .stack_pointer_start =
          context_.tells_trap_sites() && context_.memory.is_lean(0)
              ? context_.stack_pointer_start().value_or(0)
              : 0,
      .host_state = layout_.host_state,
      .poll_work = layout_.work,
      .exception = layout_.exception,
      .data_object = context_.data_object.empty() ? 0 : last_object() + 1,
      .memory_bytes =
          is_plain ? uint32_t(layout_.memory_bytes[0]) : context_.memory.bytes,
      .memory_max = memory.limits.has_max ? uint32_t(memory.limits.max + 1) : 0,
      .memory_page_log2 = uint8_t(memory.page_size_log2),
      .memory_is_fixed = uint8_t(is_plain && layout_.memory_fixed[0]),
      .lean_view = layout_.lean_view,
      .lean_floor = context_.memory.floor,
      .lean_start = context_.memory.start,
      .lean_end = context_.memory.end,
      .lean_stack_top = context_.memory.stack_top,
      .lean_first_stack = context_.memory.first_stack,
      .type_index = python_types_,
      .n_types = n_python_types_,
      .max_slots = uint16_t(uses_.max_slots),
      .max_call_params = uint16_t(uses_.max_call_params),
      .max_call_results = uint16_t(uses_.max_call_results),
      .calls_imports = uint8_t(uses_.calls_imports),
      .max_import_results = uint16_t(uses_.max_import_results),
      .has_only_host = uint8_t(uses_.has_only_host),
      .binds_callables = uint8_t(uses_.binds_callables),
      .tells_callers = told_callers(),
      .qstr_index = runtime_qstrs_,
  });
  config.define("rt_config");
}

LoadedTables TableMaker::run() {
  choose_python_types();
  make_runtime_qstrs();
  define_finder();
  define_stream();
  define_exports();
  define_bindings();
  define_references();
  define_host_functions();
  define_types(context_, uses_,
               [this](const std::string& text) { return qstr(text); });
  define_config();
  return {std::move(qstrs_), std::move(strings_), uses_.has(RT_USES_TRAP)};
}

}  // namespace

LoadedTables define_module_tables(Context& context, bool has_init) {
  return TableMaker(context, has_init).run();
}

}  // namespace wasm2mpy::codegen
