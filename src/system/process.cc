// As the C library's system(): while a program has the terminal, Ctrl-C is for
// that program. This one must live on, to remove its temporary files.
//
// POSIX only.
#include "system/process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace wasm2mpy {
namespace {

// Ignores the terminal's signals as long as it lives.
class IgnoredSignals {
 public:
  IgnoredSignals() {
    sigemptyset(&changed_);
    for (size_t i = 0; i < kSignals.size(); ++i) {
      struct sigaction ignore = {};
      ignore.sa_handler = SIG_IGN;
      sigaction(kSignals[i], &ignore, &old_[i]);
      // What nohup and the like ignore, the program ignores, too.
      if (old_[i].sa_handler != SIG_IGN) sigaddset(&changed_, kSignals[i]);
    }
  }
  IgnoredSignals(const IgnoredSignals&) = delete;
  IgnoredSignals& operator=(const IgnoredSignals&) = delete;
  ~IgnoredSignals() {
    for (size_t i = 0; i < kSignals.size(); ++i) {
      sigaction(kSignals[i], &old_[i], nullptr);
    }
  }
  // Those that the started program must have back.
  const sigset_t& changed() const { return changed_; }

 private:
  static constexpr std::array<int, 2> kSignals = {SIGINT, SIGQUIT};
  std::array<struct sigaction, kSignals.size()> old_ = {};
  sigset_t changed_;
};

class SpawnSettings {
 public:
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> part;
  while (true) {
    ssize_t count = ::read(fd, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(part.data(), size_t(count));
  }
}

}  // namespace

std::expected<Ended, int> run_process(std::span<const std::string> arguments,
                                      Streams streams) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);

  SpawnSettings settings;
  std::array<int, 2> pipe = {-1, -1};
  if (streams == Streams::kCapture) {
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return std::unexpected(errno);
    posix_spawn_file_actions_addopen(&settings.actions, STDIN_FILENO,
                                     "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&settings.actions, pipe[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&settings.actions, pipe[1], STDERR_FILENO);
  }
  IgnoredSignals ignored;
  posix_spawnattr_setsigdefault(&settings.attributes, &ignored.changed());
  posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  int code = posix_spawnp(&child, argv[0], &settings.actions,
                          &settings.attributes, argv.data(), environ);
  if (pipe[1] >= 0) ::close(pipe[1]);
  Ended ended;
  if (code == 0 && pipe[0] >= 0) ended.output = read_all(pipe[0]);
  if (pipe[0] >= 0) ::close(pipe[0]);
  if (code != 0) return std::unexpected(code);

  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return std::unexpected(errno);
  }
  if (WIFSIGNALED(status)) {
    ended.signal = WTERMSIG(status);
    ended.status = 128 + ended.signal;
  } else {
    ended.status = WEXITSTATUS(status);
  }
  return ended;
}

}  // namespace wasm2mpy
