#include "cli/outputs.h"

#include <filesystem>
#include <format>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "package/module_name.h"
#include "system/file_io.h"

namespace wasm2mpy {
namespace {

std::vector<std::string> modules_and_images(const Settings& settings) {
  std::vector<std::string> names;
  for (const Variant& variant : variants_of(settings)) {
    names.push_back(variant.output);
    if (settings.romfs) names.push_back(image_name(variant.output));
  }
  return names;
}

// A file that is made beside the modules.
struct SideFile {
  std::string name;
  std::string_view noun;
  std::string_view option;
};

std::vector<SideFile> side_files(const Settings& settings) {
  std::vector<SideFile> files;
  if (settings.stub) files.push_back({stub_name(settings), "stub", "--pyi"});
  if (settings.debug_map)
    files.push_back({debug_map_name(settings), "debug map", "--debug-map"});
  return files;
}

// It must not take the place of another file.
Result<void> check_side_file(const Options& options, const SideFile& file,
                             const std::vector<std::string>& others,
                             Diagnostics& diagnostics) {
  for (const std::string& input : {options.input, options.bind}) {
    if (input.empty() || !is_same_file(input, file.name)) continue;
    return diagnostics.fail(
        {.file = file.name,
         .message = std::format("the {} would overwrite an input; choose "
                                "another name with {}=FILE",
                                file.noun, file.option)});
  }
  for (const std::string& other : others) {
    if (!would_be_same_file(other, file.name)) continue;
    return diagnostics.fail(
        {.file = file.name,
         .message = std::format("the {} and another output have the same name; "
                                "choose another one with {}=FILE",
                                file.noun, file.option)});
  }
  return {};
}

}  // namespace

Result<void> check_side_files(const Options& options, const Settings& settings,
                              Diagnostics& diagnostics) {
  std::vector<std::string> others = modules_and_images(settings);
  if (settings.makes_package()) {
    for (package::TextFile& text :
         package::files(package_of(settings), settings.targets))
      others.push_back(std::move(text.path));
  }
  for (const SideFile& file : side_files(settings)) {
    if (!check_side_file(options, file, others, diagnostics))
      return std::unexpected(Reported{});
    others.push_back(file.name);
  }
  return {};
}

Result<void> check_outputs(const Options& options, Diagnostics& diagnostics) {
  namespace fs = std::filesystem;
  const Settings& settings = options.settings;
  std::error_code error;
  fs::path folder = output_folder(settings).value_or("");
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    Diagnostic diagnostic;
    diagnostic.file = folder.string();
    diagnostic.message =
        settings.makes_package()       ? "is no folder; a package is one"
        : settings.targets.size() == 1 ? "is no folder"
                                       : "is no folder; with several "
                                         "architectures '-o' names a folder";
    return diagnostics.fail(std::move(diagnostic));
  }
  for (const std::string& name : modules_and_images(settings)) {
    if (!is_same_file(options.input, name)) continue;
    return diagnostics.fail(
        {.file = name,
         .message = "would overwrite the input; choose another name with -o"});
  }
  return check_side_files(options, settings, diagnostics);
}

Result<void> write_outputs(const Settings& settings,
                           std::span<const Artifact> artifacts,
                           Diagnostics& diagnostics) {
  std::vector<NewFile> files;
  for (const Artifact& artifact : artifacts)
    files.push_back({artifact.name, artifact.bytes});
  return write_files(
      files,
      output_folder(settings) ? MissingFolders::kMake : MissingFolders::kFail,
      diagnostics);
}

void warn_about_output(const Options& options, Diagnostics& diagnostics) {
  const Settings& settings = options.settings;
  std::string output = variants_of(settings)[0].output;
  if (!is_regular_target(output)) return;
  bool has_folder = output_folder(settings).has_value();
  warn_if_not_importable(output, has_folder ? options.input : "", diagnostics);
  warn_if_built_in(std::filesystem::path(output).stem().string(), output,
                   settings.makes_package() ? "choose a name with --name"
                   : has_folder             ? "give the input another name"
                                            : "name the file with -o",
                   diagnostics);
}

}  // namespace wasm2mpy
