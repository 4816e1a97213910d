// A decoded WebAssembly module (specification 3.0, "Structure / Modules").
// Index spaces contain imports first, as in the specification. Function
// bodies stay encoded; wasm/function.h decodes and validates them one at a
// time, so that a large module never stands decoded in memory as a whole.
#ifndef WASM2MPY_WASM_MODULE_H_
#define WASM2MPY_WASM_MODULE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "wasm/instruction.h"
#include "wasm/origin.h"
#include "wasm/types.h"

namespace wasm2mpy::wasm {

enum class ExternalKind : uint8_t { kFunc, kTable, kMemory, kGlobal, kTag };

// "func", "table", "memory", "global", "tag".
std::string_view to_string(ExternalKind kind);

struct Import {
  std::string module;
  std::string name;
  ExternalKind kind;
  uint32_t index;   // in the index space of `kind`
  uint64_t offset;  // in the file
};

struct Export {
  std::string name;
  ExternalKind kind;
  uint32_t index;
  uint64_t offset;
};

struct Function {
  uint32_t type_index;
  std::optional<uint32_t> import;             // index into Module::imports
  std::optional<uint32_t> first_export = {};  // index into Module::exports
  // The body of a defined function: locals and code, without the size field.
  std::span<const uint8_t> body;
  uint64_t body_offset = 0;
};

struct Table {
  TableType type;
  std::optional<uint32_t> import;
  ConstExpr init;  // empty: null
};

struct Memory {
  MemoryType type;
  std::optional<uint32_t> import;
};

struct Global {
  GlobalType type;
  std::optional<uint32_t> import;
  ConstExpr init;
};

struct Tag {
  uint32_t type_index;
  std::optional<uint32_t> import;
};

enum class SegmentMode : uint8_t { kActive, kPassive, kDeclarative };

struct ElementSegment {
  SegmentMode mode;
  ValType type = kFuncRef;
  uint32_t table = 0;            // when active
  ConstExpr offset_expr;         // when active
  std::vector<ConstExpr> items;  // function indices become `ref.func`
  uint64_t offset = 0;
};

struct DataSegment {
  SegmentMode mode;
  uint32_t memory = 0;    // when active
  ConstExpr offset_expr;  // when active
  std::span<const uint8_t> bytes;
  uint64_t offset = 0;
};

struct NameSection {
  std::optional<std::string> module;
  std::vector<std::string> functions;  // by function index; "" if unnamed
  std::vector<std::string> globals;    // by global index; "" if unnamed
  // By function index, then local index; "" if unnamed. Few functions of a
  // module without debug information have any.
  std::map<uint32_t, std::vector<std::string>> locals;
  // By type index, then field index, likewise.
  std::map<uint32_t, std::vector<std::string>> fields;
};

// By offset in the file of a br_if, an if or another branch: whether it is
// likely that its condition is true.
using BranchHints = std::unordered_map<uint32_t, bool>;

struct Module {
  std::string file;                // for messages
  std::span<const uint8_t> bytes;  // the whole binary; outlives the Module

  std::vector<SubType> types;
  std::vector<Import> imports;
  std::vector<Function> functions;
  std::vector<Table> tables;
  std::vector<Memory> memories;
  std::vector<Global> globals;
  std::vector<Tag> tags;
  std::vector<Export> exports;
  std::optional<uint32_t> start;
  std::vector<ElementSegment> elements;
  std::optional<uint32_t> data_count;
  std::vector<DataSegment> data;
  NameSection names;
  BranchHints branch_hints;
  Origin origin;

  // By function index: whether ref.func may name the function (it stands in
  // an export, an element segment, or an initialiser outside of bodies).
  std::vector<bool> declared_refs;

  const FuncType& func_type(uint32_t function_index) const {
    return types[functions[function_index].type_index].func;
  }
  // The canonical type (SubType::canonical) of a function: equal for two if
  // their types are.
  uint32_t canonical_type(uint32_t function_index) const {
    return types[functions[function_index].type_index].canonical;
  }
  // The name that messages use: from the name section, else the first export
  // or the import, else "".
  std::string function_name(uint32_t function_index) const;
};

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_MODULE_H_
