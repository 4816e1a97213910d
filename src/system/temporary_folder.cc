#include "system/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <system_error>
#include <utility>
#include <vector>

#include "system/file_io.h"

namespace wasm2mpy {
namespace {

std::vector<std::string>& existing_folders() {
  static std::vector<std::string> folders;
  return folders;
}

void remove_folder(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace

TemporaryFolder::TemporaryFolder(std::string path) : path_(std::move(path)) {
  existing_folders().push_back(path_);
}

Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::make(
    Diagnostics& diagnostics) {
  const char* parent = std::getenv("TMPDIR");
  std::string path = parent && *parent ? parent : "/tmp";
  path += "/wasm2mpy-XXXXXX";
  if (!::mkdtemp(path.data())) {
    return diagnostics.fail(
        std::format("cannot make the temporary folder {}: {}", quote(path),
                    system_message(errno)));
  }
  return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(path)));
}

TemporaryFolder::~TemporaryFolder() {
  remove_folder(path_);
  std::erase(existing_folders(), path_);
}

void TemporaryFolder::remove_all() {
  for (const std::string& path : existing_folders()) remove_folder(path);
}

}  // namespace wasm2mpy
