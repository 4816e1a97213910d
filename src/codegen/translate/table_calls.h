// Calls through constant tables (constant_tables.h). For each table and each
// type that is called there is an array of constants: the code of the functions
// from the first one of that type to the last one. So a call compares its index
// with the bounds of this range and loads one word. What stands between with
// another type, or as null, is a function of the right type that traps.
//
// Where the types are mixed so much that these arrays were long, there is one
// for all of them, and beside it one of bytes that tell the types.
//
// Where the comparison fails, a function of the table finds out why (`miss`):
// only that needs to know which elements are null.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_TABLE_CALLS_H_
#define WASM2MPY_CODEGEN_TRANSLATE_TABLE_CALLS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/constant_tables.h"

namespace llvm {
class Function;
class GlobalVariable;
}  // namespace llvm

namespace wasm2mpy::codegen {

enum class Trap : uint8_t;
struct Context;

// The functions of one type in a table, which are at indices of `range`.
struct TableSlots {
  ConstantTable::Range range;
  // All of them are this function. Then there is no array.
  std::optional<uint32_t> only;
  // On targets with read-only data in the text, 32-bit distances from its
  // beginning, else addresses.
  llvm::GlobalVariable* array = nullptr;
  // Of a mixed table: by index, the place of the type among called_types.
  llvm::GlobalVariable* types = nullptr;
  uint8_t type = 0;
  // Some elements are 0. With names in traps, because then the caller, which
  // has the name, has to trap.
  bool has_zeros = false;
};

class TableCalls {
 public:
  explicit TableCalls(Context& context) : context_(context) {}

  // What a call_indirect of a type goes through.
  const TableSlots& slots(uint32_t table, uint32_t type_index);
  // `void miss(ctx, index[, trap_site()])`: raises the trap of an index whose
  // element is not of the type that was called.
  llvm::Function* miss(uint32_t table);

  // The code of an own function, or a function that calls the import.
  llvm::Function* code_of(uint32_t function);

 private:
  TableSlots make_slots(const ConstantTable& table, uint32_t type);
  TableSlots make_mixed_slots(uint32_t table, uint32_t type);
  void make_array(const ConstantTable& table, uint32_t type, TableSlots& slots);
  llvm::GlobalVariable* define_array(
      const std::vector<llvm::Function*>& functions);
  void make_mixed(const ConstantTable& table, TableSlots& slots);
  llvm::Function* make_miss(uint32_t table);
  llvm::Function* trapping(Trap trap, uint32_t type);
  llvm::Function* make_trapping(Trap trap, uint32_t type);
  llvm::Function* make_call_of_import(uint32_t function);

  Context& context_;
  std::map<std::pair<uint32_t, uint32_t>, TableSlots> slots_;
  std::map<uint32_t, TableSlots> mixed_;        // by table
  std::map<uint32_t, llvm::Function*> misses_;  // by table
  std::map<std::pair<Trap, uint32_t>, llvm::Function*> trapping_;
  std::map<uint32_t, llvm::Function*> calls_of_imports_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_TABLE_CALLS_H_
