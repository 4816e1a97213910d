// Where things lie in an instance: the fields that the generator appends to
// rt_instance for one module.
#ifndef WASM2MPY_CODEGEN_ABI_LAYOUT_H_
#define WASM2MPY_CODEGEN_ABI_LAYOUT_H_

#include <cstdint>
#include <vector>

#include "analysis/facts.h"
#include "analysis/memory_plan.h"
#include "contract/layout.h"
#include "settings/settings.h"
#include "target/target.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

// Where one global of the module is.
struct GlobalPlace {
  enum Kind : uint8_t {
    kConstant,  // immutable with a constant value: nowhere
    kField,     // `offset` in the instance
    kCell,      // an rt_global; its pointer is at `offset` in the instance
  };
  Kind kind;
  uint32_t offset = 0;
  uint32_t cell = 0;  // index among the cells, for kCell
};

struct InstanceLayout {
  InstanceLayout(const wasm::Module& module, const Facts& facts,
                 const RuntimeLayout& runtime, const MemoryPlan& memory,
                 const target::Target& target, const Settings& settings);

  // Reference number (in refs) of each function; kNoRef if it never becomes
  // a reference. Imported functions come first and always have one.
  static constexpr uint32_t kNoRef = UINT32_MAX;
  std::vector<uint32_t> ref_of_function;
  std::vector<uint32_t> own_refs;  // function indices, in the order of refs
  std::vector<uint32_t> cells;     // global indices, in the order of cells
  // By table index: its number among tables[]; constant ones are not there.
  std::vector<uint32_t> table_numbers;
  uint32_t n_tables = 0;

  uint32_t n_func_imports = 0;
  uint32_t n_memory_imports = 0;
  uint32_t n_table_imports = 0;
  uint32_t n_global_imports = 0;
  uint32_t n_tag_imports = 0;

  uint32_t refs = 0;      // offset of refs[]
  uint32_t memories = 0;  // ...
  uint32_t tables = 0;
  uint32_t cells_offset = 0;
  uint32_t tags = 0;
  std::vector<GlobalPlace> globals;  // by global index
  std::vector<bool> memory_fixed;    // size is a constant
  std::vector<bool> table_fixed;
  std::vector<uint32_t> memory_bases;  // by memory index, when fixed
  std::vector<uint64_t> memory_bytes;  // by memory index: the size at first
  uint32_t lean_view = 0;              // offset of the rt_view of memory 0
  // Of the work that is left until the next poll, an i32.
  uint32_t work = 0;
  // By segment: offset of its current length (a word), when used after
  // instantiation; for elements a pointer to the items is before it.
  std::vector<uint32_t> data_lengths;
  std::vector<uint32_t> element_items;
  // Of tail calls by trampoline: the words `enter`, `code`, `context` and
  // `entered`, then a slot for each parameter. See tail_call.cc.
  uint32_t tail_call = 0;
  uint32_t tail_slots = 0;
  // The exception that leaves a function, an rt_exception; and what a guard is
  // to call.
  uint32_t exception = 0;
  uint32_t foreign = 0;
  // A word for the functions of runtime/host; 0 if none is imported.
  uint32_t host_state = 0;
  uint32_t size = 0;  // of the whole instance in bytes
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_LAYOUT_H_
