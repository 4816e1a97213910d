// https://docs.micropython.org/en/latest/reference/packages.html
//
// The format has no architectures. So there is a package.json for each of
// them, which installs the one file that a board needs; and one that installs
// all files and a loader (loader.cc), for who does not know the board.
//
// The "hashes" of the format are not checksums of the "urls": mip would look
// for those files in its index.
#include "package/package.h"

#include <algorithm>
#include <array>
#include <format>

#include "mpy/format.h"

namespace wasm2mpy::package {
namespace {

constexpr std::array<std::string_view, 5> kSchemes = {
    "https://", "http://", "github:", "gitlab:", "codeberg:"};
constexpr std::string_view kIndex = "package.json";

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

// `folder` of the package, or "" for the whole: where `files` are. They are
// installed under the same names.
std::string index(const Package& package, std::string_view folder,
                  std::span<const std::string> files) {
  std::string base = package.url;
  if (!base.empty()) base += "/";
  if (!base.empty() && !folder.empty()) base += std::format("{}/", folder);
  std::string text = "{\n  \"urls\": [\n";
  for (const std::string& file : files) {
    text += std::format("    [\"{}\", \"{}{}\"]{}\n", file, base, file,
                        &file == &files.back() ? "" : ",");
  }
  text += "  ]";
  if (!package.version.empty()) {
    text += std::format(",\n  \"version\": \"{}\"", package.version);
  }
  return text + "\n}\n";
}

}  // namespace

std::string arch_folder(const Target& target) {
  return std::format("{}_{}.{}", target.name, mpy::kVersion, mpy::kSubVersion);
}

Result<void> check(const Package& package, Diagnostics& diagnostics) {
  size_t errors = diagnostics.error_count();
  auto is_version = [](char c) {
    return is_word(c) || std::string_view(".+-_").contains(c);
  };
  auto is_url = [](char c) {
    return is_word(c) || std::string_view(".+-_~:/@%").contains(c);
  };
  if (!std::ranges::all_of(package.version, is_version)) {
    diagnostics.fail(std::format(
        "a version is made of letters, digits and '.+-_', such as 1.0 (got {})",
        quote(package.version)));
  }
  bool has_scheme = std::ranges::any_of(kSchemes, [&](std::string_view scheme) {
    return package.url.starts_with(scheme);
  });
  if (!package.url.empty() &&
      (!has_scheme || !std::ranges::all_of(package.url, is_url))) {
    diagnostics.fail(
        std::format("mip installs from no such URL: {}", quote(package.url)));
    diagnostics.note(
        "examples: https://example.org/app, github:owner/repository/app");
  }
  if (diagnostics.error_count() != errors) return std::unexpected(Reported{});
  return {};
}

std::vector<TextFile> files(const Package& package,
                            std::span<const Target* const> targets) {
  std::vector<TextFile> files;
  std::string module = package.name + ".mpy";
  std::vector<std::string> all = {package.name + ".py"};
  for (const Target* target : targets) {
    std::string folder = arch_folder(*target);
    all.push_back(folder + "/" + module);
    files.push_back({std::format("{}/{}/{}", package.folder, folder, kIndex),
                     index(package, folder, std::span(&module, 1))});
  }
  files.push_back(
      {std::format("{}/{}", package.folder, kIndex), index(package, "", all)});
  files.push_back(
      {std::format("{}/{}", package.folder, all[0]), loader(package, targets)});
  return files;
}

}  // namespace wasm2mpy::package
