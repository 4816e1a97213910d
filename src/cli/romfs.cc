#include "cli/romfs.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "romfs/image.h"
#include "system/file_io.h"

namespace wasm2mpy {
namespace {

namespace fs = std::filesystem;

constexpr std::unexpected<Reported> kFailed{Reported{}};

struct Source {
  std::string file;  // on this computer
  std::string path;  // in the image
};

// The files in a folder and the folders below it, also where these are links.
Result<void> add_folder(const std::string& folder, std::vector<Source>& sources,
                        Diagnostics& diagnostics) {
  std::error_code error;
  fs::recursive_directory_iterator entry(
      folder, fs::directory_options::follow_directory_symlink, error);
  for (fs::recursive_directory_iterator end; !error && entry != end;
       entry.increment(error)) {
    fs::file_status status = entry->status(error);
    if (status.type() == fs::file_type::not_found) {
      return diagnostics.fail({.file = entry->path().string(),
                               .message = system_message(error.value())});
    }
    if (!fs::is_regular_file(status)) continue;
    sources.push_back(
        {entry->path().string(),
         entry->path().lexically_relative(folder).generic_string()});
  }
  if (!error) return {};
  return diagnostics.fail(
      {.file = folder, .message = system_message(error.value())});
}

Result<std::vector<Source>> find_sources(const Options& options,
                                         Diagnostics& diagnostics) {
  std::vector<std::string> inputs = {options.input};
  inputs.insert(inputs.end(), options.more_inputs.begin(),
                options.more_inputs.end());
  std::vector<Source> sources;
  for (const std::string& input : inputs) {
    if (input == kStandardStream) {
      return diagnostics.fail("standard input has no name in an image");
    }
    std::error_code error;
    if (!fs::is_directory(input, error)) {
      sources.push_back({input, fs::path(input).filename().string()});
    } else if (!add_folder(input, sources, diagnostics)) {
      return kFailed;
    }
  }
  return sources;
}

// "build/rom/" and "rom.mpy" both: "rom.romfs".
std::string default_output(const std::string& input) {
  std::error_code error;
  fs::path path = fs::path(input).lexically_normal();
  if (!fs::is_directory(path, error))
    return path.filename().replace_extension(".romfs").string();
  if (!path.has_filename()) path = path.parent_path();
  fs::path name = path.filename();
  if (name.empty() || name == "." || name == "..")
    name = fs::canonical(input, error).filename();
  return name.string() + ".romfs";
}

}  // namespace

Result<void> make_romfs(const Options& options, Diagnostics& diagnostics) {
  Result<std::vector<Source>> sources = find_sources(options, diagnostics);
  if (!sources) return kFailed;
  std::string output = options.settings.output;
  if (output.empty()) output = default_output(options.input);

  std::vector<romfs::File> files;
  for (const Source& source : *sources) {
    if (is_same_file(source.file, output)) {
      return diagnostics.fail(
          {.file = output,
           .message = "the image would contain itself; choose another place "
                      "with -o"});
    }
    Result<std::vector<uint8_t>> bytes = read_file(source.file, diagnostics);
    if (!bytes) return kFailed;
    files.push_back({source.path, std::move(*bytes)});
  }
  if (files.empty()) {
    return diagnostics.fail(
        {.file = options.input, .message = "has no files for an image"});
  }
  Result<std::vector<uint8_t>> image = romfs::write_image(files, diagnostics);
  if (!image) return kFailed;
  return write_file(output, *image, diagnostics);
}

}  // namespace wasm2mpy
