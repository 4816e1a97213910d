// The whole way of a module, from its bytes to those of the files: what the
// command line and the library call. Nothing here reads or writes a file,
// prints, or starts a thread; what a program lends for that is in Client.
#ifndef WASM2MPY_COMPILE_COMPILE_H_
#define WASM2MPY_COMPILE_COMPILE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts.h"
#include "bind/bindings.h"
#include "compile/build_all.h"
#include "report/report.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "support/stage_log.h"
#include "wasm/module.h"

namespace wasm2mpy {

// A file to be, or what a client makes of it.
struct Artifact {
  std::string name;  // may have folders, as Settings::output says
  std::vector<uint8_t> bytes;
};

struct Compilation {
  // The modules in the order of variants_of(), then what else was asked for:
  // the files of the package, the stub, the debug map.
  std::vector<Artifact> artifacts;
  size_t modules = 0;  // artifacts that are modules
  // What each module costs, if the settings want a report or it is known how
  // much RAM there is.
  std::vector<report::Report> reports;
  std::string logs;  // of Client::log, when there are several builds
};

struct Client {
  StageLog& log;
  Threads threads;  // empty: there are none
};

// Compiles a binary module, or stops after the stage that the settings name.
// Warnings are reported last. Calls at the same time do not disturb each other.
Result<Compilation> compile(std::span<const uint8_t> binary,
                            const Settings& settings, const Client& client,
                            Diagnostics& diagnostics);

struct Inspection {
  std::string report;  // in the form that Settings::report says
  Artifact stub;
};

// What there is to know of a module before anything is made of it.
Result<Inspection> inspect(std::span<const uint8_t> binary, Settings settings,
                           Diagnostics& diagnostics);

// The settings' signatures, checked against the module; none: empty.
Result<bind::Bindings> read_signatures(const wasm::Module& module,
                                       const codegen::Facts& facts,
                                       const Settings& settings,
                                       Diagnostics& diagnostics);

// The text of the report that the settings ask for; empty if they do not. That
// for programs has all warnings until now.
std::string report_text(const Settings& settings,
                        std::span<const report::Report> reports,
                        const Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_COMPILE_COMPILE_H_
