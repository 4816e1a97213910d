// The commands that need no MicroPython, and the way of all into the compiler:
// files become bytes here, and bytes files.
#include "cli/driver.h"

#include <cstdio>
#include <cstdlib>
#include <format>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/generate.h"
#include "cli/outputs.h"
#include "cli/progress.h"
#include "cli/romfs.h"
#include "cli/target_list.h"
#include "cli/threads.h"
#include "compile/warnings.h"
#include "debug/map.h"
#include "input/input.h"
#include "mpy/format.h"
#include "mpy/reader.h"
#include "report/inspect.h"
#include "romfs/image.h"
#include "support/stage_log.h"
#include "support/text.h"
#include "system/file_io.h"
#include "system/trial.h"
#include "wasm/reader.h"

namespace wasm2mpy {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::unexpected<Reported> kFailed{Reported{}};

Result<void> print(std::string_view text, Diagnostics& diagnostics) {
  return write_file(std::string(kStandardStream), text, diagnostics);
}

void print_to_stderr(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

// For people who wait; all others want errors only.
void show_progress(const Options& options, std::optional<Progress>& progress,
                   StageLog& log) {
  if (options.quiet || options.verbose || options.time ||
      ::isatty(STDERR_FILENO) == 0) {
    return;
  }
  progress.emplace(print_to_stderr, input_name(options.input));
  log.tell([&progress](std::string_view stage) { progress->begin(stage); });
}

std::string version_text() {
  return std::format("wasm2mpy {}\n.mpy version {}.{}, architectures: {}\n",
                     WASM2MPY_VERSION, mpy::kVersion, mpy::kSubVersion,
                     target::target_names());
}

}  // namespace

Result<Bytes> read_binary_module(const std::string& path,
                                 Diagnostics& diagnostics) {
  std::string file = input_name(path);
  Result<Bytes> bytes = read_file(path, diagnostics);
  if (!bytes) return kFailed;
  Result<InputKind> kind = input_kind(*bytes, file, diagnostics);
  if (!kind) return kFailed;
  return to_binary(std::move(*bytes), *kind, file, survives, diagnostics);
}

Result<void> read_signature_file(const Options& options, Settings& settings,
                                 Diagnostics& diagnostics) {
  if (options.bind.empty()) return {};
  Result<Bytes> bytes = read_file(options.bind, diagnostics);
  if (!bytes) return kFailed;
  settings.signatures = {input_name(options.bind),
                         std::string(bytes->begin(), bytes->end())};
  return {};
}

Result<Compilation> compile_and_write(const Options& options,
                                      const Settings& settings,
                                      const ReadModule& read,
                                      const WriteArtifacts& write,
                                      Diagnostics& diagnostics) {
  std::optional<Progress> progress;  // of the log, so it lives longer
  StageLog log(print_to_stderr, "stage", options.verbose, options.time);
  show_progress(options, progress, log);

  Result<Bytes> binary = read();
  if (!binary) return kFailed;
  log.end_stage("read", binary->size());
  Diagnostics found;
  Result<Compilation> compilation =
      compile(*binary, settings, {log, run_in_threads}, found);
  // Last, and whole: until here nothing was left on the disk. Without files
  // there is nothing to warn of.
  if (compilation && !write(*compilation)) return kFailed;
  for (const Diagnostic& diagnostic : found.all())
    diagnostics.report(diagnostic);
  if (!compilation) return kFailed;
  size_t size = 0;
  for (size_t i = 0; i < compilation->modules; ++i)
    size += compilation->artifacts[i].bytes.size();
  log.end_stage("write", size);
  log.end_all();
  print_to_stderr(compilation->logs);
  return compilation;
}

Result<void> compile_files(const Options& options, Diagnostics& diagnostics) {
  // First of all, because a long compilation should not fail at its end.
  if (!check_outputs(options, diagnostics)) return kFailed;

  Settings settings = options.settings;
  auto read = [&] -> Result<Bytes> {
    // The text format is made binary: one decoder and validator for both.
    Result<Bytes> binary = read_binary_module(options.input, diagnostics);
    if (!binary || !read_signature_file(options, settings, diagnostics))
      return kFailed;
    return binary;
  };
  auto write = [&](const Compilation& compilation) {
    return write_outputs(settings, compilation.artifacts, diagnostics);
  };
  Result<Compilation> compilation =
      compile_and_write(options, settings, read, write, diagnostics);
  if (!compilation) return kFailed;
  if (!settings.stop_after) warn_about_output(options, diagnostics);
  warn_about_package(settings, diagnostics);
  return print_report(settings, compilation->reports, diagnostics);
}

Result<void> print_report(const Settings& settings,
                          std::span<const report::Report> reports,
                          Diagnostics& diagnostics) {
  if (settings.report == ReportFormat::kNone) return {};
  return print(report_text(settings, reports, diagnostics), diagnostics);
}

Result<void> inspect(const Options& options, Diagnostics& diagnostics) {
  std::string file = input_name(options.input);
  Result<Bytes> bytes = read_file(options.input, diagnostics);
  if (!bytes) return kFailed;
  Result<InputKind> kind = input_kind(*bytes, file, diagnostics);
  if (!kind) return kFailed;

  if (*kind == InputKind::kRomfs) {
    Result<std::vector<romfs::Entry>> entries =
        romfs::read_image(*bytes, file, diagnostics);
    if (!entries) return kFailed;
    return print(romfs::describe(*bytes, *entries), diagnostics);
  }
  if (*kind == InputKind::kMpy) {
    Result<mpy::MpyFile> module = mpy::read_mpy(*bytes, file, diagnostics);
    if (!module) return kFailed;
    return print(mpy::describe(*module), diagnostics);
  }

  Result<Bytes> binary =
      to_binary(std::move(*bytes), *kind, file, survives, diagnostics);
  if (!binary) return kFailed;
  Result<wasm::Module> module = wasm::read_module(*binary, file, diagnostics);
  if (!module) return kFailed;
  Result<std::string> text = describe_module(*module, diagnostics);
  if (!text) return kFailed;
  return print(*text, diagnostics);
}

Result<void> explain(const Options& options, Diagnostics& diagnostics) {
  std::string file = input_name(options.input);
  Result<Bytes> bytes = read_file(options.input, diagnostics);
  if (!bytes) return kFailed;
  Result<debug::Map> map = debug::read_map(
      std::string(bytes->begin(), bytes->end()), file, diagnostics);
  if (!map) return kFailed;

  std::string text;
  for (const std::string& argument : options.more_inputs) {
    if (!text.empty()) text += ' ';
    if (argument != kStandardStream) {
      text += argument;
      continue;
    }
    Result<Bytes> input = read_file(argument, diagnostics);
    if (!input) return kFailed;
    text.append(input->begin(), input->end());
  }
  std::vector<uint32_t> codes = debug::find_codes(text);
  if (codes.empty()) {
    return diagnostics.fail(
        std::format("there is no code such as [0x1a4] in {}", quote(text)));
  }
  for (uint32_t code : codes) {
    if (map->sites.contains(code)) continue;
    return diagnostics.fail(
        {.file = file,
         .message = std::format("has no code {:#x}: the trap is of another "
                                "module, or of {} compiled at another time",
                                code, quote(map->module))});
  }
  return print(join(debug::explain(*map, text), "\n") + "\n", diagnostics);
}

Result<int> run(std::span<const char* const> arguments,
                Diagnostics& diagnostics) {
  Result<Options> options = Options::parse(arguments, diagnostics);
  if (!options) return kFailed;
  auto status = [](Result<void> result) {
    return result.transform([] { return EXIT_SUCCESS; });
  };
  switch (options->command) {
    case Command::kCompile:
      return status(compile_files(*options, diagnostics));
    case Command::kDeploy:
      return status(deploy_module(*options, diagnostics));
    case Command::kRun:
      return run_module(*options, diagnostics);
    case Command::kRomfs:
      return status(make_romfs(*options, diagnostics));
    case Command::kInspect:
      return status(inspect(*options, diagnostics));
    case Command::kExplain:
      return status(explain(*options, diagnostics));
    case Command::kTargets:
      return status(print(target_list(), diagnostics));
    case Command::kHelp:
      return status(print(help_text(options->help_about), diagnostics));
    case Command::kVersion:
      return status(print(version_text(), diagnostics));
    case Command::kGenerate:
      return status(print(*generate(options->generated), diagnostics));
  }
  return kFailed;
}

}  // namespace wasm2mpy
