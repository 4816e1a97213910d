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
#include "micropython/module_name.h"
#include "micropython/mpremote.h"
#include "micropython/script.h"
#include "support/file_io.h"
#include "support/temporary_folder.h"

namespace wasm2mpy {
namespace {

constexpr std::unexpected<Reported> kFailed{Reported{}};

// What --bind says; compiling reads it once more.
Result<bind::Bindings> signatures_for(const Options& options,
                                      const wasm::Module& module,
                                      Diagnostics& diagnostics) {
  if (options.bind.empty()) return bind::Bindings{};
  Result<codegen::Facts> facts = codegen::gather_facts(module, diagnostics);
  if (!facts) return kFailed;
  return read_bindings(module, *facts, options, diagnostics);
}

struct CompiledFile {
  std::string path;
  std::vector<report::Report> reports;  // as of compile_binary()
};

// Compiles to NAME.mpy in the folder.
Result<CompiledFile> compile_into(const TemporaryFolder& folder,
                                  const Options& options, const Target& target,
                                  std::span<const uint8_t> binary,
                                  Diagnostics& diagnostics) {
  std::string file = folder.file(options.module_name + ".mpy");
  Options compile_options = options;
  compile_options.builds = {
      make_build(target, options.board, options.stack_size, file)};
  Result<std::vector<report::Report>> reports =
      compile_binary(compile_options, binary, diagnostics);
  if (!reports) return kFailed;
  // The folder is nobody's business.
  for (report::Report& report : *reports)
    report.output = options.module_name + ".mpy";
  return CompiledFile{std::move(file), std::move(*reports)};
}

// --board is about the stack; the architecture must be one that the connected
// board loads.
Result<const Target*> target_of_board(const Options& options, const Host& host,
                                      Diagnostics& diagnostics) {
  Result<const Target*> own = target_for(host, diagnostics);
  if (!own || !options.board) return own;
  const Target* wanted = target::find_target(options.board->arch);
  if (target::can_load(**own, *wanted)) return wanted;
  return diagnostics.fail(
      std::format("the connected board does not load modules for {} ({}); "
                  "its architecture is {}",
                  options.board->name, wanted->name, (*own)->name));
}

}  // namespace

Result<void> deploy_module(const Options& options, Diagnostics& diagnostics) {
  // Before the board is disturbed.
  Result<std::vector<uint8_t>> binary =
      read_binary_module(options.input, diagnostics);
  if (!binary) return kFailed;

  deploy::Mpremote mpremote(options.port, diagnostics);
  Result<deploy::Mpremote::Board> board = mpremote.ask(options.module_name);
  if (!board) return kFailed;
  Result<const Target*> target =
      target_of_board(options, board->host, diagnostics);
  if (!target) return kFailed;

  Result<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::make(diagnostics);
  if (!folder) return kFailed;
  Options wishes = options;
  wishes.free_ram = board->free_ram;
  Result<CompiledFile> file =
      compile_into(**folder, wishes, **target, *binary, diagnostics);
  if (!file) return kFailed;
  std::string name = options.module_name + ".mpy";
  if (!mpremote.copy(file->path, name)) return kFailed;

  warn_if_built_in(options.module_name, name, "choose a name with --name",
                   diagnostics);
  for (const std::string& hiding : board->hiding) {
    diagnostics.warn(
        {.message = std::format(
             "the board has {}, which Python imports instead of {}; remove it",
             quote(hiding), name),
         .id = "hidden-by-file"});
  }
  if (!print_report(options, file->reports, diagnostics)) return kFailed;
  if (options.report == ReportFormat::kJson) return {};  // nothing beside it
  std::error_code ignored;
  return write_file(
      std::string(kStandardStream),
      std::format("{}, {} bytes for {}, is on the board: {}\n"
                  "import {}\n",
                  name, std::filesystem::file_size(file->path, ignored),
                  (*target)->name, board->host.machine, options.module_name),
      diagnostics);
}

Result<int> run_module(const Options& options, Diagnostics& diagnostics) {
  Result<std::vector<uint8_t>> binary =
      read_binary_module(options.input, diagnostics);
  if (!binary) return kFailed;
  Result<wasm::Module> module =
      read_linked_module(*binary, input_name(options.input), diagnostics);
  if (!module) return kFailed;

  // The call is checked first: that is quick, and the likeliest mistake.
  Result<bind::Bindings> bindings =
      signatures_for(options, *module, diagnostics);
  if (!bindings) return kFailed;
  Result<std::string> script = runner::script_for(
      *module,
      {options.module_name, options.function, options.arguments, &*bindings,
       options.environment, options.folders},
      diagnostics);
  if (!script) return kFailed;
  Result<const Target*> target =
      runner::interpreter_target(options.micropython, diagnostics);
  if (!target) return kFailed;

  Result<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::make(diagnostics);
  if (!folder) return kFailed;
  if (!compile_into(**folder, options, **target, *binary, diagnostics)) {
    return kFailed;
  }
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
