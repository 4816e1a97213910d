#include "cli/commands.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/driver.h"
#include "cli/outputs.h"
#include "debug/lines.h"
#include "debug/map.h"
#include "firmware/connected_board.h"
#include "input/input.h"
#include "micropython/interpreter.h"
#include "micropython/mpremote.h"
#include "micropython/script.h"
#include "package/module_name.h"
#include "romfs/image.h"
#include "system/file_io.h"
#include "system/temporary_folder.h"

namespace wasm2mpy {
namespace {

constexpr std::unexpected<Reported> kFailed{Reported{}};

struct CompiledFile {
  std::string path;
  std::vector<report::Report> reports;  // as of compile()
  std::optional<Artifact> debug_map;    // if the settings want one
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
  CompiledFile file = {std::move(path), std::move(compilation->reports), {}};
  if (settings.debug_map)
    file.debug_map = std::move(compilation->artifacts.back());
  return file;
}

// Reports a trap, with its place in the source.
std::unexpected<Reported> fail_trap(const std::string& text,
                                    const Artifact& map_file,
                                    Diagnostics& diagnostics) {
  std::string map_text(map_file.bytes.begin(), map_file.bytes.end());
  Result<debug::Map> map =
      debug::read_map(map_text, map_file.name, diagnostics);
  if (!map) return kFailed;
  // Behind the first line are the exports and imports that it has passed.
  diagnostics.fail("trap: " + text.substr(0, text.find('\n')));
  for (std::string& line : debug::explain(*map, text))
    diagnostics.note(std::move(line));
  return kFailed;
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

// What the board's ROMFS has already, with the module in it, in a file.
Result<std::string> image_with(const TemporaryFolder& folder,
                               const deploy::Mpremote::Romfs& flash,
                               const std::string& module,
                               const std::string& name,
                               Diagnostics& diagnostics) {
  std::vector<romfs::File> files;
  if (!flash.image.empty()) {
    Result<std::vector<romfs::Entry>> entries =
        romfs::read_image(flash.image, "the board's ROMFS", diagnostics);
    if (!entries) return kFailed;
    std::string stem = name.substr(0, name.rfind('.'));
    std::set<std::string> hiding;
    for (const romfs::Entry& entry : *entries) {
      if (entry.path == name) continue;
      // A folder, which is a package, comes before a file.
      if (entry.path == stem + ".py") hiding.insert("/rom/" + entry.path);
      if (entry.path.starts_with(stem + "/")) hiding.insert("/rom/" + stem);
      files.push_back({entry.path, {entry.bytes.begin(), entry.bytes.end()}});
    }
    for (const std::string& path : hiding)
      warn_hidden(path, "/rom/" + name, diagnostics);
  }
  Result<std::vector<uint8_t>> bytes = read_file(module, diagnostics);
  if (!bytes) return kFailed;
  files.push_back({name, std::move(*bytes)});
  Result<std::vector<uint8_t>> image = romfs::write_image(files, diagnostics);
  if (!image) return kFailed;
  if (image->size() > flash.size) {
    return diagnostics.fail(std::format(
        "the board's ROMFS has {} bytes, and with {} it would take {}",
        flash.size, name, image->size()));
  }
  std::string path = folder.file("app.romfs");
  if (!write_file(path, *image, diagnostics)) return kFailed;
  return path;
}

// Copies a compiled module to the board, to where the settings say.
Result<void> put_on_board(const TemporaryFolder& folder,
                          const Settings& settings, deploy::Mpremote& mpremote,
                          const std::string& module, const std::string& name,
                          Diagnostics& diagnostics) {
  if (!settings.romfs) return mpremote.copy(module, name);
  Result<deploy::Mpremote::Romfs> flash = mpremote.ask_romfs();
  if (!flash) return kFailed;
  Result<std::string> image =
      image_with(folder, *flash, module, name, diagnostics);
  if (!image) return kFailed;
  return mpremote.write_romfs(*image);
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
  settings.output = import_name + ".mpy";
  if (!check_side_files(options, settings, diagnostics)) return kFailed;
  deploy::Mpremote mpremote(options.port, diagnostics);
  Result<ConnectedBoard> board = mpremote.ask(
      import_name, settings.romfs ? Place::kRomfs : Place::kFileSystem);
  if (!board || !settle_on(*board, settings, diagnostics)) return kFailed;
  const Target& target = *settings.targets[0];

  Result<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::make(diagnostics);
  if (!folder) return kFailed;
  settings.xip |= settings.romfs &&
                  target::for_board(target, settings.board).code_in_place ==
                      target::CodeInPlace::kRuns;
  if (!check(settings, diagnostics)) return kFailed;
  Result<CompiledFile> file =
      compile_into(**folder, options, settings, target, *binary, diagnostics);
  if (!file) return kFailed;
  std::string name = import_name + ".mpy";
  if (file->debug_map &&
      !write_file(file->debug_map->name, file->debug_map->bytes, diagnostics))
    return kFailed;
  if (!put_on_board(**folder, settings, mpremote, file->path, name,
                    diagnostics)) {
    return kFailed;
  }

  warn_if_built_in(import_name, name, "choose a name with --name", diagnostics);
  for (const std::string& hiding : board->hiding) {
    warn_hidden(hiding, settings.romfs ? "/rom/" + name : name, diagnostics);
  }
  if (!print_report(settings, file->reports, diagnostics)) return kFailed;
  if (settings.report == ReportFormat::kJson) return {};  // nothing beside it
  std::error_code ignored;
  return write_file(
      std::string(kStandardStream),
      std::format("{}, {} bytes for {}, is {}: {}\n"
                  "import {}\n",
                  name, std::filesystem::file_size(file->path, ignored),
                  target.name,
                  settings.romfs ? "in the board's ROMFS" : "on the board",
                  board->firmware.machine, import_name),
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
  Result<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::make(diagnostics);
  if (!folder) return kFailed;
  std::string trap_file;
  if (!options.chose_names && debug::has_lines(*module)) {
    // Lines are better than names. What else those of all functions tell stays.
    settings.debug_map = "";
    trap_file = (*folder)->file("wasm2mpy_trap.txt");
  }
  Result<std::string> script = runner::script_for(
      *module,
      {module_name(settings), options.function, options.arguments, &*bindings,
       options.environment, options.folders, trap_file},
      diagnostics);
  if (!script) return kFailed;
  Result<const Target*> target =
      runner::interpreter_target(options.micropython, diagnostics);
  if (!target) return kFailed;

  Result<CompiledFile> file =
      compile_into(**folder, options, settings, **target, *binary, diagnostics);
  if (!file) return kFailed;
  std::string script_file = (*folder)->file("wasm2mpy_run.py");
  if (!write_file(script_file, *script, diagnostics)) return kFailed;

  // As every program's, the first of its arguments is its name.
  std::vector<std::string> arguments = {
      std::filesystem::path(options.input).filename().string()};
  arguments.insert(arguments.end(), options.arguments.begin(),
                   options.arguments.end());
  Result<int> status = runner::run_script(options.micropython, script_file,
                                          arguments, diagnostics);
  std::error_code ignored;
  if (!status || trap_file.empty() ||
      !std::filesystem::exists(trap_file, ignored))
    return status;
  Result<std::vector<uint8_t>> text = read_file(trap_file, diagnostics);
  if (!text) return kFailed;
  return fail_trap({text->begin(), text->end()}, *file->debug_map, diagnostics);
}

}  // namespace wasm2mpy
