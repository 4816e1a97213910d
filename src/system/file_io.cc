// A new content is written to a temporary file in the target's folder, then
// renamed over the target, so that a full disk, an interrupt or a crash never
// leaves half a module for a board to load. What is no regular file (a device
// such as /dev/stdout, a pipe) cannot be replaced and is written in place. A
// symbolic link is followed first, so that the link itself survives.
//
// POSIX only.
#include "system/file_io.h"

#include <cerrno>
#include <deque>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <ranges>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace wasm2mpy {
namespace {

// No module for a microcontroller comes near; guards against /dev/zero, and
// keeps every offset in 32 bits.
constexpr size_t kMaxInputSize = size_t{1} << 30;

std::unexpected<Reported> fail(std::string file, std::string message,
                               Diagnostics& diagnostics) {
  Diagnostic diagnostic;
  diagnostic.file = std::move(file);
  diagnostic.message = std::move(message);
  return diagnostics.fail(std::move(diagnostic));
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ > STDERR_FILENO) ::close(fd_);
  }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  // Some file systems report a full disk only here. The standard streams stay
  // open.
  bool close() {
    int fd = std::exchange(fd_, -1);
    return fd <= STDERR_FILENO || ::close(fd) == 0;
  }

 private:
  int fd_;
};

// Zero, or the errno of what went wrong.
int write_all(int fd, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    bytes = bytes.subspan(size_t(count));
  }
  return 0;
}

// The file that a name stands for after symbolic links. It need not exist.
std::string resolve_links(const std::string& path) {
  namespace fs = std::filesystem;
  fs::path resolved = path;
  std::error_code error;
  // The system gives up after 40 links, too; then renaming fails.
  for (int depth = 0; depth < 40 && fs::is_symlink(resolved, error); ++depth) {
    fs::path destination = fs::read_symlink(resolved, error);
    if (error) break;
    resolved = resolved.parent_path() / destination;
  }
  return resolved.string();
}

// Beside `path`: only within one file system is renaming atomic. Not derived
// from the target's name, which may be as long as a name can be.
std::string temporary_path(const std::string& path, int attempt) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return (folder / std::format(".wasm2mpy-{}-{}.tmp", ::getpid(), attempt))
      .string();
}

// A content that is on the disk but not under its name yet. Functions return
// zero, or the errno of what went wrong.
class StagedFile {
 public:
  StagedFile() = default;
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;
  ~StagedFile() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  int stage(const std::string& path, std::span<const uint8_t> bytes);
  // Gives the file its name.
  int commit();

 private:
  std::string path_;
  std::string temporary_;  // empty when there is none
};

int StagedFile::stage(const std::string& path, std::span<const uint8_t> bytes) {
  path_ = path;
  // The folder's permissions allow the renaming. The file's must, too.
  struct stat old = {};
  bool exists = ::stat(path.c_str(), &old) == 0;
  if (!exists && errno == ELOOP) return errno;
  if (exists && ::access(path.c_str(), W_OK) != 0) return errno;

  std::string temporary;
  int fd = -1;
  for (int attempt = 0; fd < 0 && attempt < 100; ++attempt) {
    temporary = temporary_path(path, attempt);
    fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                0666);
    if (fd < 0 && errno != EEXIST) break;
  }
  if (fd < 0) return errno;

  temporary_ = std::move(temporary);
  FileDescriptor file(fd);
  int code = write_all(file.get(), bytes);
  if (code == 0 && exists && ::fchmod(file.get(), old.st_mode & 07777) != 0) {
    code = errno;
  }
  if (!file.close() && code == 0) code = errno;
  return code;
}

int StagedFile::commit() {
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return errno;
  temporary_.clear();
  return 0;
}

int replace_file(const std::string& path, std::span<const uint8_t> bytes) {
  StagedFile file;
  int code = file.stage(path, bytes);
  return code != 0 ? code : file.commit();
}

int write_in_place(const std::string& path, std::span<const uint8_t> bytes) {
  FileDescriptor file(path == kStandardStream
                          ? STDOUT_FILENO
                          : ::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open()) return errno;
  int code = write_all(file.get(), bytes);
  if (!file.close() && code == 0) code = errno;
  return code;
}

// The folders that were made for new files; they go again unless kept.
class NewFolders {
 public:
  NewFolders() = default;
  NewFolders(const NewFolders&) = delete;
  NewFolders& operator=(const NewFolders&) = delete;
  ~NewFolders() {
    for (const std::string& folder : std::views::reverse(made_)) {
      ::rmdir(folder.c_str());
    }
  }
  void keep() { made_.clear(); }

  // Zero, or the errno of what went wrong.
  int make(const std::filesystem::path& folder) {
    struct stat info = {};
    if (folder.empty() || ::stat(folder.c_str(), &info) == 0) return 0;
    if (int code = make(folder.parent_path())) return code;
    // Someone else may have made it meanwhile.
    if (::mkdir(folder.c_str(), 0777) != 0) return errno == EEXIST ? 0 : errno;
    made_.push_back(folder.string());
    return 0;
  }

 private:
  std::vector<std::string> made_;
};

std::unexpected<Reported> fail_to_write(const std::string& path, int code,
                                        Diagnostics& diagnostics) {
  return fail(path == kStandardStream ? "<stdout>" : path,
              "cannot write: " + system_message(code), diagnostics);
}

}  // namespace

std::string system_message(int code) {
  std::string text = std::generic_category().message(code);
  bool is_word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (is_word && text[0] >= 'A' && text[0] <= 'Z') text[0] += 'a' - 'A';
  return text;
}

std::string input_name(const std::string& path) {
  return path == kStandardStream ? "<stdin>" : path;
}

Result<std::vector<uint8_t>> read_file(const std::string& path,
                                       Diagnostics& diagnostics) {
  std::string name = input_name(path);
  FileDescriptor file(path == kStandardStream
                          ? STDIN_FILENO
                          : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return fail(name, "cannot open: " + system_message(errno), diagnostics);
  }

  std::vector<uint8_t> bytes;
  std::vector<uint8_t> buffer(256 * 1024);
  while (true) {
    ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return fail(name, "cannot read: " + system_message(errno), diagnostics);
    }
    if (count == 0) break;
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + count);
    if (bytes.size() > kMaxInputSize) {
      return fail(name,
                  std::format("cannot read: more than {} bytes", kMaxInputSize),
                  diagnostics);
    }
  }
  return bytes;
}

bool is_regular_target(const std::string& path) {
  if (path == kStandardStream) return false;
  struct stat info = {};
  return ::stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode);
}

Result<void> write_file(const std::string& path, std::span<const uint8_t> bytes,
                        Diagnostics& diagnostics) {
  int code = is_regular_target(path) ? replace_file(resolve_links(path), bytes)
                                     : write_in_place(path, bytes);
  if (code == 0) return {};
  return fail_to_write(path, code, diagnostics);
}

Result<void> write_file(const std::string& path, std::string_view text,
                        Diagnostics& diagnostics) {
  std::span<const uint8_t> bytes(reinterpret_cast<const uint8_t*>(text.data()),
                                 text.size());
  return write_file(path, bytes, diagnostics);
}

Result<void> write_files(std::span<const NewFile> files, MissingFolders missing,
                         Diagnostics& diagnostics) {
  NewFolders folders;
  std::deque<StagedFile> staged;
  std::vector<const NewFile*> regular;
  for (const NewFile& file : files) {
    if (!is_regular_target(file.path)) continue;
    int code = 0;
    if (missing == MissingFolders::kMake) {
      code = folders.make(std::filesystem::path(file.path).parent_path());
    }
    if (code == 0) {
      code = staged.emplace_back().stage(resolve_links(file.path), file.bytes);
    }
    if (code != 0) return fail_to_write(file.path, code, diagnostics);
    regular.push_back(&file);
  }
  // What cannot be taken back comes when least can go wrong any more. A folder
  // in the way fails here.
  for (const NewFile& file : files) {
    if (is_regular_target(file.path)) continue;
    int code = write_in_place(file.path, file.bytes);
    if (code != 0) return fail_to_write(file.path, code, diagnostics);
  }
  for (size_t i = 0; i < staged.size(); ++i) {
    int code = staged[i].commit();
    if (code != 0) return fail_to_write(regular[i]->path, code, diagnostics);
  }
  folders.keep();
  return {};
}

bool is_same_file(const std::string& a, const std::string& b) {
  if (a == kStandardStream || b == kStandardStream) return false;
  struct stat info_a = {};
  struct stat info_b = {};
  if (::stat(a.c_str(), &info_a) != 0 || ::stat(b.c_str(), &info_b) != 0) {
    return false;
  }
  return S_ISREG(info_a.st_mode) && info_a.st_dev == info_b.st_dev &&
         info_a.st_ino == info_b.st_ino;
}

bool would_be_same_file(const std::string& a, const std::string& b) {
  if (is_same_file(a, b)) return true;
  if (!is_regular_target(a) || !is_regular_target(b)) return false;
  std::error_code error;
  std::filesystem::path path_a = std::filesystem::weakly_canonical(
      std::filesystem::absolute(a, error), error);
  if (error) return false;
  std::filesystem::path path_b = std::filesystem::weakly_canonical(
      std::filesystem::absolute(b, error), error);
  return !error && path_a == path_b;
}

}  // namespace wasm2mpy
