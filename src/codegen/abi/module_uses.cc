#include "codegen/abi/module_uses.h"

#include <algorithm>

#include "analysis/host_functions.h"
#include "analysis/value_code.h"
#include "mpy/format.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ExternalKind;
using wasm::ValType;

uint32_t type_bit(ValType type) {
  switch (type.kind()) {
#define VALUE_TYPE(id, text, code, letter, kind, bits, feature) \
  case ValType::k##id:                                          \
    return RT_USES_##id;
#include "wasm/value_types.def"
    default:
      if (value_code(type) == RT_EXNREF) return RT_USES_EXNREF;
      return value_code(type) == RT_EXTERNREF || value_code(type) == RT_EXTERN
                 ? RT_USES_EXTERNREF
                 : RT_USES_FUNCREF;
  }
}

// See RT_USES_PLAIN_MEMORY. A block of MicroPython's heap has a head, and sizes
// are rounded up.
bool has_plain_memory(const wasm::Module& module,
                      const InstanceLayout& layout) {
  if (module.memories.size() != 1 || module.memories[0].import) return false;
  const wasm::MemoryType& type = module.memories[0].type;
  constexpr uint64_t kMost = uint64_t{UINT32_MAX} - 0xffff;
  return !type.limits.is_64 && !type.is_shared &&
         layout.memory_bytes[0] <= kMost &&
         (!type.limits.has_max || type.limits.max < kMost);
}

class UseFinder {
 public:
  explicit UseFinder(const Context& context)
      : context_(context), module_(context.module), layout_(context.instance) {
    if (!context.bindings.empty()) uses_.bindings = &context.bindings;
  }

  ModuleUses run();

 private:
  void use(bool is_used, uint32_t bits) {
    if (is_used) uses_.bits |= bits;
  }
  void use_type(ValType type) {
    if (!wasm::refers_to_objects(module_.types, type))
      uses_.bits |= type_bit(type);
  }
  void use_function(uint32_t function);
  void use_call(uint32_t function);
  void use_tag(uint32_t tag);
  void use_objects();
  void use_what_python_sees();
  void use_what_can_trap();
  void use_names();
  void use_stack_pointer();

  const Context& context_;
  const wasm::Module& module_;
  const InstanceLayout& layout_;
  ModuleUses uses_;
  bool one_result_ = true;  // each function that Python sees has exactly one
};

void UseFinder::use_function(uint32_t function) {
  const wasm::FuncType& type = module_.func_type(function);
  uint32_t canonical = module_.canonical_type(function);
  uses_.entered_types.insert(canonical);
  if (module_.functions[function].import)
    uses_.imported_types.insert(canonical);
  for (const auto* values : {&type.params, &type.results}) {
    for (ValType value : *values) use_type(value);
  }
  use(type.results.size() > 1, RT_USES_MULTI_VALUE);
  if (type.results.size() != 1) one_result_ = false;
  uses_.max_slots = std::max(uses_.max_slots, Context::slots_of(type));
}

// Python has it as an object.
void UseFinder::use_call(uint32_t function) {
  use_function(function);
  if (module_.functions[function].import) uses_.calls_imports = true;
  const wasm::FuncType& type = module_.func_type(function);
  uses_.max_call_params = std::max(uses_.max_call_params, type.params.size());
  uses_.max_call_results =
      std::max(uses_.max_call_results, type.results.size());
}

// Its values get to Python with the exception.
void UseFinder::use_tag(uint32_t tag) {
  const wasm::FuncType& type = module_.types[module_.tags[tag].type_index].func;
  for (ValType value : type.params) use_type(value);
}

void UseFinder::use_what_python_sees() {
  for (uint32_t i = 0; i < module_.tags.size(); ++i) use_tag(i);
  for (uint32_t cell : layout_.cells) use_type(module_.globals[cell].type.type);
  bool tables_seen = layout_.n_table_imports != 0;
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == ExternalKind::kFunc) use_call(exported.index);
    if (exported.kind == ExternalKind::kTable) {
      tables_seen = true;
      use_type(module_.tables[exported.index].type.element);
    }
  }
  for (const wasm::Import& import : module_.imports) {
    if (import.kind == ExternalKind::kFunc) {
      use_function(import.index);
      uses_.max_import_results =
          std::max(uses_.max_import_results,
                   module_.func_type(import.index).results.size());
    }
    if (import.kind == ExternalKind::kTable)
      use_type(module_.tables[import.index].type.element);
  }
  // Then every reference can get to Python, not only the exported ones.
  if (tables_seen || uses_.has(RT_USES_FUNCREF)) {
    for (uint32_t i = 0; i < layout_.n_func_imports; ++i) use_call(i);
    for (uint32_t function : layout_.own_refs) use_call(function);
  }
  use(one_result_, RT_USES_ONE_RESULT);
}

void UseFinder::use_objects() {
  use(context_.facts.shows_objects, RT_USES_ANYREF);
  use(!context_.made_types().empty(), RT_USES_OBJECTS);
  use(std::ranges::any_of(module_.types,
                          [](const wasm::SubType& type) {
                            return type.composite == wasm::SubType::kFunc &&
                                   !type.is_final;
                          }),
      RT_USES_SUBTYPES);
  // Python reads their fields.
  if (!context_.facts.shows_objects) return;
  for (uint32_t made : context_.made_types()) {
    for (const wasm::FieldType& field : module_.types[made].fields)
      use_type(wasm::unpacked(field.type));
    use(module_.names.fields.contains(made), RT_USES_FIELD_NAMES);
  }
}

void UseFinder::use_what_can_trap() {
  for (uint32_t i = 0; i < module_.functions.size(); ++i) {
    use(!module_.functions[i].import && context_.stack.checks[i],
        RT_USES_STACK_LIMIT | RT_USES_TRAP);
  }
  // Imports are looked for in Python, deep below instantiate().
  use(!module_.imports.empty() && !context_.settings.unchecked,
      RT_USES_STACK_LIMIT | RT_USES_TRAP);
  // Polls run Python, deep below any function.
  use(context_.polls && !context_.settings.unchecked,
      RT_USES_STACK_LIMIT | RT_USES_TRAP);
  use(context_.traps(), RT_USES_TRAP);
  use(context_.memory.is_lean(0), RT_USES_LEAN | RT_USES_TRAP);
  // An address may be out of bounds.
  use(uses_.bindings && uses_.bindings->use_memory(), RT_USES_TRAP);
}

void UseFinder::use_names() {
  for (const wasm::Export& exported : module_.exports) {
    use(exported.name.size() > mpy::kMaxQstrLength && !uses_.hides(exported),
        RT_USES_LONG_NAMES);
  }
}

void UseFinder::use_stack_pointer() {
  if (!context_.facts.stack_pointer) return;
  const GlobalPlace& place = layout_.globals[*context_.facts.stack_pointer];
  use(place.kind == GlobalPlace::kCell, RT_USES_STACK_POINTER_CELL);
}

bool has_only_integers(const wasm::FuncType& type) {
  auto is_integer = [](ValType value) {
    return value == ValType::kI32 || value == ValType::kI64;
  };
  return std::ranges::all_of(type.params, is_integer) &&
         std::ranges::all_of(type.results, is_integer);
}

ModuleUses UseFinder::run() {
  use_objects();
  use_what_python_sees();
  use_what_can_trap();
  use_names();
  use_stack_pointer();
  use(context_.settings.no_instance, RT_USES_NO_INSTANCE);
  use(context_.settings.single_instance, RT_USES_SINGLE_INSTANCE);
  use(layout_.host_state != 0, RT_USES_HOST);
  uses_.has_only_host =
      std::ranges::none_of(module_.imports, [&](const wasm::Import& import) {
        return find_host_function(module_, import).empty();
      });
  uses_.binds_callables =
      uses_.has_only_host &&
      std::ranges::all_of(module_.imports, [&](const wasm::Import& import) {
        return has_only_integers(module_.func_type(import.index));
      });
  use(is_wasi_command(module_), RT_USES_COMMAND);
  use(has_plain_memory(module_, layout_), RT_USES_PLAIN_MEMORY);
  // Traps are told from exceptions by their class.
  use(context_.facts.exceptions.is_used || !module_.tags.empty(),
      RT_USES_EXCEPTIONS | RT_USES_TRAP);
  use(uses_.bindings != nullptr, RT_USES_BIND);
  use(context_.facts.has_vectors, RT_USES_VECTORS);
  use(std::ranges::any_of(module_.memories,
                          [](const wasm::Memory& memory) {
                            return memory.import && memory.type.is_shared;
                          }),
      RT_USES_SHARED);
  use(context_.facts.fuel.has_value(), RT_USES_FUEL);
  use(context_.polls != nullptr, RT_USES_POLLS);
  use(context_.settings.names == Names::kFull && uses_.has(RT_USES_TRAP),
      RT_USES_TOLD_CALLS);
  return std::move(uses_);
}

}  // namespace

ModuleUses find_uses(const Context& context, bool has_init) {
  ModuleUses uses = UseFinder(context).run();
  if (has_init) uses.bits |= RT_USES_INIT;
  return uses;
}

}  // namespace wasm2mpy::codegen
