// The command line: what it asks for, and the help text.
#ifndef WASM2MPY_CLI_OPTIONS_H_
#define WASM2MPY_CLI_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codegen/codegen.h"
#include "package/package.h"
#include "support/diagnostics.h"
#include "target/board.h"
#include "target/target.h"

namespace wasm2mpy {

enum class Command : uint8_t {
  kCompile,
  kDeploy,
  kRun,
  kInspect,
  kTargets,
  kHelp,
  kVersion,
};

enum class ReportFormat : uint8_t { kNone, kText, kJson };

// One file to make.
struct Build {
  Target target;  // a row of the target table, as the board changes it
  uint32_t stack_size = 0;
  std::string output;  // "-": standard output
};

// Where the output goes, and a stack size in place of the board's, are up to
// the caller. `board` may be null.
Build make_build(const Target& target, const Board* board,
                 std::optional<uint32_t> stack_size, std::string output);

struct Options {
  Command command = Command::kCompile;

  std::string input;  // "-": standard input
  bool verbose = false;
  bool time = false;
  bool quiet = false;

  // For kCompile; made later for kDeploy and kRun, which must ask first.
  std::vector<Build> builds;  // never empty
  // A folder for the outputs, or for folders with them: made if it is missing.
  std::optional<std::string> output_folder;
  const Board* board = nullptr;  // none: whatever has the architecture
  codegen::OptLevel level = codegen::Options{}.level;
  // The stage after which to stop and write what there is; none: go on to the
  // .mpy.
  std::optional<codegen::Emit> stop_after;
  bool growable_memory = false;
  bool trap_unaligned = false;
  bool unchecked = false;
  codegen::MemoryWish memory;
  bool no_instance = false;
  bool single_instance = false;
  codegen::Names names = codegen::Options{}.names;
  ReportFormat report = ReportFormat::kNone;
  // Exports that Python does not see.
  std::vector<std::string> hidden;
  // A stub file with signatures of exports; empty: none.
  std::string bind;
  // The stub file to write; none: no stub.
  std::optional<std::string> pyi;
  std::optional<uint32_t> stack_size;  // for all builds
  // The builds become a package.
  std::optional<package::Package> package;

  // For kDeploy and kRun: under which name the module is imported.
  std::string module_name;
  std::string port;  // empty: whatever board there is
  // Bytes of RAM that Python has on the connected board, if there is one.
  std::optional<uint64_t> free_ram;
  std::string micropython = "micropython";
  std::optional<std::string> function;  // none: the program
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // NAME=VALUE
  std::vector<std::string> folders;      // FOLDER or FOLDER::NAME

  // `arguments` is argv without the program's name.
  static Result<Options> parse(std::span<const char* const> arguments,
                               Diagnostics& diagnostics);
};

// The RAM in bytes that a module must fit in: what is free on the connected
// board, else all that the board's chip has; none: not known.
std::optional<uint64_t> ram_of(const Options& options);

std::string help_text();

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_OPTIONS_H_
