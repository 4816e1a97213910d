// What the code generator must know of all function bodies before it
// translates the first one. Gathered in one pass that decodes (and validates)
// each body and forgets it again.
#ifndef WASM2MPY_ANALYSIS_FACTS_H_
#define WASM2MPY_ANALYSIS_FACTS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "analysis/constant_tables.h"
#include "analysis/exceptions.h"
#include "support/diagnostics.h"
#include "wasm/function.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

struct FunctionFacts {
  std::vector<uint32_t> callees;  // own functions, each once, ascending
  // Calls through a reference or an import: may come back to any function. Not
  // those through a constant table that has no import of the type; what that
  // has is among the callees.
  bool calls_unknown = false;
  bool tail_calls = false;   // has return_call, ...
  bool has_vectors = false;  // instructions on them, or locals
  // Operates on many bytes of a memory or grows it, itself or in what it may
  // call: a lean memory may move in the meantime.
  bool moves_memory = false;
  // It moves Facts::followed_stack, itself or in what it may call: so may the
  // window of a lean memory with the stack.
  bool deepens_stack = false;
  uint32_t code_size = 0;     // bytes of the body
  uint32_t linear_frame = 0;  // bytes that it takes of a stack in memory
  // A guess at the size of the native frame, in values.
  uint32_t frame_values = 0;
  // What calls with many parameters or results take beside the frame of this
  // function: copies of them that a bridge or a check on the way makes.
  uint32_t passed_values = 0;
};

// The address that wasm-ld gives the first variable: it leaves what is below
// free, so that a null pointer leads to nothing.
constexpr uint64_t kFirstVariable = 1024;

struct Facts {
  std::vector<bool> memory_grown;  // by memory index: has memory.grow
  // Some instruction names a memory, be it behind a branch.
  bool uses_memory = false;
  // Offsets of accesses to memory 0 from kFirstVariable on: most often
  // addresses of variables, as fields of structures are below.
  std::set<uint64_t> large_offsets;
  // i32.const from there on: addresses, or just numbers.
  std::set<uint64_t> large_constants;
  std::vector<bool> table_grown;  // by table index: has table.grow
  // By table index: set if the table never changes.
  std::vector<std::optional<ConstantTable>> constant_tables;
  std::vector<bool> data_used;  // by segment: has memory.init, array.new_data
  std::vector<bool> elements_used;       // by segment: has table.init, ...
  std::vector<bool> referenced;          // by function: can become a reference
  std::vector<FunctionFacts> functions;  // by function index
  ExceptionFacts exceptions;
  // References to structures, arrays and i31 can come from outside of the
  // module or go there. Else all of them are what it has made itself.
  bool shows_objects = false;
  // References to functions can: not all of them are the module's own.
  bool shares_functions = false;
  // Slots for the parameters of the largest type that a return_call names.
  uint32_t max_tail_slots = 0;
  bool has_tail_calls = false;
  // Some value is a vector.
  bool has_vectors = false;
  // The mutable i32 global that compilers use as the pointer of the stack in
  // linear memory: known by name, else by the shape of function prologues.
  std::optional<uint32_t> stack_pointer;
  // The global that is the pointer of a stack in memory 0 and that all
  // functions leave as it was (linear_frame.h). AssemblyScript's is aligned to
  // words only, and its binding has no use for it.
  std::optional<uint32_t> followed_stack;
  // The i64 global that is counted down (--fuel).
  std::optional<uint32_t> fuel;
};

// Reports every invalid function body, not only the first.
Result<Facts> gather_facts(const wasm::Module& module,
                           Diagnostics& diagnostics);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_FACTS_H_
