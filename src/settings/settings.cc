// Names of what is made, and which settings exclude each other.
#include "settings/settings.h"

#include <array>
#include <filesystem>
#include <format>

#include "package/module_name.h"

namespace wasm2mpy {
namespace {

// By the stages of Emit.
constexpr std::array<std::string_view, 4> kSuffixes = {".ll", ".ll", ".s",
                                                       ".o"};

std::string stem(const Settings& settings) {
  return std::filesystem::path(settings.file).stem().string();
}

// The folder of a package, or the one that was named.
const std::string& folder_of(const Settings& settings) {
  return settings.makes_package() ? settings.package.folder : settings.output;
}

// The architecture is in the name of the folder, since that of the file is the
// name of the module.
bool has_arch_folders(const Settings& settings) {
  return settings.targets.size() > 1 || settings.makes_package();
}

// What was chosen, or a name beside the module, or at the top of the folder:
// such files do not depend on the architecture.
std::string name_beside(const Settings& settings, const std::string& chosen,
                        std::string_view suffix) {
  if (!chosen.empty()) return chosen;
  std::filesystem::path name = folder_of(settings);
  if (output_folder(settings) || settings.output.empty())
    name /= default_output(settings);
  return name.replace_extension(suffix).string();
}

// With --board, --arch may still choose another architecture that the board
// loads: armv6m code runs on a Pico 2, too.
void check_board(const Settings& settings, Diagnostics& diagnostics) {
  if (!settings.board) return;
  const Target& own = *target::find_target(settings.board->arch);
  for (const Target* target : settings.targets) {
    if (target::can_load(own, *target)) continue;
    diagnostics.fail(std::format(
        "board {} does not load modules for {}; its architecture is {}",
        quote(settings.board->name), target->name, own.name));
  }
}

// What is relocated when it is loaded cannot stay where it is.
void check_xip(const Settings& settings, Diagnostics& diagnostics) {
  if (!settings.xip) return;
  for (const Target* target : settings.targets) {
    if (target->code_in_place != target::CodeInPlace::kRelocated) continue;
    diagnostics.fail(
        std::format("'--xip' is not for {}: its code has addresses that "
                    "MicroPython's loader puts in, and so must be in RAM",
                    target->name));
  }
}

void check_package(const Settings& settings, Diagnostics& diagnostics) {
  const package::Package& package = settings.package;
  if (!settings.makes_package()) {
    if (!package.version.empty() || !package.url.empty())
      diagnostics.fail("there is no package: use --package=DIR");
    return;
  }
  if (!settings.output.empty()) {
    diagnostics.fail("'--package' names the folder: leave '-o' out");
  }
  if (settings.stop_after) {
    diagnostics.fail("a package has finished modules: leave '--emit' out");
  }
  (void)check_module_name(settings, diagnostics);
  (void)package::check(package, diagnostics);
}

void check_romfs(const Settings& settings, Diagnostics& diagnostics) {
  if (!settings.romfs || output_folder(settings) || settings.output.empty() ||
      image_name(settings.output) != settings.output)
    return;
  diagnostics.fail(std::format("with '--romfs', '-o' names the module: -o {}",
                               std::filesystem::path(settings.output)
                                   .replace_extension(".mpy")
                                   .string()));
}

void check_unfinished(const Settings& settings, Diagnostics& diagnostics) {
  if (!settings.stop_after) return;
  if (settings.report != ReportFormat::kNone) {
    diagnostics.fail(
        "'--report' is about the finished module: leave '--emit' out");
  }
  if (settings.romfs) {
    diagnostics.fail(
        "'--romfs' is about the finished module: leave '--emit' out");
  }
  if (settings.stub) {
    diagnostics.fail(
        "'--pyi' is about the finished module: leave '--emit' out");
  }
  if (settings.debug_map) {
    diagnostics.fail(
        "'--debug-map' is about the finished module: leave '--emit' out");
  }
}

}  // namespace

std::string_view output_suffix(const Settings& settings) {
  return settings.stop_after ? kSuffixes[size_t(*settings.stop_after)] : ".mpy";
}

std::string default_output(const Settings& settings) {
  if (settings.makes_package()) return module_name(settings) + ".mpy";
  return stem(settings).append(output_suffix(settings));
}

std::optional<std::string> output_folder(const Settings& settings) {
  const std::string& folder = folder_of(settings);
  if (has_arch_folders(settings) || folder.ends_with('/')) return folder;
  return std::nullopt;
}

std::vector<Variant> variants_of(const Settings& settings) {
  std::optional<std::string> folder = output_folder(settings);
  std::vector<Variant> variants;
  for (const Target* target : settings.targets) {
    Variant variant = {.target = target::for_board(*target, settings.board),
                       .output = settings.output};
    variant.stack_size =
        settings.stack_size.value_or(variant.target.default_stack_size);
    if (has_arch_folders(settings)) {
      // The layout that package indexes of native modules have.
      variant.output =
          (std::filesystem::path(*folder) / package::arch_folder(*target) /
           default_output(settings))
              .string();
    } else if (folder) {
      variant.output += default_output(settings);
    } else if (variant.output.empty()) {
      variant.output = default_output(settings);
    }
    variants.push_back(std::move(variant));
  }
  return variants;
}

std::string stub_name(const Settings& settings) {
  return name_beside(settings, *settings.stub, ".pyi");
}

std::string debug_map_name(const Settings& settings) {
  return name_beside(settings, *settings.debug_map, ".map");
}

std::string image_name(const std::string& output) {
  return std::filesystem::path(output).replace_extension(".romfs").string();
}

std::string source_name(const Settings& settings) {
  return std::filesystem::path(settings.file).filename().string();
}

std::string module_name(const Settings& settings) {
  return settings.name.empty() ? importable_name(stem(settings))
                               : settings.name;
}

Result<void> check_module_name(const Settings& settings,
                               Diagnostics& diagnostics) {
  if (!settings.name.empty() || is_importable(stem(settings))) return {};
  return diagnostics.fail(
      std::format("Python cannot import {}: choose a name with --name, for "
                  "example --name={}",
                  quote(stem(settings)), module_name(settings)));
}

package::Package package_of(const Settings& settings) {
  package::Package package = settings.package;
  package.name = module_name(settings);
  return package;
}

std::optional<uint64_t> ram_of(const Settings& settings) {
  if (settings.free_ram) return settings.free_ram;
  if (!settings.board || settings.board->ram == 0) return std::nullopt;
  return uint64_t{settings.board->ram} * 1024;
}

std::optional<uint64_t> ram_for_python(const Settings& settings,
                                       const target::Target& target) {
  if (settings.free_ram) return settings.free_ram;
  uint32_t ram = settings.board ? settings.board->ram : target.usual_ram;
  if (ram == 0) return std::nullopt;
  return uint64_t{ram} * 1024 / 2;
}

Result<void> check(const Settings& settings, Diagnostics& diagnostics) {
  size_t errors = diagnostics.error_count();
  check_board(settings, diagnostics);
  if (settings.no_instance && settings.single_instance) {
    diagnostics.fail(
        "with '--no-instance' and '--single-instance' there would be none");
  }
  if (settings.memory.linear_stack &&
      settings.memory.mode != MemoryMode::kLean) {
    diagnostics.fail(
        "'--linear-stack' is about a lean memory: add '--memory=lean'");
  }
  if (settings.debug_map && settings.names != Names::kNone) {
    diagnostics.fail(
        "the map of '--debug-map' has the names of functions: leave '--names' "
        "out");
  }
  check_xip(settings, diagnostics);
  check_package(settings, diagnostics);
  check_romfs(settings, diagnostics);
  check_unfinished(settings, diagnostics);
  if (diagnostics.error_count() != errors) return std::unexpected(Reported{});
  return {};
}

}  // namespace wasm2mpy
