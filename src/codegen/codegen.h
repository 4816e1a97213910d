// From a validated WebAssembly module to a relocatable object for one target:
// translate to LLVM IR, link the runtime's bitcode in, optimise, emit.
// With codegen/facts.h the only interface of src/codegen; no LLVM type appears
// in it.
#ifndef WASM2MPY_CODEGEN_CODEGEN_H_
#define WASM2MPY_CODEGEN_CODEGEN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts.h"
#include "analysis/memory_plan.h"
#include "bind/bindings.h"
#include "debug/trap_codes.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "target/target.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

// What is compiled, for what, and how.
struct Job {
  const wasm::Module& module;
  const Facts& facts;  // of gather_facts(), which has validated all bodies
  const bind::Bindings& bindings;  // exports with a signature; may be empty
  const target::Target& target;
  uint32_t stack_size;  // bytes of native stack that the main task has
  const Settings& settings;
  const debug::TrapCodes* trap_codes;  // null: traps tell none
  // Called at the end of each step with its name ("translate", ...), for -v
  // and --time; may be empty.
  std::function<void(std::string_view)> on_step;
};

// A call in the code, and what a trap below it tells (callers.h).
struct CallSite {
  // Of the caller, in the form of runtime/rt_callers.c; 0: not known.
  uint32_t frame = 0;
  // The return address is in what begins at the label, not at the label.
  bool is_inside = false;
  // The functions of the module that it stands in, those that were inlined into
  // the next one first, by their numbers in rt_names; or as codes. Empty: none.
  std::vector<uint32_t> functions;
};

struct Output {
  // ELF object (kObj), or text (kIr, kOptIr, kAsm).
  std::vector<uint8_t> bytes;
  // The module's qstr table after the source name (entry 0).
  std::vector<std::string> qstrs;
  // The strings of its object table after mp_fun_table (entry 0), and with
  // --xip after the code (RT_XIP_OBJECT): names that are too long for qstrs.
  std::vector<std::string> strings;
  // After these, if not empty: contents of a bytes object.
  std::vector<uint8_t> data_object;
  uint64_t data_size = 0;  // bytes of data segments, wherever they are

  bool traps = false;  // the module has a class Trap
  // Of the places that trap by themselves, in order; what `calls` tell are
  // more.
  std::vector<uint32_t> trap_codes;
  // If traps tell who called: by the numbers in the labels.
  std::vector<CallSite> calls;

  // Symbols of the module's functions that were too large for some of the
  // optimiser's passes, or called in too long a chain, in the module's order.
  std::vector<std::string> fewer_passes;

  // What an instance consists of beside its memories and tables, for reports.
  uint32_t instance_size = 0;     // bytes of its block
  MemoryPlan memory;              // of memory 0
  uint32_t function_objects = 0;  // own functions that can become references
  uint32_t global_objects = 0;    // own globals that are exported
};

// The symbol at which MicroPython enters the module.
inline constexpr std::string_view kEntrySymbol = "mpy_init";

// Names of the module's functions begin with these, which have the same length.
// The second one is of what is called through another function: one that makes
// tail calls, or whose frame is checked before it is taken.
inline constexpr std::string_view kFunctionPrefix = "wasm.";
inline constexpr std::string_view kBodyPrefix = "body.";

// Whether a symbol is a function of the module, not of the runtime.
constexpr bool is_module_function(std::string_view symbol) {
  return symbol.starts_with(kFunctionPrefix) || symbol.starts_with(kBodyPrefix);
}

// Whether this tool has the target's code generator.
bool can_generate(const target::Target& target);

// Behind a call that was noted, or before one that returns into itself, there
// is a label: this, and its number.
inline constexpr std::string_view kCallLabel = "call.";
// A word of read-only data: the distance from it to the table of calls, which
// whoever links adds behind everything else.
inline constexpr std::string_view kCallTable = "rt_calls";
// The function of the runtime that walks the stack by it.
inline constexpr std::string_view kCallWalk = "rt_with_callers";

// Calls for several targets may run at the same time.
Result<Output> compile(const Job& job, Diagnostics& diagnostics);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_CODEGEN_H_
