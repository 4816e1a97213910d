#ifndef WASM2MPY_SYSTEM_TEMPORARY_FOLDER_H_
#define WASM2MPY_SYSTEM_TEMPORARY_FOLDER_H_

#include <memory>
#include <string>

#include "support/diagnostics.h"

namespace wasm2mpy {

// A new folder in $TMPDIR, else in /tmp. It is removed with its contents.
// Made and destroyed by the main thread.
class TemporaryFolder {
 public:
  static Result<std::unique_ptr<TemporaryFolder>> make(
      Diagnostics& diagnostics);
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  // All that there are, for when the program ends without unwinding.
  static void remove_all();

  // The path of a file in it.
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  explicit TemporaryFolder(std::string path);

  std::string path_;
};

}  // namespace wasm2mpy

#endif  // WASM2MPY_SYSTEM_TEMPORARY_FOLDER_H_
