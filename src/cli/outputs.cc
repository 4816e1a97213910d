#include "cli/outputs.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "package/module_name.h"
#include "system/file_io.h"

namespace wasm2mpy {
namespace {

std::vector<std::string> modules_and_images(const Settings& settings) {
  std::vector<std::string> names;
  for (const Build& build : builds_of(settings)) {
    names.push_back(build.output);
    if (settings.romfs) names.push_back(image_name(build.output));
  }
  return names;
}

// The stub must not take the place of another file that is written.
Result<void> check_stub_name(const Settings& settings, const std::string& stub,
                             Diagnostics& diagnostics) {
  std::vector<std::string> others = modules_and_images(settings);
  if (settings.makes_package()) {
    for (package::TextFile& text :
         package::files(package_of(settings), settings.targets))
      others.push_back(std::move(text.path));
  }
  for (const std::string& other : others) {
    if (!would_be_same_file(other, stub)) continue;
    return diagnostics.fail(
        {.file = stub,
         .message = "the stub and another output have the same name; choose "
                    "another one with --pyi=FILE"});
  }
  return {};
}

}  // namespace

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
  if (!settings.stub) return {};
  std::string stub = stub_name(settings);
  for (const std::string& input : {options.input, options.bind}) {
    if (input.empty() || !is_same_file(input, stub)) continue;
    return diagnostics.fail(
        {.file = stub,
         .message = "the stub would overwrite an input; choose another name "
                    "with --pyi=FILE"});
  }
  return check_stub_name(settings, stub, diagnostics);
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
  std::string output = builds_of(settings)[0].output;
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
