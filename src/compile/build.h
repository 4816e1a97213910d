// What is made for one architecture: from the decoded and validated module to
// the bytes of the file.
#ifndef WASM2MPY_COMPILE_BUILD_H_
#define WASM2MPY_COMPILE_BUILD_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/facts.h"
#include "bind/bindings.h"
#include "debug/trap_codes.h"
#include "report/report.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "support/stage_log.h"
#include "wasm/module.h"

namespace wasm2mpy {

struct BuiltVariant {
  std::vector<uint8_t> bytes;            // of the file
  bool traps = false;                    // there is a class Trap
  std::vector<uint32_t> trap_codes;      // that its traps can tell
  bool is_lean_by_choice = false;        // its memory, nobody said so
  std::optional<report::Report> report;  // if the settings want one
};

// `bindings`: exports with a signature; may be empty. `trap_codes`: null unless
// traps tell them.
// Calls for several architectures may run at the same time, each with a log
// and diagnostics of its own.
Result<BuiltVariant> build(const wasm::Module& module,
                           const codegen::Facts& facts,
                           const bind::Bindings& bindings,
                           const debug::TrapCodes* trap_codes,
                           const Settings& settings, const Variant& wanted,
                           StageLog& log, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_COMPILE_BUILD_H_
