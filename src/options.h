// The command line: what it asks for, and the help text.
#ifndef WASM2MPY_OPTIONS_H_
#define WASM2MPY_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "codegen/codegen.h"
#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy {

enum class Command : uint8_t { kCompile, kInspect, kHelp, kVersion };

struct Options {
  Command command = Command::kCompile;

  std::string input;  // "-": standard input
  bool verbose = false;
  bool time = false;

  // For kCompile.
  std::string output;              // "-": standard output; never empty
  const Target* target = nullptr;  // never null
  codegen::OptLevel level = codegen::Options{}.level;
  // The stage after which to stop and write what there is; none: go on to the
  // .mpy.
  std::optional<codegen::Emit> stop_after;
  std::optional<uint32_t> stack_size;  // none: the target's default
  bool growable_memory = false;
  bool no_instance = false;

  // `arguments` is argv without the program's name.
  static Result<Options> parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics);
};

std::string help_text();

}  // namespace wasm2mpy

#endif  // WASM2MPY_OPTIONS_H_
