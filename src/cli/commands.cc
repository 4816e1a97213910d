#include "cli/commands.h"

#include <filesystem>
#include <format>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "cli/driver.h"
#include "input/input.h"
#include "micropython/host.h"
#include "micropython/interpreter.h"
#include "micropython/mpremote.h"
#include "micropython/script.h"
#include "package/module_name.h"
#include "system/file_io.h"
#include "system/temporary_folder.h"

namespace wasm2mpy {
namespace {

constexpr std::unexpected<Reported> kFailed{Reported{}};

struct CompiledFile {
  std::string path;
  std::vector<report::Report> reports;  // as of compile()
};

// Compiles for one target, to NAME.mpy in the folder.
Result<CompiledFile> compile_into(const TemporaryFolder& folder,
                                  const Options& options, Settings settings,
                                  const Target& target,
                                  std::span<const uint8_t> binary,
                                  Diagnostics& diagnostics) {
  settings.targets = {&target};
  settings.output = module_name(settings) + ".mpy";
  std::string path = folder.file(settings.output);
  auto read = [&] -> Result<std::vector<uint8_t>> {
    return std::vector(binary.begin(), binary.end());
  };
  auto write = [&](const Compilation& compilation) {
    return write_file(path, compilation.artifacts[0].bytes, diagnostics);
  };
  Result<Compilation> compilation =
      compile_and_write(options, settings, read, write, diagnostics);
  if (!compilation) return kFailed;
  warn_if_not_importable(settings.output, "", diagnostics);
  return CompiledFile{std::move(path), std::move(compilation->reports)};
}

// The signatures for the call; compiling checks them once more.
Result<bind::Bindings> signatures_for(const Settings& settings,
                                      const wasm::Module& module,
                                      Diagnostics& diagnostics) {
  if (!settings.signatures) return bind::Bindings{};
  Result<codegen::Facts> facts = codegen::gather_facts(module, diagnostics);
  if (!facts) return kFailed;
  return read_signatures(module, *facts, settings, diagnostics);
}

// --board is about the stack; the architecture must be one that the connected
// board loads.
Result<const Target*> target_of_board(const Board* board, const Host& host,
                                      Diagnostics& diagnostics) {
  Result<const Target*> own = target_for(host, diagnostics);
  if (!own || !board) return own;
  const Target* wanted = target::find_target(board->arch);
  if (target::can_load(**own, *wanted)) return wanted;
  return diagnostics.fail(
      std::format("the connected board does not load modules for {} ({}); "
                  "its architecture is {}",
                  board->name, wanted->name, (*own)->name));
}

}  // namespace

Result<void> deploy_module(const Options& options, Diagnostics& diagnostics) {
  // Before the board is disturbed.
  Result<std::vector<uint8_t>> binary =
      read_binary_module(options.input, diagnostics);
  Settings settings = options.settings;
  if (!binary || !read_signature_file(options, settings, diagnostics))
    return kFailed;

  std::string import_name = module_name(settings);
  deploy::Mpremote mpremote(options.port, diagnostics);
  Result<deploy::Mpremote::Board> board = mpremote.ask(import_name);
  if (!board) return kFailed;
  Result<const Target*> target =
      target_of_board(settings.board, board->host, diagnostics);
  if (!target) return kFailed;

  Result<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::make(diagnostics);
  if (!folder) return kFailed;
  settings.free_ram = board->free_ram;
  Result<CompiledFile> file =
      compile_into(**folder, options, settings, **target, *binary, diagnostics);
  if (!file) return kFailed;
  std::string name = import_name + ".mpy";
  if (!mpremote.copy(file->path, name)) return kFailed;

  warn_if_built_in(import_name, name, "choose a name with --name", diagnostics);
  for (const std::string& hiding : board->hiding) {
    diagnostics.warn(
        {.message = std::format(
             "the board has {}, which Python imports instead of {}; remove it",
             quote(hiding), name),
         .id = "hidden-by-file"});
  }
  if (!print_report(settings, file->reports, diagnostics)) return kFailed;
  if (settings.report == ReportFormat::kJson) return {};  // nothing beside it
  std::error_code ignored;
  return write_file(
      std::string(kStandardStream),
      std::format("{}, {} bytes for {}, is on the board: {}\n"
                  "import {}\n",
                  name, std::filesystem::file_size(file->path, ignored),
                  (*target)->name, board->host.machine, import_name),
      diagnostics);
}

Result<int> run_module(const Options& options, Diagnostics& diagnostics) {
  Result<std::vector<uint8_t>> binary =
      read_binary_module(options.input, diagnostics);
  if (!binary) return kFailed;
  Settings settings = options.settings;
  Result<wasm::Module> module =
      read_linked_module(*binary, settings.file, diagnostics);
  if (!module || !read_signature_file(options, settings, diagnostics))
    return kFailed;

  // The call is checked first: that is quick, and the likeliest mistake.
  Result<bind::Bindings> bindings =
      signatures_for(settings, *module, diagnostics);
  if (!bindings) return kFailed;
  Result<std::string> script = runner::script_for(
      *module,
      {module_name(settings), options.function, options.arguments, &*bindings,
       options.environment, options.folders},
      diagnostics);
  if (!script) return kFailed;
  Result<const Target*> target =
      runner::interpreter_target(options.micropython, diagnostics);
  if (!target) return kFailed;

  Result<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::make(diagnostics);
  if (!folder) return kFailed;
  if (!compile_into(**folder, options, settings, **target, *binary,
                    diagnostics))
    return kFailed;
  std::string script_file = (*folder)->file("wasm2mpy_run.py");
  if (!write_file(script_file, *script, diagnostics)) return kFailed;

  // As every program's, the first of its arguments is its name.
  std::vector<std::string> arguments = {
      std::filesystem::path(options.input).filename().string()};
  arguments.insert(arguments.end(), options.arguments.begin(),
                   options.arguments.end());
  return runner::run_script(options.micropython, script_file, arguments,
                            diagnostics);
}

}  // namespace wasm2mpy
