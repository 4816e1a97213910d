// The rows of the board table. All figures are from the source of MicroPython
// 1.25, folder ports/:
//
// Architecture: py/persistentcode.h takes it from the compiler's flags, so it
// is the core and float unit that the port's makefiles name. On ARM this is
// the highest that the firmware loads.
//
// Stack:
//   rp2      CMakeLists.txt, PICO_STACK_SIZE=0x2000
//   esp32    mpconfigport.h, MICROPY_TASK_STACK_SIZE (16 * 1024)
//   esp8266  main.c, mp_stack_set_limit(8192)
//   stm32    boards/*.ld, _sstack = _estack - SIZE; of a family the smallest
//   samd     boards/*.ld, the same
//   nrf      boards/*.ld, _stack_size
//   mimxrt   boards/MIMXRT*.ld, __stack_size__
//   ra       boards/*/ra_cfg/fsp_cfg/bsp/bsp_cfg.h, BSP_CFG_STACK_MAIN_BYTES
//   unix     the system's stack is 8 MB; Python itself stops at 80,000 bytes
//
// Native modules are loaded when MICROPY_EMIT_THUMB and the like are set, see
// the ports' mpconfigport.h and mpconfigboard.h.
#include "target/board.h"

#include <algorithm>
#include <array>

namespace wasm2mpy::target {
namespace {

constexpr uint32_t kKiB = 1024;

constexpr std::array kBoards = std::to_array<Board>({
    {"unix", "x64", 256 * kKiB, "MicroPython on a PC with Linux"},

    {"pico", "armv6m", 8 * kKiB, "Raspberry Pi Pico; any RP2040"},
    {"pico-w", "armv6m", 8 * kKiB, "Raspberry Pi Pico W"},
    // Cortex-M33. The SDK compiles for its single-precision unit.
    {"pico2", "armv7emsp", 8 * kKiB, "Raspberry Pi Pico 2; any RP2350"},
    {"pico2-w", "armv7emsp", 8 * kKiB, "Raspberry Pi Pico 2 W"},
    {"pico2-riscv", "rv32imc", 8 * kKiB, "RP2350 with the RISC-V firmware"},

    {"esp8266", "xtensa", 8 * kKiB, "ESP8266"},
    {"esp32", "xtensawin", 16 * kKiB, "ESP32"},
    // No float unit, no boolean registers, no loop, MAC16 and S32C1I
    // instructions (ESP-IDF, components/xtensa/esp32s2/, core-isa.h). A
    // module for `xtensawin` loads there, and stops at the first of them.
    {.name = "esp32s2",
     .arch = "xtensawin",
     .stack_size = 16 * kKiB,
     .description = "ESP32-S2",
     .note = "no float unit: --arch=xtensawin crashes there",
     .features = "-fp,-bool,-loop,-mac16,-s32c1i,-dfpaccel",
     .float_unit = FloatUnit::kNone},
    {"esp32s3", "xtensawin", 16 * kKiB, "ESP32-S3"},
    // Their cores split misaligned accesses: of the exceptions that RISC-V has
    // for them, the manuals list none (ESP32-C3 and ESP32-C6 Technical
    // Reference Manual, "High-Performance CPU", mcause).
    {.name = "esp32c3",
     .arch = "rv32imc",
     .stack_size = 16 * kKiB,
     .description = "ESP32-C3",
     .misaligned = Misaligned::kWorks},
    {.name = "esp32c6",
     .arch = "rv32imc",
     .stack_size = 16 * kKiB,
     .description = "ESP32-C6",
     .misaligned = Misaligned::kWorks},

    {"pyboard", "armv7emsp", 16 * kKiB, "pyboard 1.0, 1.1 (STM32F405)"},
    {"stm32f4", "armv7emsp", 16 * kKiB, "STM32F401 to F446",
     NativeModules::kSome, "not the Espruino Pico"},
    {"stm32f7", "armv7emsp", 16 * kKiB, "STM32F722, F746, F756"},
    {"stm32f767", "armv7emdp", 32 * kKiB, "STM32F765, F767, F769"},
    {"stm32g0", "armv6m", 8 * kKiB, "STM32G0B1"},
    {"stm32g4", "armv7emsp", 8 * kKiB, "STM32G474"},
    {"stm32h5", "armv7emsp", 16 * kKiB, "STM32H573"},
    // The makefile knows only the double-precision units of those below.
    {"stm32h723", "armv7emsp", 16 * kKiB, "STM32H723"},
    {"stm32h7", "armv7emdp", 16 * kKiB, "STM32H743, H747, H750, H7A3, H7B3"},
    {"stm32l1", "armv7m", 16 * kKiB, "STM32L152"},
    {"stm32l4", "armv7emsp", 16 * kKiB, "STM32L452 to L496",
     NativeModules::kSome, "not the STM32L432"},
    {"stm32wb", "armv7emsp", 16 * kKiB, "STM32WB55"},

    // mpconfigmcu.h: only where 248 KB of flash are left for the firmware.
    {"samd21", "armv6m", 8 * kKiB, "SAMD21", NativeModules::kSome,
     "only Feather/ItsyBitsy M0 Express, Xplained"},
    {"samd51", "armv7emsp", 16 * kKiB, "SAMD51"},
    {"nrf52832", "armv7emsp", 8 * kKiB, "nRF52832", NativeModules::kNo},
    {"nrf52840", "armv7emsp", 8 * kKiB, "nRF52840; Arduino Nano 33 BLE"},
    {"nrf9160", "armv7emsp", 32 * kKiB, "nRF9160"},
    // nrf51x22_256k_16k.ld
    {"microbit", "armv6m", 4 * kKiB, "BBC micro:bit (nRF51822)",
     NativeModules::kNo},

    {"teensy40", "armv7emdp", 32 * kKiB, "Teensy 4.0"},
    {"teensy41", "armv7emdp", 32 * kKiB, "Teensy 4.1"},
    {"imxrt1010", "armv7emsp", 16 * kKiB, "i.MX RT1010, RT1015"},
    {"imxrt1050", "armv7emdp", 24 * kKiB, "i.MX RT1020, RT1050, RT1170"},
    {"imxrt1060", "armv7emdp", 32 * kKiB, "i.MX RT1060, RT1064"},
    {"portenta-c33", "armv7emsp", 16 * kKiB, "Arduino Portenta C33"},

    // The core de233_fpu, for tests: none of QEMU's has MULUH and MULSH.
    {.name = "qemu-xtensawin",
     .arch = "xtensawin",
     .stack_size = 16 * kKiB,
     .description = "QEMU's Xtensa core with a float unit",
     .features = "-mul32high"},
});

bool is_thumb(MpyArch arch) {
  return arch >= MpyArch::kArmv6m && arch <= MpyArch::kArmv7emdp;
}

}  // namespace

std::span<const Board> all_boards() { return kBoards; }

const Board* find_board(std::string_view name) {
  const auto* row = std::ranges::find(kBoards, name, &Board::name);
  return row == kBoards.end() ? nullptr : row;
}

Target for_board(const Target& target, const Board* board) {
  Target result = target;
  if (!board) return result;
  result.default_stack_size = board->stack_size;
  if (board->arch != target.name) return result;
  if (!board->features.empty()) result.features = board->features;
  if (board->float_unit) result.float_unit = *board->float_unit;
  if (board->misaligned) result.misaligned = *board->misaligned;
  return result;
}

bool can_load(const Target& host, const Target& module) {
  if (is_thumb(host.mpy_arch) && is_thumb(module.mpy_arch)) {
    return module.mpy_arch <= host.mpy_arch;
  }
  return host.mpy_arch == module.mpy_arch;
}

}  // namespace wasm2mpy::target
