// Whole files in and out. What is written appears complete under its name or
// not at all.
#ifndef WASM2MPY_SYSTEM_FILE_IO_H_
#define WASM2MPY_SYSTEM_FILE_IO_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostics.h"

namespace wasm2mpy {

// The path that means standard input or standard output.
inline constexpr std::string_view kStandardStream = "-";

// What the system says about an errno, in the case that our messages have.
std::string system_message(int code);

// How messages name an input: its path, or "<stdin>".
std::string input_name(const std::string& path);

// The bytes of the file, or of standard input for "-".
Result<std::vector<uint8_t>> read_file(const std::string& path,
                                       Diagnostics& diagnostics);

// Makes `bytes` the content of the file, or writes them to standard output
// for "-". On failure a regular file that was there before is untouched, and
// no new one is left behind.
Result<void> write_file(const std::string& path, std::span<const uint8_t> bytes,
                        Diagnostics& diagnostics);
Result<void> write_file(const std::string& path, std::string_view text,
                        Diagnostics& diagnostics);

// A file to be written.
struct NewFile {
  std::string path;
  std::span<const uint8_t> bytes;
};

enum class MissingFolders : uint8_t { kMake, kFail };

// Writes all files. All contents are on the disk before the first file gets
// its name; on failure nothing of this is left. "-", devices and pipes are
// written as by write_file(), after the contents of all others.
Result<void> write_files(std::span<const NewFile> files, MissingFolders missing,
                         Diagnostics& diagnostics);

// Whether both paths name the same existing regular file.
bool is_same_file(const std::string& a, const std::string& b);

// Whether writing to both paths would write to the same file, there already or
// not. Not for "-", devices and pipes, which take one after the other.
bool would_be_same_file(const std::string& a, const std::string& b);

// Whether write_file() would make or replace a regular file: not for "-", a
// device or a pipe.
bool is_regular_target(const std::string& path);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SYSTEM_FILE_IO_H_
