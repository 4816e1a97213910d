// The pipeline, as functions that read like a table of contents. The first half
// reads the module, the second (build.cc) runs once for each architecture.
#include "compile/compile.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "analysis/fuel.h"
#include "analysis/hide_exports.h"
#include "analysis/host_functions.h"
#include "analysis/module_features.h"
#include "analysis/unused_memory.h"
#include "bind/stub.h"
#include "compile/warnings.h"
#include "debug/lines.h"
#include "debug/map.h"
#include "debug/trap_codes.h"
#include "input/input.h"
#include "report/inspect.h"
#include "romfs/image.h"

namespace wasm2mpy {
namespace {

constexpr std::unexpected<Reported> kFailed{Reported{}};

std::string stub_text(const Settings& settings, const wasm::Module& module,
                      const bind::Bindings& bindings, bool traps) {
  bind::StubOptions stub;
  stub.source = source_name(settings);
  stub.traps = traps;
  stub.has_instance = !settings.no_instance;
  stub.has_instantiate = !settings.single_instance;
  stub.is_command = codegen::is_wasi_command(module);
  stub.has_fuel = settings.fuel.has_value();
  return bind::make_stub(module, bindings, stub);
}

// What the builds cost; empty if nobody has asked.
Result<std::vector<report::Report>> take_reports(
    const wasm::Module& module, std::vector<BuiltVariant>& built,
    Diagnostics& diagnostics) {
  std::vector<report::Report> reports;
  if (!built[0].report) return reports;
  Result<ModuleFeatures> features = find_features(module, diagnostics);
  if (!features) return kFailed;
  for (BuiltVariant& one : built) {
    one.report->features.assign(features->names.begin(), features->names.end());
    reports.push_back(std::move(*one.report));
  }
  return reports;
}

Artifact text_artifact(std::string name, std::string_view text) {
  return {std::move(name), {text.begin(), text.end()}};
}

// An image for ROMFS with the module, beside it.
Result<Artifact> image_artifact(const Artifact& module,
                                Diagnostics& diagnostics) {
  romfs::File file = {std::filesystem::path(module.name).filename().string(),
                      module.bytes};
  Result<std::vector<uint8_t>> image =
      romfs::write_image({&file, 1}, diagnostics);
  if (!image) return kFailed;
  return Artifact{image_name(module.name), std::move(*image)};
}

// What a debug map is made of.
struct DebugInfo {
  debug::Lines lines;
  debug::TrapCodes codes;
};

// Null: no map is wanted.
Result<std::unique_ptr<DebugInfo>> read_debug_info(const Settings& settings,
                                                   const wasm::Module& module,
                                                   Diagnostics& diagnostics) {
  if (!settings.debug_map) return nullptr;
  auto info = std::make_unique<DebugInfo>(debug::Lines(module));
  Result<debug::TrapCodes> codes =
      debug::find_trap_codes(module, info->lines, diagnostics);
  if (!codes) return kFailed;
  info->codes = std::move(*codes);
  return info;
}

// Of the codes of all builds: what the optimiser leaves differs.
debug::Map debug_map(const Settings& settings, const wasm::Module& module,
                     const DebugInfo& info,
                     const std::vector<BuiltVariant>& built) {
  std::set<uint32_t> codes;
  for (const BuiltVariant& one : built)
    codes.insert(one.trap_codes.begin(), one.trap_codes.end());
  return debug::make_map(module, source_name(settings), info.lines, codes);
}

// The modules, and what belongs to them.
Result<void> add_artifacts(const Settings& settings, const wasm::Module& module,
                           const bind::Bindings& bindings,
                           std::span<const Variant> wanted,
                           std::vector<BuiltVariant>& built,
                           Compilation& compilation, Diagnostics& diagnostics) {
  std::vector<Artifact>& artifacts = compilation.artifacts;
  compilation.modules = built.size();
  for (size_t i = 0; i < built.size(); ++i) {
    artifacts.push_back({wanted[i].output, std::move(built[i].bytes)});
  }
  for (size_t i = 0; settings.romfs && i < built.size(); ++i) {
    Result<Artifact> image = image_artifact(artifacts[i], diagnostics);
    if (!image) return kFailed;
    artifacts.push_back(std::move(*image));
  }
  if (settings.makes_package()) {
    for (const package::TextFile& file :
         package::files(package_of(settings), settings.targets))
      artifacts.push_back(text_artifact(file.path, file.text));
  }
  if (settings.stub) {
    bool traps = std::ranges::any_of(built, &BuiltVariant::traps);
    artifacts.push_back(text_artifact(
        stub_name(settings), stub_text(settings, module, bindings, traps)));
  }
  return {};
}

}  // namespace

Result<bind::Bindings> read_signatures(const wasm::Module& module,
                                       const codegen::Facts& facts,
                                       const Settings& settings,
                                       Diagnostics& diagnostics) {
  if (!settings.signatures) return bind::Bindings{};
  return bind::bind(module, facts.stack_pointer, settings.signatures->text,
                    settings.signatures->file, diagnostics);
}

Result<Compilation> compile(std::span<const uint8_t> binary,
                            const Settings& settings, const Client& client,
                            Diagnostics& diagnostics) {
  StageLog& log = client.log;
  // All but the function bodies. Their types must be known before the first
  // body can be validated.
  Result<wasm::Module> module =
      read_linked_module(binary, settings.file, diagnostics);
  if (!module) return kFailed;
  if (!hide_exports(*module, settings.hidden, diagnostics)) return kFailed;
  log.end_stage("decode");

  // All bodies are validated before the first is translated, so that every
  // error is reported once and the translation can trust its input.
  Result<codegen::Facts> facts = codegen::gather_facts(*module, diagnostics);
  if (!facts) return kFailed;
  log.end_stage("validate");

  if (settings.single_instance && codegen::is_wasi_command(*module)) {
    return diagnostics.fail(
        {.file = module->file,
         .message = "'--single-instance' is not for a WASI command: each call "
                    "of main() makes an instance"});
  }

  // Before any code is made: mistakes in signatures are the likeliest ones.
  Result<bind::Bindings> bindings =
      read_signatures(*module, *facts, settings, diagnostics);
  if (!bindings) return kFailed;

  // Now it is known what is used. From here on the module is frozen.
  if (!drop_unused_memory(settings, *module, *facts, diagnostics) ||
      !add_fuel(settings, *module, *facts, diagnostics)) {
    return kFailed;
  }

  std::vector<Variant> wanted = variants_of(settings);
  Result<std::unique_ptr<DebugInfo>> debug_info =
      read_debug_info(settings, *module, diagnostics);
  if (!debug_info) return kFailed;
  Result<BuiltVariants> built = build_all(
      *module, *facts, *bindings, *debug_info ? &(*debug_info)->codes : nullptr,
      settings, wanted, client.threads, log, diagnostics);
  if (!built) return kFailed;

  Compilation compilation;
  if (settings.only_generate) {
    for (size_t i = 0; i < wanted.size(); ++i)
      compilation.artifacts.push_back({std::string(wanted[i].target.name),
                                       std::move(built->files[i].bytes)});
    return compilation;
  }
  if (!add_artifacts(settings, *module, *bindings, wanted, built->files,
                     compilation, diagnostics)) {
    return kFailed;
  }
  if (*debug_info) {
    debug::Map map = debug_map(settings, *module, **debug_info, built->files);
    compilation.artifacts.push_back(
        text_artifact(debug_map_name(settings), debug::to_text(map)));
    warn_about_lines(*module, (*debug_info)->lines, map, diagnostics);
  }
  compilation.logs = std::move(built->logs);
  Result<std::vector<report::Report>> reports =
      take_reports(*module, built->files, diagnostics);
  if (!reports) return kFailed;
  compilation.reports = std::move(*reports);
  Compiled compiled = {*module, *facts, settings, compilation.reports, {}};
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (built->files[i].is_lean_by_choice)
      compiled.lean_by_choice.push_back(wanted[i].target.name);
  }
  add_warnings(compiled, diagnostics);
  return compilation;
}

Result<Inspection> inspect(std::span<const uint8_t> binary, Settings settings,
                           Diagnostics& diagnostics) {
  Result<wasm::Module> module =
      read_linked_module(binary, settings.file, diagnostics);
  if (!module) return kFailed;
  Result<std::string> text = settings.report == ReportFormat::kJson
                                 ? module_json(*module, diagnostics)
                                 : describe_module(*module, diagnostics);
  if (!text || !hide_exports(*module, settings.hidden, diagnostics))
    return kFailed;
  Result<codegen::Facts> facts = codegen::gather_facts(*module, diagnostics);
  if (!facts) return kFailed;
  Result<bind::Bindings> bindings =
      read_signatures(*module, *facts, settings, diagnostics);
  if (!bindings) return kFailed;
  if (!settings.stub) settings.stub = "";
  // Whether it can trap is known when there is code; hardly any cannot.
  std::string stub = stub_text(settings, *module, *bindings, true);
  return Inspection{std::move(*text), text_artifact(stub_name(settings), stub)};
}

std::string report_text(const Settings& settings,
                        std::span<const report::Report> reports,
                        const Diagnostics& diagnostics) {
  switch (settings.report) {
    case ReportFormat::kNone:
      return "";
    case ReportFormat::kText:
      return report::to_text(reports);
    case ReportFormat::kJson:
      return report::to_json(reports, diagnostics.all());
  }
  return "";
}

}  // namespace wasm2mpy
