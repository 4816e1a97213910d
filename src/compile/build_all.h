// All builds of one command, several at a time.
#ifndef WASM2MPY_COMPILE_BUILD_ALL_H_
#define WASM2MPY_COMPILE_BUILD_ALL_H_

#include <string>
#include <vector>

#include "analysis/facts.h"
#include "cli/options.h"
#include "compile/build.h"
#include "support/diagnostics.h"
#include "support/stage_log.h"
#include "wasm/module.h"

namespace wasm2mpy {

struct Builds {
  std::vector<Built> files;  // in the order of options.builds
  std::string logs;          // of -v and --time, when there are several builds
};

// Fails if one build fails, and reports what is wrong with all of them: in
// their order, and what is wrong with several only once.
Result<Builds> build_all(const wasm::Module& module,
                         const codegen::Facts& facts,
                         const bind::Bindings& bindings, const Options& options,
                         StageLog& log, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_COMPILE_BUILD_ALL_H_
