// All builds of one command, several at a time if there are threads.
#ifndef WASM2MPY_COMPILE_BUILD_ALL_H_
#define WASM2MPY_COMPILE_BUILD_ALL_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analysis/facts.h"
#include "compile/build.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "support/stage_log.h"
#include "wasm/module.h"

namespace wasm2mpy {

struct BuiltVariants {
  std::vector<BuiltVariant> files;  // in the order of the variants
  std::string logs;  // of -v and --time, when there are several builds
};

// Calls `work` in several threads at a time, in at most so many, and returns
// when all have returned. What runs in it is safe in any number of them.
using Threads =
    std::function<void(size_t most, const std::function<void()>& work)>;

// Fails if one build fails, and reports what is wrong with all of them: in
// their order, and what is wrong with several only once. Without threads
// (empty) they are made one after the other.
Result<BuiltVariants> build_all(
    const wasm::Module& module, const codegen::Facts& facts,
    const bind::Bindings& bindings, const debug::TrapCodes* trap_codes,
    const Settings& settings, std::span<const Variant> wanted,
    const Threads& threads, StageLog& log, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_COMPILE_BUILD_ALL_H_
