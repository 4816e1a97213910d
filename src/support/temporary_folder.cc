#include "support/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <system_error>
#include <utility>

#include "support/file_io.h"

namespace wasm2mpy {

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
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace wasm2mpy
