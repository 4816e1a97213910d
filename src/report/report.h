// What a module costs: bytes of the file, bytes of RAM, and which functions
// they go to. collect() gathers the figures of one build; text.cc and json.cc
// print them. Whoever adds a figure adds it to Report and to both.
#ifndef WASM2MPY_REPORT_REPORT_H_
#define WASM2MPY_REPORT_REPORT_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codegen/codegen.h"
#include "link/linker.h"
#include "settings/settings.h"
#include "support/diagnostics.h"
#include "target/target.h"
#include "wasm/module.h"

namespace wasm2mpy::report {

// Where code comes from.
enum class Origin : uint8_t {
  kModule,           // functions of the WebAssembly module
  kGlue,             // generated for it: start-up, bridges to Python, traps
  kRuntime,          // the runtime that every module has, as far as needed
  kCompilerRuntime,  // what the core has no instructions for
  kOther,            // literals, padding, branches that lead further
};
inline constexpr size_t kOrigins = 5;

// "module", "glue", ... for programs.
std::string_view to_string(Origin origin);

struct Function {
  std::string name;
  Origin origin = Origin::kOther;
  uint64_t bytes = 0;
};

// Bytes of the .mpy file; they add up to its size.
struct File {
  uint64_t names = 0;      // with the header
  uint64_t code = 0;       //
  uint64_t constants = 0;  // data segments, tables of the runtime, texts
  uint64_t relocations = 0;
  uint64_t size = 0;
};

// Bytes of RAM that importing takes and that stay until the next reset.
// Figures are computed, not measured: a heap that gives blocks of another size
// needs a little more or less.
struct ImportRam {
  uint64_t text = 0;    // one block
  uint64_t rodata = 0;  // one block; 0 where the text contains it
  uint64_t names = 0;   // at most: less if the firmware knows some
  uint64_t data = 0;  // the first contents of memories, if an object of its own
  uint64_t objects = 0;
  // With --xip the others are of a file in ROMFS. What it takes elsewhere
  // beside them.
  uint64_t outside_romfs = 0;
  // Beside all of these until garbage is collected after import, where the file
  // is not in ROMFS.
  uint64_t while_importing = 0;
  uint64_t total() const { return text + rodata + names + data + objects; }
};

// Bytes of RAM of one instance. Importing makes one, unless --no-instance.
struct InstanceRam {
  uint64_t objects = 0;  // the instance, functions, globals, memory objects
  uint64_t tables = 0;
  uint64_t memory = 0;   // linear memory at the start
  bool is_lean = false;  // more of it is there when it is touched
  // It is lean because of the RAM that there is, and nobody said so.
  bool is_chosen = false;
  uint64_t total() const { return objects + tables + memory; }
};

// What an imported function costs.
struct Import {
  std::string module;
  std::string name;
  // The runtime serves it; else Python does.
  bool is_served = false;
  // What the file would lose if the module did not have this import alone.
  uint64_t bytes = 0;
};

struct Imports {
  std::vector<Import> functions;
  // What the file would lose without all that the runtime serves, or without
  // all that Python serves.
  uint64_t served = 0;
  uint64_t from_python = 0;
};

// What would make the module smaller.
struct Hint {
  std::string id;       // for programs
  std::string what;     // "stack in linear memory"
  std::string advice;   // what to do
  uint64_t bytes = 0;   // what it takes now; 0: not known
  bool of_ram = false;  // else of the file, and so of RAM, too
};

struct Report {
  std::string arch;
  std::string board;   // empty if none was named
  std::string output;  // the name of the file
  uint32_t stack_size = 0;

  File file;
  uint64_t data_segments = 0;  // of file.constants
  uint64_t names = 0;          // in numbers, not bytes
  uint64_t relocations = 0;
  std::array<uint64_t, kOrigins> code = {};  // bytes by origin
  std::vector<Function> functions;  // all that have code, largest first
  // Names of the module's functions that were optimised less than others.
  std::vector<std::string> fewer_passes;

  Imports imports;
  std::vector<Hint> hints;  // those that gain most first
  // Proposals beyond WebAssembly 1.0 that the module makes use of.
  std::vector<std::string> features;

  uint64_t code_in_flash = 0;  // with --xip: of file.code and file.constants
  // The port copies text to memory of its own, outside of Python's heap.
  bool text_outside_heap = false;
  ImportRam at_import;
  InstanceRam per_instance;
  // The largest block that must be free in one piece.
  uint64_t largest_block = 0;
};

// What collect() needs to know of a build.
struct Input {
  const wasm::Module& module;
  const codegen::Facts& facts;
  const Settings& settings;
  const Target& target;
  const codegen::Output& object;
  const link::Image& image;  // of the module's code, wherever it is in the file
  std::span<const uint8_t> file;  // a well-formed .mpy
};

// Leaves arch, board, output, stack_size and features to the caller.
Report collect(const Input& input);

// For people: lines of at most 80 columns (but for long names).
std::string to_text(std::span<const Report> reports);

// For programs: one object, described in docs/cli.md. Of the diagnostics it
// tells the warnings with their notes.
std::string to_json(std::span<const Report> reports,
                    std::span<const Diagnostic> diagnostics);

}  // namespace wasm2mpy::report

#endif  // WASM2MPY_REPORT_REPORT_H_
