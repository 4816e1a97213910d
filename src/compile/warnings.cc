// Each check is a function that says nothing where nothing is wrong. What costs
// bytes only, and is no mistake, belongs to the hints of the report
// (report/hints.cc).
#include "compile/warnings.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <format>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/host_functions.h"
#include "analysis/memory_plan.h"
#include "mpy/format.h"
#include "support/text.h"
#include "wasm/const_expr.h"

namespace wasm2mpy {
namespace {

using wasm::ExternalKind;

// The commonest first mistake: compilers make functions visible only when they
// are told to.
void warn_without_exports(const wasm::Module& module,
                          Diagnostics& diagnostics) {
  bool has_function = std::ranges::contains(module.exports, ExternalKind::kFunc,
                                            &wasm::Export::kind);
  if (has_function || module.start) return;
  diagnostics.warn({.file = module.file,
                    .message = "exports no function, so Python can call none",
                    .id = "no-exports"});
  diagnostics.note(
      "in C: __attribute__((export_name(\"f\"))) before a function; in Rust: "
      "#[no_mangle] pub extern \"C\", and crate-type cdylib");
}

// Position-independent modules wait for a dynamic linker, which there is none.
void warn_about_dynamic_linking(const wasm::Module& module,
                                Diagnostics& diagnostics) {
  if (!module.origin.is_dynamic) return;
  diagnostics.warn(
      {.file = module.file,
       .message = "is a side module: it imports its memory and addresses in it "
                  "from a dynamic linker, which MicroPython has not",
       .id = "side-module"});
  diagnostics.note("link it without -sSIDE_MODULE, -shared and -pie");
}

// Names that Python does not look for in a module, or cannot be asked for.
void warn_about_names(const wasm::Module& module, Diagnostics& diagnostics) {
  for (const wasm::Export& row : module.exports) {
    if (row.name == "__class__") {
      diagnostics.warn({.file = module.file,
                        .message = std::format(
                            "Python keeps the name {} for itself and does not "
                            "find the export",
                            quote(row.name)),
                        .id = "export-name"});
    } else if (row.name.size() > mpy::kMaxQstrLength) {
      diagnostics.warn(
          {.file = module.file,
           .message = std::format(
               "the name of export {} is too long for MicroPython ({} bytes, "
               "limit {}): only __dict__ has it",
               quote(row.name), row.name.size(), mpy::kMaxQstrLength),
           .id = "export-name"});
    }
  }
}

// Programs of 2019, before WASI preview 1.
void warn_about_old_wasi(const wasm::Module& module, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const wasm::Import& import : module.imports) {
    if (import.module != "wasi_unstable" ||
        !codegen::find_host_function(module, import).empty()) {
      continue;
    }
    names.push_back(quote(import.name));
  }
  if (names.empty()) return;
  diagnostics.warn(
      {.file = module.file,
       .message = std::format("imports {} from WASI snapshot 0 "
                              "('wasi_unstable'), where it differs from "
                              "preview 1: Python must have it",
                              join(names, ", ")),
       .id = "old-wasi"});
  diagnostics.note("compile it for wasi_snapshot_preview1 (wasm32-wasip1)");
}

// Toolchains whose module is one half of a program: the other half is
// JavaScript that they write beside it, which MicroPython has not.
struct Glue {
  std::string_view from;
  std::string_view advice;
  bool (*has)(const wasm::Module& module, const wasm::Import& import);
};

bool starts_with_any(std::string_view name,
                     std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(
      parts, [&](std::string_view part) { return name.starts_with(part); });
}

constexpr std::array<Glue, 4> kGlues = {{
    {"Emscripten's JavaScript",
     "compile with emcc -sSTANDALONE_WASM --no-entry -o app.wasm, without "
     "-sALLOW_MEMORY_GROWTH; for C++ exceptions -fwasm-exceptions",
     [](const wasm::Module&, const wasm::Import& import) {
       return import.module == "env" &&
              starts_with_any(import.name, {"emscripten_", "_emscripten_",
                                            "__syscall_", "invoke_", "_embind_",
                                            "_abort_js", "__cxa_throw"});
     }},
    // Optimised, all names are a letter or two, that of the memory, too.
    {"Emscripten's JavaScript, under short names",
     "compile with emcc -sSTANDALONE_WASM --no-entry -o app.wasm",
     [](const wasm::Module& module, const wasm::Import& import) {
       return import.module == "a" && import.name.size() <= 2 &&
              std::ranges::any_of(module.exports, [](const auto& exported) {
                return exported.kind == ExternalKind::kMemory &&
                       exported.name.size() <= 2;
              });
     }},
    {"wasm-bindgen's JavaScript",
     "export functions with #[no_mangle] pub extern \"C\", without "
     "#[wasm_bindgen], and leave out crates that call the browser",
     [](const wasm::Module&, const wasm::Import& import) {
       return import.module == "wbg" ||
              starts_with_any(import.module, {"__wbindgen_"}) ||
              starts_with_any(import.name, {"__wbg_", "__wbindgen_"});
     }},
    {"Go's JavaScript",
     "compile with GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared, and "
     "export functions with //go:wasmexport",
     [](const wasm::Module&, const wasm::Import& import) {
       return import.module == "gojs" ||
              (import.module == "go" && import.name.starts_with("runtime."));
     }},
}};

void warn_about_glue(const wasm::Module& module, Diagnostics& diagnostics) {
  for (const Glue& glue : kGlues) {
    auto found = std::ranges::find_if(
        module.imports,
        [&](const wasm::Import& import) { return glue.has(module, import); });
    if (found == module.imports.end()) continue;
    diagnostics.warn({.file = module.file,
                      .message = std::format(
                          "imports {} from {}, which MicroPython has not",
                          quote(found->module + "." + found->name), glue.from),
                      .id = "javascript"});
    diagnostics.note(std::string(glue.advice));
    return;
  }
}

// A program that only can start threads runs as long as it does not.
void warn_about_threads(const wasm::Module& module, Diagnostics& diagnostics) {
  bool can_start =
      std::ranges::any_of(module.imports, [](const wasm::Import& import) {
        return import.module == "wasi" && import.name == "thread-spawn";
      });
  if (!can_start) return;
  diagnostics.warn({.file = module.file,
                    .message = "imports 'wasi.thread-spawn' to start threads, "
                               "of which modules have one only",
                    .id = "threads"});
  diagnostics.note(
      "with instantiate({'wasi': {'thread-spawn': lambda argument: -1}}) "
      "pthread_create() fails");
}

void warn_about_stack(const wasm::Module& module, const codegen::Facts& facts,
                      const MemoryWish& memory, Diagnostics& diagnostics) {
  if (memory.mode != MemoryMode::kSized || !facts.stack_pointer) return;
  std::optional<uint64_t> top =
      wasm::constant_address(module.globals[*facts.stack_pointer].init);
  if (!top || *top <= memory.bytes) return;
  diagnostics.warn(
      {.file = module.file,
       .message = std::format(
           "--memory={} ends below the module's stack in linear memory, which "
           "begins at address {}: functions that need the stack trap",
           memory.bytes, *top),
       .id = "memory-below-stack"});
  diagnostics.note(std::format(
      "link with a smaller stack (-z stack-size=4096), or use --memory={}",
      *top));
}

void warn_about_firmware(const Board& board, Diagnostics& diagnostics) {
  if (board.native_modules != target::NativeModules::kNo) return;
  diagnostics.warn(
      {.message = std::format("MicroPython for {} loads no native modules "
                              "unless it is built with MICROPY_EMIT_THUMB=1",
                              board.name),
       .id = "no-native-modules"});
}

void warn_about_xip(const Settings& settings, Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const Target* target : settings.targets) {
    if (target::for_board(*target, settings.board).code_in_place ==
        target::CodeInPlace::kNeverRuns)
      names.push_back(settings.board ? settings.board->name : target->name);
  }
  if (!settings.xip || names.empty()) return;
  diagnostics.warn({.message = std::format(
                        "--xip: MicroPython for {} does not execute data, "
                        "so import raises ImportError",
                        join(names, ", ")),
                    .id = "xip-refused"});
}

// Not all that a memory can do, a lean one can.
void warn_about_choice(const Compiled& compiled, Diagnostics& diagnostics) {
  if (compiled.lean_by_choice.empty()) return;
  const Settings& settings = compiled.settings;
  std::string who =
      settings.free_ram
          ? std::format("the board can spare of its {} free bytes",
                        *settings.free_ram)
      : settings.board ? std::format("{} can spare", settings.board->name)
                       : std::format("usual boards of {} can spare",
                                     join(compiled.lean_by_choice, ", "));
  diagnostics.warn(
      {.file = compiled.module.file,
       .message = std::format(
           "has {} bytes of linear memory, more than {}: only what is touched "
           "takes RAM (--memory=lean)",
           codegen::MemoryPlan{}.bytes_in_bounds(
               0, compiled.module.memories[0].type),
           who),
       .id = "lean-memory"});
  diagnostics.note(
      "memoryview(memory) is refused then; --memory=exact takes all of it");
}

// Python's heap must hold all of it but the text that some ports put elsewhere.
uint64_t ram_needed(const report::Report& report, const Settings& settings) {
  uint64_t bytes = report.at_import.total();
  if (settings.free_ram && report.text_outside_heap)
    bytes -= report.at_import.text;
  // `deploy` knows where it puts the file.
  if (settings.romfs) {
    bytes -= report.at_import.data;
  } else {
    bytes += report.at_import.while_importing;
    if (settings.free_ram) bytes += report.at_import.outside_romfs;
  }
  if (!settings.no_instance) bytes += report.per_instance.total();
  return bytes;
}

// The report knows best what to do, so its largest hints about RAM follow.
void warn_about_ram(const report::Report& report, const Settings& settings,
                    Diagnostics& diagnostics) {
  constexpr size_t kMostHints = 2;
  std::optional<uint64_t> limit = ram_of(settings);
  if (!limit) return;
  uint64_t needed = ram_needed(report, settings);
  if (needed <= *limit) return;
  Diagnostic warning = {.file = report.output, .id = "ram"};
  if (settings.free_ram) {
    warning.file = module_name(settings) + ".mpy";
    warning.message =
        std::format("needs about {} bytes of RAM when it is imported, and the "
                    "board has {} free",
                    needed, *limit);
  } else {
    warning.message = std::format(
        "needs about {} bytes of RAM when it is imported, and {} has {}{}",
        needed, settings.board->name, *limit,
        target::may_have_external_ram(*settings.board)
            ? " in its chip, some with more beside it"
            : "");
  }
  diagnostics.warn(std::move(warning));
  size_t hints = 0;
  for (const report::Hint& hint : report.hints) {
    if (!hint.of_ram || hints == kMostHints) continue;
    diagnostics.note(
        std::format("{} ({} bytes); {}", hint.what, hint.bytes, hint.advice));
    ++hints;
  }
}

}  // namespace

void add_warnings(const Compiled& compiled, Diagnostics& diagnostics) {
  const Settings& settings = compiled.settings;
  const wasm::Module& module = compiled.module;
  if (settings.board) warn_about_firmware(*settings.board, diagnostics);
  if (settings.stop_after) return;
  warn_about_xip(settings, diagnostics);
  warn_without_exports(module, diagnostics);
  warn_about_dynamic_linking(module, diagnostics);
  warn_about_names(module, diagnostics);
  warn_about_old_wasi(module, diagnostics);
  warn_about_glue(module, diagnostics);
  warn_about_threads(module, diagnostics);
  warn_about_stack(module, compiled.facts, settings.memory, diagnostics);
  warn_about_choice(compiled, diagnostics);
  // RAM hardly differs between architectures.
  if (!compiled.reports.empty())
    warn_about_ram(compiled.reports[0], settings, diagnostics);
}

void warn_about_lines(const wasm::Module& module, const debug::Lines& lines,
                      const debug::Map& map, Diagnostics& diagnostics) {
  bool has_functions = false, has_lines = false;
  for (const auto& [code, site] : map.sites) {
    has_functions |= site.index.has_value();
    has_lines |= !site.frames.empty();
  }
  if (lines.empty()) {
    diagnostics.warn({.file = module.file,
                      .message = "has no debug information (DWARF): the debug "
                                 "map knows functions, but no lines",
                      .id = "no-debug-info"});
    diagnostics.note(
        "compile and link with -g, and without --strip-all, --strip-debug");
  } else if (!lines.error().empty()) {
    diagnostics.warn(
        {.file = module.file,
         .message = std::format("its debug information (DWARF) is broken: {}",
                                lines.error()),
         .id = "bad-debug-info"});
  } else if (has_functions && !has_lines) {
    diagnostics.warn({.file = module.file,
                      .message = "its debug information (DWARF) is not of this "
                                 "code: the debug map has no lines",
                      .id = "bad-debug-info"});
    diagnostics.note("a tool that has changed the code, such as wasm-opt, must "
                     "change both: give it -g, too");
  }
}

// The `mip` that is in firmware takes relative URLs for names of packages in
// MicroPython's own index, and does not find them.
void warn_about_package(const Settings& settings, Diagnostics& diagnostics) {
  const package::Package& package = settings.package;
  if (!settings.makes_package() || !package.url.empty()) return;
  diagnostics.warn(
      {.file =
           (std::filesystem::path(package.folder) / "package.json").string(),
       .message = "the URLs are relative, which mip in firmware before "
                  "MicroPython 1.26 and mpremote before 1.25 do not know",
       .id = "relative-urls"});
  diagnostics.note("for these, say where the folder will be, as in "
                   "--package-url=https://example.org/app");
}

}  // namespace wasm2mpy
