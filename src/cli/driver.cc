// The pipeline, as functions that read like a table of contents. The first half
// reads the module, the second (build.cc) runs once for each architecture.
#include "cli/driver.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "analysis/hide_exports.h"
#include "analysis/host_functions.h"
#include "analysis/module_features.h"
#include "analysis/unused_memory.h"
#include "bind/bindings.h"
#include "bind/stub.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/target_list.h"
#include "compile/build_all.h"
#include "compile/warnings.h"
#include "input/input.h"
#include "mpy/format.h"
#include "mpy/reader.h"
#include "report/inspect.h"
#include "support/file_io.h"
#include "support/stage_log.h"
#include "wasm/reader.h"

namespace wasm2mpy {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::unexpected<Reported> kFailed{Reported{}};

std::vector<package::TextFile> package_files(const Options& options) {
  if (!options.package) return {};
  std::vector<const Target*> targets;
  for (const Build& build : options.builds) targets.push_back(&build.target);
  return package::files(*options.package, targets);
}

// The stub must not take the place of another file that is written.
Result<void> check_stub_name(const Options& options, Diagnostics& diagnostics) {
  std::vector<std::string> others;
  for (const Build& build : options.builds) others.push_back(build.output);
  for (package::TextFile& text : package_files(options)) {
    others.push_back(std::move(text.path));
  }
  for (const std::string& other : others) {
    if (!would_be_same_file(other, *options.pyi)) continue;
    return diagnostics.fail(
        {.file = *options.pyi,
         .message = "the stub and another output have the same name; choose "
                    "another one with --pyi=FILE"});
  }
  return {};
}

Result<void> check_outputs(const Options& options, Diagnostics& diagnostics) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path folder = options.output_folder.value_or("");
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    Diagnostic diagnostic;
    diagnostic.file = folder.string();
    diagnostic.message =
        options.package ? "is no folder; a package is one"
        : options.builds.size() == 1
            ? "is no folder"
            : "is no folder; with several architectures '-o' names a folder";
    return diagnostics.fail(std::move(diagnostic));
  }
  for (const Build& build : options.builds) {
    if (!is_same_file(options.input, build.output)) continue;
    Diagnostic diagnostic;
    diagnostic.file = build.output;
    diagnostic.message =
        "would overwrite the input; choose another name with -o";
    return diagnostics.fail(std::move(diagnostic));
  }
  if (!options.pyi) return {};
  for (const std::string& input : {options.input, options.bind}) {
    if (input.empty() || !is_same_file(input, *options.pyi)) continue;
    return diagnostics.fail(
        {.file = *options.pyi,
         .message = "the stub would overwrite an input; choose another name "
                    "with --pyi=FILE"});
  }
  return check_stub_name(options, diagnostics);
}

Result<void> print(std::string_view text, Diagnostics& diagnostics) {
  return write_file(std::string(kStandardStream), text, diagnostics);
}

std::string stub_text(const Options& options, const wasm::Module& module,
                      const bind::Bindings& bindings,
                      const std::vector<Built>& built) {
  bind::StubOptions stub;
  stub.source =
      std::filesystem::path(input_name(options.input)).filename().string();
  stub.traps = std::ranges::any_of(built, &Built::traps);
  stub.has_instance = !options.no_instance;
  stub.has_instantiate = !options.single_instance;
  stub.is_command = codegen::is_wasi_command(module);
  return bind::make_stub(module, bindings, stub);
}

// All files or none: a module whose stub is missing, or the other way round,
// would be of two compilations.
Result<void> write_outputs(const Options& options, const wasm::Module& module,
                           const bind::Bindings& bindings,
                           const std::vector<Built>& built,
                           Diagnostics& diagnostics) {
  std::vector<NewFile> files;
  for (size_t i = 0; i < built.size(); ++i) {
    files.push_back({options.builds[i].output, built[i].bytes});
  }
  std::vector<package::TextFile> texts = package_files(options);
  if (options.pyi) {
    texts.push_back(
        {*options.pyi, stub_text(options, module, bindings, built)});
  }
  for (const package::TextFile& text : texts) {
    files.push_back({text.path,
                     {reinterpret_cast<const uint8_t*>(text.text.data()),
                      text.text.size()}});
  }
  return write_files(
      files,
      options.output_folder ? MissingFolders::kMake : MissingFolders::kFail,
      diagnostics);
}

// What the builds cost; empty if nobody has asked.
Result<std::vector<report::Report>> take_reports(const wasm::Module& module,
                                                 std::vector<Built>& built,
                                                 Diagnostics& diagnostics) {
  std::vector<report::Report> reports;
  if (!built[0].report) return reports;
  Result<ModuleFeatures> features = find_features(module, diagnostics);
  if (!features) return kFailed;
  for (Built& one : built) {
    one.report->features.assign(features->names.begin(), features->names.end());
    reports.push_back(std::move(*one.report));
  }
  return reports;
}

// For people who wait; all others want errors only.
void show_progress(const Options& options, std::optional<Progress>& progress,
                   StageLog& log) {
  if (options.quiet || options.verbose || options.time ||
      ::isatty(STDERR_FILENO) == 0) {
    return;
  }
  progress.emplace(print_to_stderr, input_name(options.input));
  log.show_progress(*progress);
}

std::string version_text() {
  return std::format("wasm2mpy {}\n.mpy version {}.{}, architectures: {}\n",
                     WASM2MPY_VERSION, mpy::kVersion, mpy::kSubVersion,
                     target::target_names());
}

Result<std::vector<report::Report>> compile_binary(
    const Options& options, std::span<const uint8_t> binary, StageLog& log,
    Diagnostics& diagnostics);

}  // namespace

Result<bind::Bindings> read_bindings(const wasm::Module& module,
                                     const codegen::Facts& facts,
                                     const Options& options,
                                     Diagnostics& diagnostics) {
  if (options.bind.empty()) return bind::Bindings{};
  Result<Bytes> bytes = read_file(options.bind, diagnostics);
  if (!bytes) return kFailed;
  std::string_view text(reinterpret_cast<const char*>(bytes->data()),
                        bytes->size());
  return bind::bind(module, facts.stack_pointer, text, input_name(options.bind),
                    diagnostics);
}

Result<void> compile(const Options& options, Diagnostics& diagnostics) {
  std::optional<Progress> progress;  // of the log, so it lives longer
  StageLog log(print_to_stderr, "stage", options.verbose, options.time);
  show_progress(options, progress, log);

  // First of all, because a long compilation should not fail at its end.
  if (!check_outputs(options, diagnostics)) return kFailed;

  // The text format is made binary here: one decoder and validator for both.
  Result<Bytes> binary = read_binary_module(options.input, diagnostics);
  if (!binary) return kFailed;
  log.end_stage("read", binary->size());
  Result<std::vector<report::Report>> reports =
      compile_binary(options, *binary, log, diagnostics);
  progress.reset();
  if (!reports) return kFailed;
  return print_report(options, *reports, diagnostics);
}

Result<std::vector<report::Report>> compile_binary(
    const Options& options, std::span<const uint8_t> binary,
    Diagnostics& diagnostics) {
  std::optional<Progress> progress;  // of the log, so it lives longer
  StageLog log(print_to_stderr, "stage", options.verbose, options.time);
  show_progress(options, progress, log);
  return compile_binary(options, binary, log, diagnostics);
}

Result<void> print_report(const Options& options,
                          std::span<const report::Report> reports,
                          Diagnostics& diagnostics) {
  switch (options.report) {
    case ReportFormat::kNone:
      return {};
    case ReportFormat::kText:
      return print(report::to_text(reports), diagnostics);
    case ReportFormat::kJson:
      return print(report::to_json(reports, diagnostics.all()), diagnostics);
  }
  return {};
}

namespace {

Result<std::vector<report::Report>> compile_binary(
    const Options& options, std::span<const uint8_t> binary, StageLog& log,
    Diagnostics& diagnostics) {
  // All but the function bodies. Their types must be known before the first
  // body can be validated.
  Result<wasm::Module> module =
      read_linked_module(binary, input_name(options.input), diagnostics);
  if (!module) return kFailed;
  if (!hide_exports(*module, options.hidden, diagnostics)) return kFailed;
  log.end_stage("decode");

  // All bodies are validated before the first is translated, so that every
  // error is reported once and the translation can trust its input.
  Result<codegen::Facts> facts = codegen::gather_facts(*module, diagnostics);
  if (!facts) return kFailed;
  log.end_stage("validate");

  if (options.single_instance && codegen::is_wasi_command(*module)) {
    return diagnostics.fail(
        {.file = module->file,
         .message = "'--single-instance' is not for a WASI command: each call "
                    "of main() makes an instance"});
  }

  // Before any code is made: mistakes in signatures are the likeliest ones.
  Result<bind::Bindings> bindings =
      read_bindings(*module, *facts, options, diagnostics);
  if (!bindings) return kFailed;

  // Now it is known what is used. From here on the module is frozen.
  if (!drop_unused_memory(options, *module, *facts, diagnostics)) {
    return kFailed;
  }

  Result<Builds> builds =
      build_all(*module, *facts, *bindings, options, log, diagnostics);
  if (!builds) return kFailed;

  // Last, and whole: until here nothing was left on the disk.
  if (!write_outputs(options, *module, *bindings, builds->files, diagnostics)) {
    return kFailed;
  }
  size_t size = 0;
  for (const Built& built : builds->files) size += built.bytes.size();
  log.end_stage("write", size);
  log.end_all();
  print_to_stderr(builds->logs);

  Result<std::vector<report::Report>> reports =
      take_reports(*module, builds->files, diagnostics);
  if (!reports) return kFailed;
  add_warnings({*module, *facts, options, *reports}, diagnostics);
  return reports;
}

}  // namespace

Result<void> inspect(const Options& options, Diagnostics& diagnostics) {
  std::string file = input_name(options.input);
  Result<Bytes> bytes = read_file(options.input, diagnostics);
  if (!bytes) return kFailed;
  Result<InputKind> kind = input_kind(*bytes, file, diagnostics);
  if (!kind) return kFailed;

  if (*kind == InputKind::kMpy) {
    Result<mpy::MpyFile> module = mpy::read_mpy(*bytes, file, diagnostics);
    if (!module) return kFailed;
    return print(mpy::describe(*module), diagnostics);
  }

  Result<Bytes> binary = to_binary(std::move(*bytes), *kind, file, diagnostics);
  if (!binary) return kFailed;
  Result<wasm::Module> module = wasm::read_module(*binary, file, diagnostics);
  if (!module) return kFailed;
  Result<std::string> text = describe_module(*module, diagnostics);
  if (!text) return kFailed;
  return print(*text, diagnostics);
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
      return status(compile(*options, diagnostics));
    case Command::kDeploy:
      return status(deploy_module(*options, diagnostics));
    case Command::kRun:
      return run_module(*options, diagnostics);
    case Command::kInspect:
      return status(inspect(*options, diagnostics));
    case Command::kTargets:
      return status(print(target_list(), diagnostics));
    case Command::kHelp:
      return status(print(help_text(), diagnostics));
    case Command::kVersion:
      return status(print(version_text(), diagnostics));
  }
  return kFailed;
}

}  // namespace wasm2mpy
