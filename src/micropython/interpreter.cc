#include "micropython/interpreter.h"

#include <cerrno>
#include <cstring>
#include <format>
#include <optional>
#include <vector>

#include "firmware/firmware.h"
#include "system/file_io.h"
#include "system/process.h"

namespace wasm2mpy::runner {
namespace {

std::unexpected<Reported> fail_to_start(const std::string& micropython,
                                        int code, Diagnostics& diagnostics) {
  bool is_in_path = micropython.find('/') == micropython.npos;
  if (code == ENOENT && is_in_path) {
    diagnostics.fail(
        std::format("there is no program {} in PATH", quote(micropython)));
    diagnostics.note(
        "'run' needs the unix port of MicroPython, 1.23 or later: that of your "
        "system, or build/deps/boards/x64/micropython, which 'make demo' has "
        "built in a checkout of wasm2mpy");
    diagnostics.note("--micropython=FILE says where it is");
    return std::unexpected(Reported{});
  }
  return diagnostics.fail(std::format("cannot start {}: {}", quote(micropython),
                                      system_message(code)));
}

}  // namespace

Result<const Target*> interpreter_target(const std::string& micropython,
                                         Diagnostics& diagnostics) {
  std::vector<std::string> command = {micropython, "-c",
                                      std::string(question())};
  std::expected<Ended, int> ended = run_process(command, Streams::kCapture);
  if (!ended) return fail_to_start(micropython, ended.error(), diagnostics);
  std::optional<Firmware> firmware = read_answer(ended->output);
  if (!firmware) {
    diagnostics.fail(
        std::format("{} does not answer as MicroPython does (exit status {})",
                    quote(micropython), ended->status));
    note_lines(micropython, ended->output, diagnostics);
    return std::unexpected(Reported{});
  }
  Result<const Target*> target = target_for(*firmware, diagnostics);
  if (!target) {
    diagnostics.note(std::format("this is {}; --micropython=FILE names another",
                                 quote(micropython)));
  }
  return target;
}

Result<int> run_script(const std::string& micropython,
                       const std::string& script,
                       std::span<const std::string> arguments,
                       Diagnostics& diagnostics) {
  std::vector<std::string> command = {micropython, script};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::expected<Ended, int> ended = run_process(command, Streams::kInherit);
  if (!ended) return fail_to_start(micropython, ended.error(), diagnostics);
  if (ended->signal != 0) {
    diagnostics.fail(std::format("{} was ended by signal {} ({})",
                                 quote(micropython), ended->signal,
                                 ::strsignal(ended->signal)));
  }
  return ended->status;
}

}  // namespace wasm2mpy::runner
