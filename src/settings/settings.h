// What is made of a module: all that a caller may choose, once, for every stage
// from the decoder to the names of the files. The command line fills it from
// its options and the library from names and values, by the same table
// (setting_table.h).
#ifndef WASM2MPY_SETTINGS_SETTINGS_H_
#define WASM2MPY_SETTINGS_SETTINGS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "package/package.h"
#include "support/diagnostics.h"
#include "target/board.h"
#include "target/target.h"

namespace wasm2mpy {

enum class OptLevel : uint8_t { kO0, kO1, kO2, kOs, kOz };

constexpr bool is_for_size(OptLevel level) {
  return level == OptLevel::kOs || level == OptLevel::kOz;
}

// The stage after which to stop and show what there is.
enum class Emit : uint8_t { kIr, kOptIr, kAsm, kObj };

// Which functions a trap names.
enum class Names : uint8_t {
  kNone,
  kExports,  // exports; others by their number
  kFull,     // all, as in the name section
};

enum class MemoryMode : uint8_t {
  kExact,  // all pages are there from the start
  kLean,   // bytes are there when they are touched
  kSized,  // as many bytes as the user says
};

struct MemoryWish {
  bool is_given = false;  // the user says something, be it the default
  MemoryMode mode = MemoryMode::kExact;
  uint64_t bytes = 0;  // kSized
  // Of a lean memory: what the linear stack may take, where it can be told
  // from other data.
  std::optional<uint64_t> linear_stack;
};

enum class ReportFormat : uint8_t { kNone, kText, kJson };

// The contents of a stub file with signatures of exports.
struct Signatures {
  std::string file;  // its name for messages
  std::string text;
};

struct Settings {
  // How messages name the module; its stem is the default name of what is made.
  std::string file = "module.wasm";

  std::vector<const Target*> targets;  // none: that of the board
  const Board* board = nullptr;        // none: whatever has the architecture
  // Bytes of native stack that the board's main task has; none: as usual.
  std::optional<uint32_t> stack_size;
  // Bytes of RAM that Python has on the connected board, if there is one.
  std::optional<uint64_t> free_ram;

  OptLevel level = OptLevel::kOs;
  // Let Python (and importing modules) grow memories that the module itself
  // never grows; costs speed, because their size is no constant then.
  bool growable_memory = false;
  // An access that the module promises to be aligned and that is not traps
  // where it would fault. Otherwise its result is right, which takes more code
  // there.
  bool trap_unaligned = false;
  // The module is trusted: loads and stores test neither bounds nor alignment,
  // and no function tests the native stack.
  bool unchecked = false;
  // What the module runs is counted down from this number, and it traps when
  // nothing is left; none: nothing is counted.
  std::optional<uint64_t> fuel;
  // What is pending in MicroPython happens while a function of the module runs:
  // Ctrl-C, scheduled calls.
  bool interruptible = false;
  // Machine code is a constant of the file, which stays in flash where that is
  // mapped (ROMFS).
  bool xip = false;
  // Make an image for ROMFS with the module, beside it.
  bool romfs = false;
  MemoryWish memory;
  // Import makes no instance; Python calls instantiate(imports).
  bool no_instance = false;
  // Import makes the only instance: there is no `instantiate`.
  bool single_instance = false;
  Names names = Names::kNone;
  // Exports that Python does not see.
  std::vector<std::string> hidden;
  std::optional<Signatures> signatures;

  // Go no further than to what codegen::compile() gives, as bytes; and such
  // bytes of other tools, by architecture (src/api/cores.h).
  bool only_generate = false;
  std::map<std::string, std::vector<uint8_t>, std::less<>> generated;

  // Go no further than to this stage; none: to the .mpy.
  std::optional<Emit> stop_after;
  // The name of the module's file or, with several architectures, of a folder;
  // so it is with '/' at its end. Empty: the file's own name.
  std::string output;
  // Make a stub under this name; empty: beside the module.
  std::optional<std::string> stub;
  // Traps tell a code, and this file what the codes mean; empty: beside the
  // module.
  std::optional<std::string> debug_map;
  ReportFormat report = ReportFormat::kNone;
  // Without a folder there is none; the name is that of the module.
  package::Package package;
  // Under which name the module is imported, where no file says that; empty:
  // that of the file.
  std::string name;

  // Threads that may compile for several architectures at a time; 0: one for
  // each core.
  unsigned threads = 1;

  bool makes_package() const { return !package.folder.empty(); }
};

// One module to make.
struct Variant {
  Target target;  // a row of the target table, as the board changes it
  uint32_t stack_size = 0;
  std::string output;  // the name of its file
};

// What the settings ask for: one for each architecture.
std::vector<Variant> variants_of(const Settings& settings);

// The folder of the outputs, or of folders with them; none: wherever
// Settings::output is.
std::optional<std::string> output_folder(const Settings& settings);

// The suffix of the file that the last stage makes.
std::string_view output_suffix(const Settings& settings);

// "lib/fft.wasm": "fft.mpy".
std::string default_output(const Settings& settings);

// The names of the stub and of the debug map; there must be one.
std::string stub_name(const Settings& settings);
std::string debug_map_name(const Settings& settings);

// The name of the image beside the module of that name: "fft.romfs".
std::string image_name(const std::string& output);

// "lib/fft.wasm": "fft.wasm", which is all that modules and stubs tell, so that
// the same module gives the same bytes everywhere.
std::string source_name(const Settings& settings);

// The RAM in bytes that a module must fit in: what is free on the connected
// board, else all that the board's chip has; none: not known.
std::optional<uint64_t> ram_of(const Settings& settings);

// Bytes that Python has of it on that board, or on one that is usual for the
// target: what is free, or a half, because firmware and stacks take some. None:
// as many as one likes.
std::optional<uint64_t> ram_for_python(const Settings& settings,
                                       const target::Target& target);

// The name of the module in a package or on a board: an identifier.
std::string module_name(const Settings& settings);

// Fails when the module has no such name of its own.
Result<void> check_module_name(const Settings& settings,
                               Diagnostics& diagnostics);

// The package with its name; there must be one.
package::Package package_of(const Settings& settings);

// Reports which settings do not go together.
Result<void> check(const Settings& settings, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SETTINGS_SETTINGS_H_
