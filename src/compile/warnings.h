// Words for what is allowed and is hardly ever meant: what a module is, and
// what it needs, against what Python and the board have. The command line,
// `deploy` and the report for programs all show them, as the warnings of a
// Diagnostics.
#ifndef WASM2MPY_COMPILE_WARNINGS_H_
#define WASM2MPY_COMPILE_WARNINGS_H_

#include <span>
#include <string_view>
#include <vector>

#include "analysis/facts.h"
#include "debug/map.h"
#include "report/report.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

struct Compiled {
  const wasm::Module& module;
  const codegen::Facts& facts;
  const Settings& settings;
  // What each build costs; empty if that is not known.
  std::span<const report::Report> reports;
  // The architectures for which the memory is lean though nobody said so.
  std::vector<std::string_view> lean_by_choice;
};

void add_warnings(const Compiled& compiled, Diagnostics& diagnostics);

// What its debug map cannot tell.
void warn_about_lines(const wasm::Module& module, const debug::Lines& lines,
                      const debug::Map& map, Diagnostics& diagnostics);

// About the package, if there is one; after what is said of its modules.
void warn_about_package(const Settings& settings, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_COMPILE_WARNINGS_H_
