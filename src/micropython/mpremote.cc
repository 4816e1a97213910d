// https://docs.micropython.org/en/latest/reference/mpremote.html
//
// mpremote resets the board (a soft reset, without main.py) when it first
// talks to it, so each call finds it idle, and nothing is imported yet.
#include "micropython/mpremote.h"

#include <cerrno>
#include <charconv>
#include <format>
#include <optional>

#include "support/text.h"
#include "system/file_io.h"
#include "system/process.h"

namespace wasm2mpy::deploy {
namespace {

constexpr std::string_view kProgram = "mpremote";

// How large it is, and the image in it, in hexadecimal: behind the magic number
// stands the length of what follows.
constexpr std::string_view kRomfsMark = "wasm2mpy-romfs ";
constexpr std::string_view kImageMark = "wasm2mpy-image ";
constexpr std::string_view kRomfsQuestion = R"(
try:
    import vfs
    from binascii import hexlify
    m = memoryview(vfs.rom_ioctl(2, 0))
    print("wasm2mpy-romfs", len(m))
    n = 0
    i = 3
    while bytes(m[:3]) == b"\xd2\xcd1":
        n = n << 7 | m[i] & 127
        i += 1
        if m[i - 1] < 128:
            n += i
            break
    for i in range(0, n if n <= len(m) else 0, 256):
        print("wasm2mpy-image", hexlify(m[i : min(i + 256, n)]).decode())
except (ImportError, AttributeError, TypeError):
    pass
)";

}  // namespace

Result<ConnectedBoard> Mpremote::ask(std::string_view name, Place place) {
  Result<std::string> output =
      call({"exec", board_question(name, place)}, "ask the board what it is");
  if (!output) return std::unexpected(Reported{});
  std::optional<ConnectedBoard> board = read_board_answer(*output);
  if (!board) {
    diagnostics_.fail(std::string(kNoAnswer));
    note_lines(kProgram, *output, diagnostics_);
    return std::unexpected(Reported{});
  }
  return *std::move(board);
}

Result<void> Mpremote::copy(const std::string& file, const std::string& name) {
  Result<std::string> output = call({"fs", "cp", file, ":" + name},
                                    std::format("copy {} to the board", name));
  if (!output) return std::unexpected(Reported{});
  return {};
}

Result<Mpremote::Romfs> Mpremote::ask_romfs() {
  Result<std::string> output =
      call({"exec", std::string(kRomfsQuestion)}, "read the board's ROMFS");
  if (!output) return std::unexpected(Reported{});
  Romfs romfs;
  for (const std::string& line : marked_lines(*output, kRomfsMark))
    std::from_chars(line.data(), line.data() + line.size(), romfs.size);
  if (romfs.size == 0) {
    auto failed = diagnostics_.fail("the board has no ROMFS");
    diagnostics_.note(
        "MicroPython can be built with it for most boards; without --romfs the "
        "module goes to the file system");
    return failed;
  }
  for (const std::string& line : marked_lines(*output, kImageMark)) {
    for (size_t i = 0; i + 1 < line.size(); i += 2) {
      uint32_t high = hex_digit(line[i]).value_or(0);
      uint32_t low = hex_digit(line[i + 1]).value_or(0);
      romfs.image.push_back(uint8_t(high << 4 | low));
    }
  }
  return romfs;
}

Result<void> Mpremote::write_romfs(const std::string& image) {
  Result<std::string> output = call(
      {"romfs", "deploy", image, "+", "soft-reset"}, "write the board's ROMFS");
  if (!output) return std::unexpected(Reported{});
  return {};
}

Result<std::string> Mpremote::call(std::vector<std::string> command,
                                   std::string_view what) {
  bool asks = command[0] == "exec";  // later calls have found the board
  std::vector<std::string> arguments = {std::string(kProgram)};
  if (!port_.empty()) {
    arguments.push_back("connect");
    arguments.push_back(port_);
  }
  arguments.insert(arguments.end(), command.begin(), command.end());
  std::expected<Ended, int> ended = run_process(arguments, Streams::kCapture);
  if (!ended && ended.error() == ENOENT) {
    diagnostics_.fail("there is no program 'mpremote' in PATH");
    diagnostics_.note(
        "it is MicroPython's tool to talk to boards: pipx install mpremote");
    return std::unexpected(Reported{});
  }
  if (!ended) {
    return diagnostics_.fail(std::format("cannot start mpremote: {}",
                                         system_message(ended.error())));
  }
  if (ended->status == 0) return ended->output;
  diagnostics_.fail(std::format("cannot {}: mpremote ended with status {}",
                                what, ended->status));
  note_lines(kProgram, ended->output, diagnostics_);
  if (port_.empty() && asks) {
    diagnostics_.note(
        "--port=PORT names the board's port; 'mpremote devs' lists them");
  }
  return std::unexpected(Reported{});
}

}  // namespace wasm2mpy::deploy
