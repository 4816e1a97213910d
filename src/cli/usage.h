// What the help text and the manual page say besides the options.
#ifndef WASM2MPY_CLI_USAGE_H_
#define WASM2MPY_CLI_USAGE_H_

#include <array>
#include <string_view>

namespace wasm2mpy {

inline constexpr std::array<std::string_view, 7> kUsages = {
    "wasm2mpy INPUT --arch=ARCH|--board=BOARD [-o FILE] [OPTION]...",
    "wasm2mpy deploy INPUT [--port=PORT] [OPTION]...",
    "wasm2mpy run INPUT [--invoke=NAME] [OPTION]... [--] [ARG]...",
    "wasm2mpy romfs DIR|FILE... [-o FILE]",
    "wasm2mpy inspect FILE",
    "wasm2mpy explain MAP TEXT...",
    "wasm2mpy targets",
};

inline constexpr std::string_view kDescription =
    "Compiles a WebAssembly module to a native MicroPython module (.mpy).\n"
    "INPUT is a binary (.wasm) or text (.wat) module, '-' is standard input.\n"
    "'deploy' compiles it for the board that is connected and copies it "
    "there; 'run'\n"
    "compiles it for MicroPython on this computer and runs it there.\n"
    "'romfs' makes an image for a board's ROMFS of files and folders. "
    "'inspect'\n"
    "describes a WebAssembly module, a .mpy file or such an image, 'explain' "
    "tells\n"
    "where in the source it trapped, 'targets' lists architectures and "
    "boards.\n";

struct Example {
  std::string_view command;
  std::string_view text;  // what it does
};

inline constexpr auto kExamples = std::to_array<Example>({
    {"wasm2mpy fft.wasm --arch=x64", "writes fft.mpy: import fft"},
    {"wasm2mpy fft.wat --arch=x64 -o lib/dsp.mpy", "import dsp"},
    {"wasm2mpy fft.wasm --board=pico2", "for a Raspberry Pi Pico 2"},
    {"wasm2mpy fft.wasm --arch=all -o dist", "dist/armv6m_6.3/fft.mpy, ..."},
    {"wasm2mpy fft.wasm --board=pico --report",
     "what it costs in flash and RAM"},
    {"wasm2mpy fft.wasm --arch=x64 --emit=asm -o -", "look at the code"},
    {"wasm2mpy fft.wasm --arch=all --package=dist", "for mip.install()"},
    {"wasm2mpy deploy fft.wasm --port=/dev/ttyACM0", "onto a board"},
    {"wasm2mpy deploy fft.wasm --romfs", "into its ROMFS, code runs there"},
    {"wasm2mpy romfs fft.mpy main.py -o app.romfs", "an image with both"},
    {"wasm2mpy run add.wasm --invoke=add 3 4", "runs it here: 7"},
    {"wasm2mpy run program.wasm -- -v file.txt", "WASI"},
    {"wasm2mpy fft.wasm --arch=x64 --debug-map", "traps tell a code: [0x1a4]"},
    {"wasm2mpy explain fft.map '[0x1a4]'", "function, file and line"},
    {"wasm2mpy inspect fft.wasm", "exports, imports, memory"},
    {"wasm2mpy inspect fft.mpy", "architecture, sizes"},
});

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_USAGE_H_
