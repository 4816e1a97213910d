#include "codegen/describe.h"

#include <map>
#include <set>

#include <llvm/Support/LEB128.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/describe_bindings.h"
#include "codegen/host_functions.h"
#include "codegen/stack_check.h"
#include "codegen/thunks.h"
#include "codegen/type_text.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ExternalKind;
using wasm::ValType;

// Bits of rt_config.uses and the kinds of rt.h.
enum Uses : uint32_t {
  kUsesI32 = 0x0001,
  kUsesI64 = 0x0002,
  kUsesF32 = 0x0004,
  kUsesF64 = 0x0008,
  kUsesFuncRef = 0x0010,
  kUsesExternRef = 0x0020,
  kUsesTrap = 0x0040,
  kUsesInit = 0x0080,
  kUsesMultiValue = 0x0100,
  kUsesStackLimit = 0x0200,
  kUsesNoInstance = 0x0400,
  kUsesOneResult = 0x0800,
  kUsesStackPointerCell = 0x1000,
  kUsesLongNames = 0x2000,
  kUsesHost = 0x4000,
  kUsesCommand = 0x8000,
  kUsesBind = 0x10000,
  kUsesSingleInstance = 0x80000,
  kUsesLean = 0x20000,
};

enum Kind : uint8_t {
  kFunc,
  kTable,
  kMemory,
  kGlobal,
  kBound = 6,
  kKinds,  // 4 and 5 need no Python type
};
constexpr uint8_t kNotNeeded = 0xff;

// MicroPython's qstrs are at most this long.
constexpr size_t kMaxQstrBytes = 255;
constexpr uint32_t kLongName = 0x8000;

// When a qstr of the runtime is needed.
enum class Need : uint8_t {
  kAlways,
  kInstantiate,
  kTrap,
  kFloat,
  kStackLimit,
  kGrowable,  // Python sees a memory or table
  kMemoryObject,
  kBoundMemory,  // the same, with bound functions
};

struct RuntimeQstr {
  const char* text;
  Need need;
};

// In the order of RT_QSTRS, after the source name.
constexpr RuntimeQstr kRuntimeQstrs[] = {
    {"wasm", Need::kAlways},
    {"instantiate", Need::kInstantiate},
    {"Trap", Need::kTrap},
    {"float", Need::kFloat},
    {"stack_use", Need::kStackLimit},
    {"grow", Need::kGrowable},
    {"size", Need::kGrowable},
    {"memoryview", Need::kMemoryObject},
    {"read_str", Need::kBoundMemory},
};

uint32_t type_bit(ValType type) {
  switch (type.kind()) {
    case ValType::kI32:
      return kUsesI32;
    case ValType::kI64:
      return kUsesI64;
    case ValType::kF32:
      return kUsesF32;
    case ValType::kF64:
      return kUsesF64;
    default:
      return value_code(type) == 'X' || value_code(type) == 'Y' ? kUsesExternRef
                                                                : kUsesFuncRef;
  }
}

class Describer {
 public:
  Describer(Context& context, bool has_init)
      : context_(context),
        module_(context.module),
        layout_(context.instance),
        texts_(context.module) {
    if (has_init) uses_ |= kUsesInit;
    if (context.options.bindings && !context.options.bindings->empty())
      bindings_ = context.options.bindings;
  }

  ModuleTables run();

 private:
  void find_uses();
  void use_function(uint32_t function);
  bool object_needed(ExternalKind kind, uint32_t n_imports) const;
  void choose_python_types();
  void make_runtime_qstrs();
  uint32_t qstr(const std::string& text);

  void number(uint64_t value) { llvm::encodeULEB128(value, stream_); }
  void value_type(ValType type);
  void limits(const wasm::Limits& limits);
  void describe_memory(const wasm::MemoryType& type);
  void describe_table(const wasm::TableType& type);
  void describe_import(const wasm::Import& import);
  void describe_own_objects();
  uint32_t item_position(const wasm::Export& exported) const;

  uint32_t export_name(const std::string& name);
  bool is_hidden(const wasm::Export& exported) const;
  void define_exports();
  void define_bindings();
  void define_stream();
  void define_references();
  void define_host_functions();
  void define_types();
  llvm::Constant* define_type(uint32_t number);
  void define_config();
  llvm::GlobalVariable* define(llvm::StringRef name, llvm::Type* type);

  Context& context_;
  const wasm::Module& module_;
  const InstanceLayout& layout_;
  TypeTexts texts_;
  const bind::Bindings* bindings_ = nullptr;  // null if there are none
  uint32_t n_exports_ = 0;                    // less those that bindings hide
  uint32_t uses_ = 0;
  uint8_t python_types_[kKinds] = {};
  uint8_t n_python_types_ = 0;
  bool objects_[kKinds] = {};  // by kind: Python sees own ones
  size_t max_slots_ = 0;
  bool one_result_ = true;  // each function that Python sees has exactly one
  std::set<uint32_t> imported_types_;  // canonical, of imported functions
  std::set<uint32_t> entered_types_;   // of functions that Python can call
  std::vector<std::string> qstrs_;
  std::vector<std::string> strings_;
  std::map<std::string, uint32_t> qstr_numbers_;
  std::string stream_bytes_;
  llvm::raw_string_ostream stream_{stream_bytes_};
};

void Describer::use_function(uint32_t function) {
  const wasm::FuncType& type = module_.func_type(function);
  uint32_t canonical = module_.canonical_type(function);
  entered_types_.insert(canonical);
  if (module_.functions[function].import) imported_types_.insert(canonical);
  for (const auto* values : {&type.params, &type.results}) {
    for (ValType value : *values) uses_ |= type_bit(value);
  }
  if (type.results.size() > 1) uses_ |= kUsesMultiValue;
  if (type.results.size() != 1) one_result_ = false;
  max_slots_ = std::max({max_slots_, type.params.size(), type.results.size()});
}

bool Describer::object_needed(ExternalKind kind, uint32_t n_imports) const {
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == kind && exported.index >= n_imports) return true;
  }
  return false;
}

void Describer::find_uses() {
  for (uint32_t cell : layout_.cells)
    uses_ |= type_bit(module_.globals[cell].type.type);
  bool tables_seen = layout_.n_table_imports != 0;
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == ExternalKind::kFunc) use_function(exported.index);
    if (exported.kind == ExternalKind::kTable) {
      tables_seen = true;
      uses_ |= type_bit(module_.tables[exported.index].type.element);
    }
  }
  for (const wasm::Import& import : module_.imports) {
    if (import.kind == ExternalKind::kFunc) use_function(import.index);
    if (import.kind == ExternalKind::kTable)
      uses_ |= type_bit(module_.tables[import.index].type.element);
  }
  // Then every reference can get to Python, not only the exported ones.
  bool functions_escape = tables_seen || (uses_ & kUsesFuncRef) != 0;
  if (functions_escape) {
    for (uint32_t function : layout_.own_refs) use_function(function);
  }
  for (uint32_t i = 0; i < module_.functions.size(); ++i) {
    if (!module_.functions[i].import && context_.stack.checks[i])
      uses_ |= kUsesStackLimit | kUsesTrap;
  }
  if (context_.traps()) uses_ |= kUsesTrap;
  if (context_.options.no_instance) uses_ |= kUsesNoInstance;
  if (context_.options.single_instance) uses_ |= kUsesSingleInstance;
  if (layout_.host_state) uses_ |= kUsesHost;
  if (is_wasi_command(module_)) uses_ |= kUsesCommand;
  if (one_result_) uses_ |= kUsesOneResult;
  if (bindings_) uses_ |= kUsesBind;
  if (context_.memory.is_lean) uses_ |= kUsesLean | kUsesTrap;
  // An address may be out of bounds.
  if (bindings_ && bindings_->use_memory()) uses_ |= kUsesTrap;
}

void Describer::choose_python_types() {
  objects_[kMemory] =
      object_needed(ExternalKind::kMemory, layout_.n_memory_imports);
  objects_[kTable] =
      object_needed(ExternalKind::kTable, layout_.n_table_imports);
  objects_[kGlobal] = !layout_.cells.empty();
  objects_[kFunc] = true;  // `instantiate` is one
  objects_[kBound] = bindings_ != nullptr;
  for (uint8_t kind = 0; kind < kKinds; ++kind)
    python_types_[kind] = objects_[kind] ? n_python_types_++ : kNotNeeded;
}

void Describer::make_runtime_qstrs() {
  auto is_needed = [&](Need need) {
    switch (need) {
      case Need::kAlways:
        return true;
      case Need::kInstantiate:
        return !(uses_ & kUsesSingleInstance);
      case Need::kTrap:
        return (uses_ & kUsesTrap) != 0;
      case Need::kFloat:
        return (uses_ & (kUsesF32 | kUsesF64)) != 0;
      case Need::kStackLimit:
        return (uses_ & kUsesStackLimit) != 0;
      case Need::kGrowable:
        return objects_[kMemory] || objects_[kTable];
      case Need::kMemoryObject:
        return objects_[kMemory];
      case Need::kBoundMemory:
        return objects_[kMemory] && bindings_;
    }
    return true;
  };
  // A place that is not used holds the empty string, which costs one byte;
  // behind the last one that is used there are the module's own.
  for (const RuntimeQstr& entry : kRuntimeQstrs)
    qstrs_.push_back(is_needed(entry.need) ? entry.text : "");
  while (qstrs_.back().empty()) qstrs_.pop_back();
  for (uint32_t i = 0; i < qstrs_.size(); ++i)
    qstr_numbers_.try_emplace(qstrs_[i], i + 1);
}

uint32_t Describer::qstr(const std::string& text) {
  auto [entry, is_new] =
      qstr_numbers_.try_emplace(text, uint32_t(qstrs_.size() + 1));
  if (is_new) qstrs_.push_back(text);
  return entry->second;
}

void Describer::value_type(ValType type) {
  number(uint8_t(value_code(type)));
  bool is_typed = type.is_ref() && type.heap().is_index();
  number(is_typed ? context_.type_number(type.heap().type_index()) : 0);
}

void Describer::limits(const wasm::Limits& limits) {
  // Beyond any memory there can be; keeps max + 1 from overflowing.
  uint64_t max = std::min(limits.max, uint64_t{1} << 62);
  number(limits.min);
  number(limits.has_max ? max + 1 : 0);
}

void Describer::describe_memory(const wasm::MemoryType& type) {
  limits(type.limits);
  number(type.page_size_log2);
  number(type.limits.is_64);
}

void Describer::describe_table(const wasm::TableType& type) {
  value_type(type.element);
  limits(type.limits);
  number(type.limits.is_64);
}

void Describer::describe_import(const wasm::Import& import) {
  number(uint64_t(import.kind));
  number(qstr(import.module));
  number(qstr(import.name));
  switch (import.kind) {
    case ExternalKind::kFunc:
      number(context_.type_number(module_.functions[import.index].type_index));
      break;
    case ExternalKind::kTable:
      describe_table(module_.tables[import.index].type);
      break;
    case ExternalKind::kMemory:
      describe_memory(module_.memories[import.index].type);
      break;
    case ExternalKind::kGlobal:
      value_type(module_.globals[import.index].type.type);
      number(module_.globals[import.index].type.is_mutable);
      break;
    case ExternalKind::kTag:
      break;
  }
}

void Describer::describe_own_objects() {
  for (uint32_t i = layout_.n_memory_imports; i < module_.memories.size();
       ++i) {
    describe_memory(module_.memories[i].type);
    number(layout_.memory_fixed[i]);
    if (context_.memory.is_lean) number(i == 0);
  }
  for (uint32_t i = layout_.n_table_imports; i < module_.tables.size(); ++i) {
    if (!context_.facts.constant_tables[i])
      describe_table(module_.tables[i].type);
  }
  for (uint32_t i = layout_.n_global_imports; i < layout_.cells.size(); ++i) {
    const wasm::GlobalType& type = module_.globals[layout_.cells[i]].type;
    value_type(type.type);
    number(type.is_mutable);
  }
}

// The position of an exported item in the list of pointers behind the head of
// the instance.
uint32_t Describer::item_position(const wasm::Export& exported) const {
  uint32_t n_refs = uint32_t(layout_.n_func_imports + layout_.own_refs.size());
  uint32_t n_memories = uint32_t(module_.memories.size());
  switch (exported.kind) {
    case ExternalKind::kFunc:
      return layout_.ref_of_function[exported.index];
    case ExternalKind::kMemory:
      return n_refs + exported.index;
    case ExternalKind::kTable:
      return n_refs + n_memories + layout_.table_numbers[exported.index];
    default:
      return n_refs + n_memories + layout_.n_tables +
             layout_.globals[exported.index].cell;
  }
}

uint32_t Describer::export_name(const std::string& name) {
  if (name.size() <= kMaxQstrBytes) return qstr(name);
  uses_ |= kUsesLongNames;
  strings_.push_back(name);
  return kLongName + uint32_t(strings_.size());
}

// The bound function has the name of the export.
bool Describer::is_hidden(const wasm::Export& exported) const {
  return bindings_ && bindings_->find(exported.name);
}

void Describer::define_exports() {
  std::vector<uint16_t> fields;
  for (const wasm::Export& exported : module_.exports) {
    if (is_hidden(exported)) continue;
    ++n_exports_;
    fields.push_back(uint16_t(export_name(exported.name)));
    fields.push_back(uint16_t(item_position(exported)));
  }
  llvm::Constant* data =
      llvm::ConstantDataArray::get(context_.llvm, llvm::ArrayRef(fields));
  llvm::GlobalVariable* exports = define("rt_exports", data->getType());
  exports->setInitializer(data);
  exports->setAlignment(llvm::Align(2));
}

void Describer::define_bindings() {
  if (!bindings_) return;
  auto ref = [&](uint32_t function) {
    return layout_.ref_of_function[function];
  };
  BindingTables tables = describe_bindings(
      *bindings_, ref, [&](const std::string& name) { return qstr(name); });
  llvm::Constant* data =
      llvm::ConstantDataArray::getString(context_.llvm, tables.bytes, false);
  define("rt_bindings", data->getType())->setInitializer(data);
  std::vector<llvm::Constant*> fields;
  for (uint32_t word : tables.config)
    fields.push_back(llvm::ConstantInt::get(context_.i32, word));
  llvm::Constant* config = llvm::ConstantStruct::getAnon(fields);
  define("rt_bind_config", config->getType())->setInitializer(config);
}

llvm::GlobalVariable* Describer::define(llvm::StringRef name,
                                        llvm::Type* type) {
  auto* variable = new llvm::GlobalVariable(context_.out, type, true,
                                            llvm::GlobalValue::ExternalLinkage,
                                            nullptr, name);
  return variable;
}

void Describer::define_stream() {
  for (const wasm::Import& import : module_.imports) describe_import(import);
  describe_own_objects();
  llvm::Constant* data =
      llvm::ConstantDataArray::getString(context_.llvm, stream_bytes_, false);
  define("rt_stream", data->getType())->setInitializer(data);
}

void Describer::define_references() {
  llvm::IntegerType* i32 = context_.i32;
  size_t count = layout_.own_refs.size();
  llvm::ArrayType* type = llvm::ArrayType::get(i32, 2 * count);
  llvm::GlobalVariable* table = define("rt_refs", type);
  std::vector<llvm::Constant*> words;
  for (uint32_t function : layout_.own_refs) {
    auto field = [&] {
      return llvm::ConstantExpr::getInBoundsGetElementPtr(
          i32, table, llvm::ConstantInt::get(i32, words.size()));
    };
    uint32_t type_index = module_.functions[function].type_index;
    words.push_back(context_.relative(context_.function(function), field()));
    words.push_back(
        context_.relative(context_.type_descriptor(type_index), field()));
  }
  table->setInitializer(llvm::ConstantArray::get(type, words));
  table->setAlignment(llvm::Align(4));
}

// By function import: the C function, or 0.
void Describer::define_host_functions() {
  llvm::IntegerType* i32 = context_.i32;
  size_t count = layout_.host_state ? layout_.n_func_imports : 0;
  llvm::ArrayType* type = llvm::ArrayType::get(i32, count);
  llvm::GlobalVariable* table = define("rt_host", type);
  std::vector<llvm::Constant*> words;
  for (size_t i = 0; i < count; ++i) {
    std::string_view symbol = find_host_function(
        module_, module_.imports[*module_.functions[i].import]);
    if (symbol.empty()) {
      words.push_back(llvm::ConstantInt::get(i32, 0));
      continue;
    }
    auto* function = llvm::cast<llvm::Function>(
        context_.runtime_function(symbol, "vpp").getCallee());
    words.push_back(context_.relative(
        function, llvm::ConstantExpr::getInBoundsGetElementPtr(
                      i32, table, llvm::ConstantInt::get(i32, i))));
  }
  table->setInitializer(llvm::ConstantArray::get(type, words));
  table->setAlignment(llvm::Align(4));
}

// One rt_type. The descriptor that code refers to is a place holder, which is
// replaced here.
llvm::Constant* Describer::define_type(uint32_t number) {
  llvm::IntegerType* i16 = context_.i16;
  llvm::IntegerType* i32 = context_.i32;
  uint32_t type_index = context_.numbered_types()[number];
  const wasm::FuncType& type = module_.types[type_index].func;
  std::string text = texts_.text(type_index);

  uint32_t canonical = module_.types[type_index].canonical;
  bool is_import = imported_types_.contains(canonical);
  bool is_entered = entered_types_.contains(canonical);

  std::vector<uint32_t> concrete;
  for (const auto* values : {&type.params, &type.results}) {
    for (ValType value : *values) {
      if (value.is_ref() && value.heap().is_index())
        concrete.push_back(value.heap().type_index());
    }
  }

  llvm::ArrayType* text_type = llvm::ArrayType::get(context_.i8, text.size());
  llvm::StructType* struct_type = llvm::StructType::get(
      context_.llvm, {i32, i32, i32, i16, i16, i16, text_type});
  auto* global = new llvm::GlobalVariable(context_.out, struct_type, true,
                                          llvm::GlobalValue::InternalLinkage,
                                          nullptr, "type");
  global->setAlignment(llvm::Align(4));
  auto field = [&](unsigned index) {
    return llvm::ConstantExpr::getInBoundsGetElementPtr(
        i32, global, llvm::ConstantInt::get(i32, index));
  };
  llvm::Constant* none = llvm::ConstantInt::get(i32, 0);
  llvm::Constant* enter =
      is_entered ? context_.relative(context_.enter_thunk(type_index), field(0))
                 : none;
  llvm::Constant* leave =
      is_import ? context_.relative(make_leave(context_, type), field(1))
                : none;
  llvm::Constant* concrete_list = none;
  if (!concrete.empty()) {
    llvm::ArrayType* list_type = llvm::ArrayType::get(i32, concrete.size());
    auto* list = new llvm::GlobalVariable(context_.out, list_type, true,
                                          llvm::GlobalValue::InternalLinkage,
                                          nullptr, "type.concrete");
    list->setAlignment(llvm::Align(4));
    std::vector<llvm::Constant*> items;
    for (uint32_t index : concrete) {
      items.push_back(context_.relative(
          context_.type_descriptor(index),
          llvm::ConstantExpr::getInBoundsGetElementPtr(
              i32, list, llvm::ConstantInt::get(i32, items.size()))));
    }
    list->setInitializer(llvm::ConstantArray::get(list_type, items));
    concrete_list = context_.relative(list, field(2));
  }
  global->setInitializer(llvm::ConstantStruct::get(
      struct_type,
      {enter, leave, concrete_list,
       llvm::ConstantInt::get(i16, type.params.size()),
       llvm::ConstantInt::get(i16, type.results.size()),
       llvm::ConstantInt::get(i16, text.size()),
       llvm::ConstantDataArray::getString(context_.llvm, text, false)}));
  return global;
}

void Describer::define_types() {
  // Types that types name get numbers while this goes on.
  std::vector<llvm::Constant*> defined;
  while (defined.size() < context_.numbered_types().size())
    defined.push_back(define_type(uint32_t(defined.size())));
  for (uint32_t i = 0; i < defined.size(); ++i) {
    llvm::GlobalVariable* place_holder =
        context_.type_descriptor(context_.numbered_types()[i]);
    place_holder->replaceAllUsesWith(defined[i]);
    place_holder->eraseFromParent();
  }

  llvm::IntegerType* i32 = context_.i32;
  llvm::ArrayType* type = llvm::ArrayType::get(i32, defined.size());
  llvm::GlobalVariable* table = define("rt_types", type);
  std::vector<llvm::Constant*> words;
  for (llvm::Constant* item : defined) {
    words.push_back(context_.relative(
        item, llvm::ConstantExpr::getInBoundsGetElementPtr(
                  i32, table, llvm::ConstantInt::get(i32, words.size()))));
  }
  table->setInitializer(llvm::ConstantArray::get(type, words));
  table->setAlignment(llvm::Align(4));
}

void Describer::define_config() {
  // Before the list of words, since it adds to `uses_`.
  uint32_t stack_pointer = 0;
  if (context_.facts.stack_pointer) {
    const GlobalPlace& place = layout_.globals[*context_.facts.stack_pointer];
    stack_pointer = place.offset;
    if (place.kind == GlobalPlace::kCell) uses_ |= kUsesStackPointerCell;
  }
  const uint32_t words[] = {
      uses_,
      layout_.size,
      layout_.n_func_imports,
      layout_.n_memory_imports,
      layout_.n_table_imports,
      layout_.n_global_imports,
      uint32_t(layout_.n_func_imports + layout_.own_refs.size()),
      uint32_t(module_.memories.size()),
      layout_.n_tables,
      uint32_t(layout_.cells.size()),
      n_exports_,
      context_.options.stack_size,
      stack_reserve(context_.target),
      stack_pointer,
      layout_.host_state,
      context_.data_object.empty() ? 0 : uint32_t(strings_.size() + 1),
      context_.memory.bytes,
      layout_.lean_view,
      context_.memory.floor,
      context_.memory.start,
      context_.memory.end,
  };
  std::vector<llvm::Constant*> fields;
  for (uint32_t word : words)
    fields.push_back(llvm::ConstantInt::get(context_.i32, word));
  fields.push_back(llvm::ConstantDataArray::get(
      context_.llvm, llvm::ArrayRef<uint8_t>(python_types_, kKinds)));
  fields.push_back(llvm::ConstantInt::get(context_.i8, n_python_types_));
  fields.push_back(llvm::ConstantInt::get(context_.i16, max_slots_));
  llvm::Constant* value = llvm::ConstantStruct::getAnon(fields);
  define("rt_config", value->getType())->setInitializer(value);
}

ModuleTables Describer::run() {
  find_uses();
  choose_python_types();
  make_runtime_qstrs();
  define_stream();
  define_exports();
  define_bindings();
  define_references();
  define_host_functions();
  define_types();
  define_config();
  return {std::move(qstrs_), std::move(strings_), (uses_ & kUsesTrap) != 0};
}

}  // namespace

ModuleTables define_description(Context& context, bool has_init) {
  return Describer(context, has_init).run();
}

}  // namespace wasm2mpy::codegen
