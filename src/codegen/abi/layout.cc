#include "codegen/abi/layout.h"

#include <algorithm>

#include "analysis/host_functions.h"
#include "contract/constants.h"
#include "wasm/value_type.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ExternalKind;
using wasm::ValType;

uint32_t align_up(uint32_t value, uint32_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

// Whether the initialiser is one constant that can stand in the code.
bool is_constant(const wasm::Global& global) {
  return !global.import && !global.type.is_mutable &&
         global.type.type.is_number() && global.init.size() == 1 &&
         global.init[0].opcode != wasm::Opcode::kGlobalGet;
}

std::vector<bool> find_exported(const wasm::Module& module, ExternalKind kind,
                                size_t count) {
  std::vector<bool> exported(count);
  for (const wasm::Export& item : module.exports) {
    if (item.kind == kind) exported[item.index] = true;
  }
  return exported;
}

template <class T>
uint32_t count_imports(const std::vector<T>& space) {
  return uint32_t(std::ranges::count_if(
      space, [](const T& item) { return item.import.has_value(); }));
}

}  // namespace

InstanceLayout::InstanceLayout(const wasm::Module& module, const Facts& facts,
                               const RuntimeLayout& runtime,
                               const MemoryPlan& memory_plan,
                               const target::Target& target,
                               const Settings& settings)
    : n_func_imports(count_imports(module.functions)),
      n_memory_imports(count_imports(module.memories)),
      n_table_imports(count_imports(module.tables)),
      n_global_imports(count_imports(module.globals)),
      n_tag_imports(count_imports(module.tags)) {
  const uint32_t word = target.word_size;
  ref_of_function.resize(module.functions.size(), kNoRef);
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    if (module.functions[i].import) {
      ref_of_function[i] = i;
    } else if (facts.referenced[i]) {
      ref_of_function[i] = n_func_imports + uint32_t(own_refs.size());
      own_refs.push_back(i);
    }
  }

  for (uint32_t i = 0; i < module.tables.size(); ++i) {
    table_numbers.push_back(n_tables);
    if (!facts.constant_tables[i]) ++n_tables;
  }

  std::vector<bool> exported_globals =
      find_exported(module, ExternalKind::kGlobal, module.globals.size());
  globals.resize(module.globals.size());
  for (uint32_t i = 0; i < module.globals.size(); ++i) {
    if (module.globals[i].import || exported_globals[i]) {
      globals[i] = {GlobalPlace::kCell, 0, uint32_t(cells.size())};
      cells.push_back(i);
    }
  }

  auto append = [&](size_t count, uint32_t bytes) {
    size = align_up(size, bytes);
    uint32_t offset = size;
    size += uint32_t(count) * bytes;
    return offset;
  };
  size = runtime.instance_size;
  refs = append(n_func_imports + own_refs.size(), word);
  memories = append(module.memories.size(), word);
  tables = append(n_tables, word);
  cells_offset = append(cells.size(), word);
  for (uint32_t i = 0; i < cells.size(); ++i)
    globals[cells[i]].offset = cells_offset + i * word;
  tags = append(module.tags.size(), word);
  if (settings.interruptible) work = append(1, sizeof(uint32_t));
  if (facts.exceptions.is_used) exception = append(1, word);
  if (facts.exceptions.catches) foreign = append(1, word);

  std::vector<bool> exported_memories =
      find_exported(module, ExternalKind::kMemory, module.memories.size());
  memory_bases.resize(module.memories.size());
  for (uint32_t i = 0; i < module.memories.size(); ++i) {
    const wasm::Memory& memory = module.memories[i];
    const wasm::Limits& limits = memory.type.limits;
    bool one_size = limits.has_max && limits.max == limits.min;
    bool others_grow = settings.growable_memory && exported_memories[i];
    bool is_sized = memory_plan.mode_of(i) == MemoryMode::kSized;
    bool is_lean = memory_plan.is_lean(i);
    memory_bytes.push_back(memory_plan.bytes_in_bounds(i, memory.type));
    memory_fixed.push_back(
        !memory.import && !is_lean &&
        (one_size || is_sized || (!facts.memory_grown[i] && !others_grow)));
    if (memory_fixed[i]) memory_bases[i] = append(1, word);
  }
  if (memory_plan.mode == MemoryMode::kLean)
    lean_view = append(runtime.view_size / word, word);

  std::vector<bool> exported_tables =
      find_exported(module, ExternalKind::kTable, module.tables.size());
  for (uint32_t i = 0; i < module.tables.size(); ++i) {
    const wasm::Limits& limits = module.tables[i].type.limits;
    bool one_size = limits.has_max && limits.max == limits.min;
    table_fixed.push_back(
        !module.tables[i].import &&
        (one_size || (!facts.table_grown[i] && !exported_tables[i])));
  }

  // Small fields first: short offsets make short instructions.
  for (bool wide : {false, true}) {
    for (uint32_t i = 0; i < module.globals.size(); ++i) {
      const wasm::Global& global = module.globals[i];
      ValType type = global.type.type;
      const wasm::ValueTypeInfo* info = wasm::find_value_type(type);
      bool is_wide = info && info->bits > 32;
      if (global.import || exported_globals[i] || is_wide != wide) continue;
      if (is_constant(global)) {
        globals[i] = {GlobalPlace::kConstant};
        continue;
      }
      uint32_t bytes = info ? info->bits / 8 : word;
      // No field is aligned better than a slot.
      uint32_t unit = std::min<uint32_t>(bytes, RT_SLOT_BYTES);
      globals[i] = {GlobalPlace::kField, append(bytes / unit, unit)};
    }
  }

  data_lengths.resize(module.data.size());
  for (uint32_t i = 0; i < module.data.size(); ++i) {
    if (facts.data_used[i]) data_lengths[i] = append(1, word);
  }
  element_items.resize(module.elements.size());
  for (uint32_t i = 0; i < module.elements.size(); ++i) {
    if (facts.elements_used[i]) element_items[i] = append(2, word);
  }
  if (facts.has_tail_calls &&
      target.tail_calls == target::TailCalls::kTrampoline) {
    tail_call = append(4, word);
    tail_slots = append(facts.max_tail_slots, RT_SLOT_BYTES);
  }
  if (has_host_functions(module) || is_wasi_command(module))
    host_state = append(1, word);
  size = align_up(size, 8);
}

}  // namespace wasm2mpy::codegen
