// A board on a serial port, through mpremote, MicroPython's own tool.
#ifndef WASM2MPY_MICROPYTHON_MPREMOTE_H_
#define WASM2MPY_MICROPYTHON_MPREMOTE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/connected_board.h"
#include "support/diagnostics.h"

namespace wasm2mpy::deploy {

class Mpremote {
 public:
  // `port` as `mpremote connect` takes it; empty: the first USB serial port.
  Mpremote(std::string port, Diagnostics& diagnostics)
      : port_(std::move(port)), diagnostics_(diagnostics) {}

  // What the board is, and what is on it beside a module of that name.
  Result<ConnectedBoard> ask(std::string_view name, Place place);

  // Copies a file into the board's current folder.
  Result<void> copy(const std::string& file, const std::string& name);

  // The flash that MicroPython mounts as /rom.
  struct Romfs {
    uint64_t size = 0;
    std::vector<uint8_t> image;  // what is there; empty: nothing
  };
  // Fails when the board has none.
  Result<Romfs> ask_romfs();

  // Writes an image there, and resets the board, so that it is mounted.
  Result<void> write_romfs(const std::string& image);

 private:
  // Runs an mpremote command on the board and returns what it printed.
  Result<std::string> call(std::vector<std::string> command,
                           std::string_view what);

  std::string port_;
  Diagnostics& diagnostics_;
};

}  // namespace wasm2mpy::deploy

#endif  // WASM2MPY_MICROPYTHON_MPREMOTE_H_
