// Where copies of arguments come from. Languages agree on no name for the
// allocator of a module, so this knows the usual ones:
//
// - C: malloc, free.
// - AssemblyScript: __new, __pin, __unpin. A block that is not pinned would be
//   collected; 1 is the class of ArrayBuffer.
// - Rust with wasm-bindgen: __wbindgen_malloc, __wbindgen_free; by hand, and
//   in Zig, often alloc and dealloc.
// - C with the component model: cabi_realloc, free. Without `free` it is no
//   use: what cabi_realloc gives cannot be given back through it.
#include "bind/allocator.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/host_functions.h"

namespace wasm2mpy::bind {
namespace {

using wasm::ExternalKind;
using wasm::ValType;

struct Row {
  std::string_view allocate;
  size_t max_parameters;  // with fewer, the last ones are not passed
  std::string_view pin;
  std::string_view release;
  size_t max_release_parameters;
  uint32_t argument;
  bool is_realloc = false;
};
constexpr uint32_t kAlignment = 8;
constexpr std::array<Row, 6> kRows = {{
    {"malloc", 1, "", "free", 1, 0},
    {"__new", 2, "__pin", "__unpin", 1, 1},
    {"__wbindgen_malloc", 2, "", "__wbindgen_free", 3, kAlignment},
    {"alloc", 2, "", "dealloc", 3, kAlignment},
    {"allocate", 2, "", "deallocate", 3, kAlignment},
    {"cabi_realloc", 4, "", "free", 1, kAlignment, true},
}};

const wasm::Export* find_export(const wasm::Module& module, ExternalKind kind,
                                std::string_view name) {
  auto found =
      std::ranges::find_if(module.exports, [&](const wasm::Export& exported) {
        return exported.kind == kind && exported.name == name;
      });
  return found == module.exports.end() ? nullptr : &*found;
}

// An exported function of the module's own that takes i32 only, from `min` to
// `max` of them.
std::optional<uint32_t> find_function(const wasm::Module& module,
                                      std::string_view name, size_t min,
                                      size_t max, bool has_result) {
  const wasm::Export* exported = find_export(module, ExternalKind::kFunc, name);
  if (!exported || module.functions[exported->index].import)
    return std::nullopt;
  const wasm::FuncType& type = module.func_type(exported->index);
  auto is_i32 = [](ValType value) { return value == ValType::kI32; };
  bool result_fits = has_result
                         ? type.results.size() == 1 && is_i32(type.results[0])
                         : type.results.empty();
  if (!result_fits || type.params.size() < min || type.params.size() > max ||
      !std::ranges::all_of(type.params, is_i32))
    return std::nullopt;
  return exported->index;
}

std::optional<uint32_t> constant_address(const wasm::ConstExpr& init) {
  if (init.size() != 1 || init[0].opcode != wasm::Opcode::kI32Const)
    return std::nullopt;
  return uint32_t(init[0].bits);
}

}  // namespace

Allocator find_allocator(const wasm::Module& module) {
  for (const Row& row : kRows) {
    Allocator found;
    size_t min = row.is_realloc ? row.max_parameters : 1;
    found.allocate =
        find_function(module, row.allocate, min, row.max_parameters, true);
    found.release = find_function(module, row.release, 1,
                                  row.max_release_parameters, false);
    if (!row.pin.empty()) {
      found.pin = find_function(module, row.pin, 1, 1, true);
      if (!found.pin) continue;
    }
    if (!found.allocate || !found.release) continue;
    found.argument = row.argument;
    found.is_realloc = row.is_realloc;
    return found;
  }
  return {};
}

bool is_assemblyscript(const wasm::Module& module, const Allocator& allocator) {
  if (allocator.makes_strings()) return true;
  return std::ranges::any_of(module.imports, [&](const wasm::Import& import) {
    return codegen::find_host_function(module, import) == "rt_as_abort";
  });
}

// The stack grows down. Below it are static data, if the linker put them
// there: they are known as far as they are initialised, or by the symbols that
// a linker can be asked to export.
uint32_t lowest_stack_address(const wasm::Module& module,
                              uint32_t stack_pointer) {
  std::optional<uint32_t> top =
      constant_address(module.globals[stack_pointer].init);
  if (!top) return 0;
  for (std::string_view name : {"__stack_low", "__data_end"}) {
    const wasm::Export* exported =
        find_export(module, ExternalKind::kGlobal, name);
    if (!exported) continue;
    std::optional<uint32_t> address =
        constant_address(module.globals[exported->index].init);
    // Equal is the end of no data behind a stack that is first in the memory.
    if (address && *address < *top) return *address;
  }
  uint32_t low = 0;
  for (const wasm::DataSegment& segment : module.data) {
    if (segment.mode != wasm::SegmentMode::kActive || segment.memory != 0)
      continue;
    std::optional<uint32_t> begin = constant_address(segment.offset_expr);
    if (!begin || *begin >= *top) continue;
    uint64_t end = uint64_t{*begin} + segment.bytes.size();
    if (end <= *top) low = std::max(low, uint32_t(end));
  }
  return low;
}

}  // namespace wasm2mpy::bind
