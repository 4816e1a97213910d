// The pipeline, as one function that reads like a table of contents. Each
// stage takes the result of the one before, which nobody changes from then on.
#include "driver.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <format>
#include <string>
#include <utility>
#include <vector>

#include "codegen/codegen.h"
#include "input.h"
#include "inspect.h"
#include "link/linker.h"
#include "module_name.h"
#include "mpy/format.h"
#include "mpy/reader.h"
#include "mpy/writer.h"
#include "stage_log.h"
#include "support/file_io.h"
#include "target/compiler_runtime.h"
#include "wasm/reader.h"

namespace wasm2mpy {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::unexpected<Reported> kFailed{Reported{}};

// What MicroPython shows as the file of the module: the name of the input
// without folders, so that the same input gives the same bytes everywhere.
std::string source_name(const Options& options) {
  return std::filesystem::path(input_name(options.input)).filename().string();
}

codegen::Options codegen_options(const Options& options, StageLog& log) {
  codegen::Options result;
  result.level = options.level;
  result.emit = options.stop_after.value_or(codegen::Emit::kObj);
  result.stack_size =
      options.stack_size.value_or(options.target->default_stack_size);
  result.growable_memory = options.growable_memory;
  result.no_instance = options.no_instance;
  result.on_step = [&log](std::string_view name) { log.end_stage(name); };
  return result;
}

// Where the linker looks for what the code generator calls. The first archive
// that has a function wins: the small one, or with -O2 the fast one.
std::vector<link::InputFile> compiler_runtime(const Options& options) {
  std::vector<link::InputFile> archives;
  for (const CompilerRuntime& runtime : kCompilerRuntime) {
    if (runtime.arch != options.target->name) continue;
    archives.push_back({std::string(runtime.name) + ".a", runtime.bytes});
  }
  bool is_fast = options.level == codegen::OptLevel::kO2;
  if (is_fast) std::ranges::reverse(archives);
  return archives;
}

Result<void> check_output_is_not_input(const Options& options,
                                       Diagnostics& diagnostics) {
  if (!is_same_file(options.input, options.output)) return {};
  Diagnostic diagnostic;
  diagnostic.file = options.output;
  diagnostic.message = "would overwrite the input; choose another name with -o";
  return diagnostics.fail(std::move(diagnostic));
}

Result<void> print(std::string_view text, Diagnostics& diagnostics) {
  return write_file(std::string(kStandardStream), text, diagnostics);
}

Result<Bytes> read_binary_module(const Options& options,
                                 Diagnostics& diagnostics) {
  std::string file = input_name(options.input);
  Result<Bytes> bytes = read_file(options.input, diagnostics);
  if (!bytes) return kFailed;
  Result<InputKind> kind = input_kind(*bytes, file, diagnostics);
  if (!kind) return kFailed;
  return to_binary(std::move(*bytes), *kind, file, diagnostics);
}

std::string version_text() {
  return std::format("wasm2mpy {}\n.mpy version {}.{}, architectures: {}\n",
                     WASM2MPY_VERSION, mpy::kVersion, mpy::kSubVersion,
                     target::target_names());
}

}  // namespace

Result<void> compile(const Options& options, Diagnostics& diagnostics) {
  const Target& target = *options.target;
  StageLog log(stderr, options.verbose, options.time);

  // First of all, because a long compilation should not fail at its end.
  if (!check_output_is_not_input(options, diagnostics)) return kFailed;

  // The text format is made binary here: one decoder and validator for both.
  Result<Bytes> binary = read_binary_module(options, diagnostics);
  if (!binary) return kFailed;
  log.end_stage("read", binary->size());

  // All but the function bodies. Their types must be known before the first
  // body can be validated.
  Result<wasm::Module> module =
      wasm::read_module(*binary, input_name(options.input), diagnostics);
  if (!module) return kFailed;
  log.end_stage("decode");

  // The bodies are decoded, validated and translated one after the other, so
  // that a large module never stands decoded in memory as a whole.
  Result<codegen::Output> object = codegen::compile(
      *module, target, codegen_options(options, log), diagnostics);
  if (!object) return kFailed;
  log.add_size(options.stop_after ? "output" : "object", object->bytes.size());
  if (options.stop_after) {
    if (!write_file(options.output, object->bytes, diagnostics)) return kFailed;
    log.end_stage("write", object->bytes.size());
    log.end_all();
    return {};
  }

  // Text and read-only data become one block at fixed distances; nothing
  // moves after this.
  link::InputFile object_file = {source_name(options) + ".o", object->bytes};
  std::vector<link::InputFile> archives = compiler_runtime(options);
  Result<link::Image> image = link::link({&object_file, 1}, archives, target,
                                         codegen::kEntrySymbol, diagnostics);
  if (!image) return kFailed;
  log.end_stage("link", image->text.size() + image->rodata.size());

  // Only now, because the header of the code has its final size.
  mpy::NativeModule native;
  native.target = &target;
  native.source_name = source_name(options);
  native.qstrs = std::move(object->qstrs);
  for (const std::string& text : object->strings) {
    native.objects.push_back(
        {mpy::ObjectType::kStr, Bytes(text.begin(), text.end())});
  }
  native.image = std::move(*image);
  Result<Bytes> file = mpy::write_mpy(native, diagnostics);
  if (!file) return kFailed;
  log.end_stage("pack", file->size());

  // Last, and whole: until here nothing was left on the disk.
  if (!write_file(options.output, *file, diagnostics)) return kFailed;
  log.end_stage("write", file->size());
  log.end_all();

  if (is_regular_target(options.output)) {
    warn_if_not_importable(options.output, diagnostics);
  }
  return {};
}

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

Result<void> run(std::span<const char* const> arguments,
                 Diagnostics& diagnostics) {
  Result<Options> options = Options::parse(arguments, diagnostics);
  if (!options) return kFailed;
  switch (options->command) {
    case Command::kCompile:
      return compile(*options, diagnostics);
    case Command::kInspect:
      return inspect(*options, diagnostics);
    case Command::kHelp:
      return print(help_text(), diagnostics);
    case Command::kVersion:
      return print(version_text(), diagnostics);
  }
  return kFailed;
}

}  // namespace wasm2mpy
