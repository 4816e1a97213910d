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
// RAM: data sheets of the chips.
//
// Native modules are loaded when MICROPY_EMIT_THUMB and the like are set, see
// the ports' mpconfigport.h and mpconfigboard.h.
#include "target/board.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <string>

namespace wasm2mpy::target {
namespace {

constexpr uint32_t kKiB = 1024;

constexpr std::array kBoards = std::to_array<Board>({
    {"unix", "x64", 256 * kKiB, 0, "MicroPython on a PC with Linux"},

    {"pico", "armv6m", 8 * kKiB, 264, "Raspberry Pi Pico; any RP2040"},
    {"pico-w", "armv6m", 8 * kKiB, 264, "Raspberry Pi Pico W"},
    // Cortex-M33. The SDK compiles for its single-precision unit.
    {"pico2", "armv7emsp", 8 * kKiB, 520, "Raspberry Pi Pico 2; any RP2350"},
    {"pico2-w", "armv7emsp", 8 * kKiB, 520, "Raspberry Pi Pico 2 W"},
    {"pico2-riscv", "rv32imc", 8 * kKiB, 520,
     "RP2350 with the RISC-V firmware"},

    {"esp8266", "xtensa", 8 * kKiB, 96, "ESP8266"},
    {"esp32", "xtensawin", 16 * kKiB, 520, "ESP32"},
    // No float unit, no boolean registers, no loop, MAC16 and S32C1I
    // instructions (ESP-IDF, components/xtensa/esp32s2/, core-isa.h). A
    // module for `xtensawin` loads there, and stops at the first of them.
    {.name = "esp32s2",
     .arch = "xtensawin",
     .stack_size = 16 * kKiB,
     .ram = 320,
     .description = "ESP32-S2",
     .note = "no float unit: --arch=xtensawin crashes there",
     .features = "-fp,-bool,-loop,-mac16,-s32c1i,-dfpaccel",
     .float_unit = FloatUnit::kNone},
    {"esp32s3", "xtensawin", 16 * kKiB, 512, "ESP32-S3"},
    // Their cores split misaligned accesses: of the exceptions that RISC-V has
    // for them, the manuals list none (ESP32-C3 and ESP32-C6 Technical
    // Reference Manual, "High-Performance CPU", mcause).
    {.name = "esp32c3",
     .arch = "rv32imc",
     .stack_size = 16 * kKiB,
     .ram = 400,
     .description = "ESP32-C3",
     .misaligned = Misaligned::kWorks,
     .code_in_place = CodeInPlace::kNeverRuns},
    {.name = "esp32c6",
     .arch = "rv32imc",
     .stack_size = 16 * kKiB,
     .ram = 512,
     .description = "ESP32-C6",
     .misaligned = Misaligned::kWorks},

    {"pyboard", "armv7emsp", 16 * kKiB, 192, "pyboard 1.0, 1.1 (STM32F405)"},
    {"stm32f4", "armv7emsp", 16 * kKiB, 320, "STM32F401 to F446",
     NativeModules::kSome, "not the Espruino Pico"},
    {"stm32f7", "armv7emsp", 16 * kKiB, 340, "STM32F722, F746, F756"},
    {"stm32f767", "armv7emdp", 32 * kKiB, 512, "STM32F765, F767, F769"},
    {"stm32g0", "armv6m", 8 * kKiB, 144, "STM32G0B1"},
    {"stm32g4", "armv7emsp", 8 * kKiB, 128, "STM32G474"},
    {"stm32h5", "armv7emsp", 16 * kKiB, 640, "STM32H573"},
    // The makefile knows only the double-precision units of those below.
    {"stm32h723", "armv7emsp", 16 * kKiB, 564, "STM32H723"},
    {"stm32h7", "armv7emdp", 16 * kKiB, 1400,
     "STM32H743, H747, H750, H7A3, H7B3"},
    {"stm32l1", "armv7m", 16 * kKiB, 80, "STM32L152"},
    {"stm32l4", "armv7emsp", 16 * kKiB, 320, "STM32L452 to L496",
     NativeModules::kSome, "not the STM32L432"},
    {"stm32wb", "armv7emsp", 16 * kKiB, 256, "STM32WB55"},

    // mpconfigmcu.h: only where 248 KB of flash are left for the firmware.
    {"samd21", "armv6m", 8 * kKiB, 32, "SAMD21", NativeModules::kSome,
     "only Feather/ItsyBitsy M0 Express, Xplained"},
    {"samd51", "armv7emsp", 16 * kKiB, 256, "SAMD51"},
    {"nrf52832", "armv7emsp", 8 * kKiB, 64, "nRF52832", NativeModules::kNo},
    {"nrf52840", "armv7emsp", 8 * kKiB, 256, "nRF52840; Arduino Nano 33 BLE"},
    {"nrf9160", "armv7emsp", 32 * kKiB, 256, "nRF9160"},
    // nrf51x22_256k_16k.ld
    {"microbit", "armv6m", 4 * kKiB, 16, "BBC micro:bit (nRF51822)",
     NativeModules::kNo},

    {"teensy40", "armv7emdp", 32 * kKiB, 1024, "Teensy 4.0"},
    {"teensy41", "armv7emdp", 32 * kKiB, 1024, "Teensy 4.1"},
    {"imxrt1010", "armv7emsp", 16 * kKiB, 128, "i.MX RT1010, RT1015"},
    {"imxrt1050", "armv7emdp", 24 * kKiB, 2048, "i.MX RT1020, RT1050, RT1170"},
    {"imxrt1060", "armv7emdp", 32 * kKiB, 1024, "i.MX RT1060, RT1064"},
    {"portenta-c33", "armv7emsp", 16 * kKiB, 512, "Arduino Portenta C33"},

    // The core de233_fpu, for tests: none of QEMU's has MULUH and MULSH.
    {.name = "qemu-xtensawin",
     .arch = "xtensawin",
     .stack_size = 16 * kKiB,
     .ram = 0,
     .description = "QEMU's Xtensa core with a float unit",
     .features = "-mul32high"},
});

// Of which some boards have more RAM beside the chip: PSRAM or SDRAM.
constexpr std::array<std::string_view, 13> kWithExternalRam = {
    "pico2",     "pico2-w",   "pico2-riscv", "esp32",     "esp32s2",
    "esp32s3",   "stm32f4",   "stm32f7",     "stm32f767", "stm32h7",
    "imxrt1050", "imxrt1060", "teensy41"};

// What MicroPython calls boards of these kinds: folders in ports/*/boards/, and
// so the files that are downloaded.
struct FirmwareNames {
  std::string_view board;
  std::string_view names;
};
constexpr std::array kFirmwareNames = std::to_array<FirmwareNames>({
    {"pico",
     "RPI_PICO ADAFRUIT_FEATHER_RP2040 ADAFRUIT_ITSYBITSY_RP2040 "
     "ADAFRUIT_QTPY_RP2040 ARDUINO_NANO_RP2040_CONNECT "
     "GARATRONIC_PYBSTICK26_RP2040 MACHDYNE_WERKZEUG NULLBITS_BIT_C_PRO "
     "PIMORONI_PICOLIPO PIMORONI_TINY2040 POLOLU_3PI_2040_ROBOT "
     "POLOLU_ZUMO_2040_ROBOT SIL_RP2040_SHIM SPARKFUN_PROMICRO "
     "SPARKFUN_THINGPLUS W5100S_EVB_PICO W5500_EVB_PICO WEACTSTUDIO"},
    {"pico-w", "RPI_PICO_W SPARKFUN_XRP_CONTROLLER_BETA"},
    {"pico2", "RPI_PICO2 SEEED_XIAO_RP2350 SPARKFUN_IOTNODE_LORAWAN_RP2350 "
              "SPARKFUN_PROMICRO_RP2350 SPARKFUN_THINGPLUS_RP2350 "
              "WEACTSTUDIO_RP2350B_CORE"},
    {"pico2-w",
     "RPI_PICO2_W SPARKFUN_IOTREDBOARD_RP2350 SPARKFUN_XRP_CONTROLLER"},
    {"pico2-riscv", "RPI_PICO2-RISCV"},
    {"esp8266", "ESP8266_GENERIC"},
    {"esp32", "ESP32_GENERIC LILYGO_TTGO_LORA32 M5STACK_ATOM OLIMEX_ESP32_EVB "
              "OLIMEX_ESP32_POE SIL_WESP32 UM_TINYPICO"},
    {"esp32s2", "ESP32_GENERIC_S2 LOLIN_S2_MINI LOLIN_S2_PICO UM_FEATHERS2 "
                "UM_FEATHERS2NEO UM_TINYS2"},
    {"esp32s3",
     "ESP32_GENERIC_S3 ARDUINO_NANO_ESP32 M5STACK_ATOMS3_LITE UM_FEATHERS3 "
     "UM_FEATHERS3NEO UM_NANOS3 UM_OMGS3 UM_PROS3 UM_RGBTOUCH_MINI UM_TINYS3 "
     "UM_TINYWATCHS3"},
    {"esp32c3", "ESP32_GENERIC_C3 LOLIN_C3_MINI"},
    {"esp32c6", "ESP32_GENERIC_C6 M5STACK_NANOC6 UM_TINYC6"},
    {"pyboard", "PYBV10 PYBV11"},
    {"stm32f4",
     "NUCLEO_F401RE NUCLEO_F411RE NUCLEO_F412ZG NUCLEO_F413ZH NUCLEO_F429ZI "
     "NUCLEO_F439ZI NUCLEO_F446RE ADAFRUIT_F405_EXPRESS STM32F4DISC "
     "STM32F411DISC STM32F429DISC SPARKFUN_MICROMOD_STM32 "
     "WEACT_F411_BLACKPILL PYBLITEV10"},
    {"stm32f7",
     "NUCLEO_F722ZE NUCLEO_F746ZG NUCLEO_F756ZG STM32F7DISC PYBD_SF2 "
     "PYBD_SF3"},
    {"stm32f767", "NUCLEO_F767ZI STM32F769DISC PYBD_SF6"},
    {"stm32g0", "NUCLEO_G0B1RE"},
    {"stm32g4", "NUCLEO_G474RE"},
    {"stm32h5", "NUCLEO_H563ZI STM32H573I_DK"},
    {"stm32h723", "NUCLEO_H723ZG"},
    {"stm32h7",
     "NUCLEO_H743ZI NUCLEO_H743ZI2 STM32H7B3I_DK ARDUINO_GIGA "
     "ARDUINO_NICLA_VISION ARDUINO_OPTA ARDUINO_PORTENTA_H7 VCC_GND_H743VI"},
    {"stm32l1", "NUCLEO_L152RE"},
    {"stm32l4", "NUCLEO_L452RE NUCLEO_L476RG B_L475E_IOT01A STM32L476DISC "
                "STM32L496GDISC"},
    {"stm32wb", "NUCLEO_WB55 USBDONGLE_WB55"},
    {"samd21",
     "SAMD_GENERIC_D21X18 SAMD21_XPLAINED_PRO ADAFRUIT_FEATHER_M0_EXPRESS "
     "ADAFRUIT_ITSYBITSY_M0_EXPRESS"},
    {"samd51",
     "SAMD_GENERIC_D51X19 SAMD_GENERIC_D51X20 ADAFRUIT_FEATHER_M4_EXPRESS "
     "ADAFRUIT_ITSYBITSY_M4_EXPRESS ADAFRUIT_METRO_M4_EXPRESS MINISAM_M4 "
     "SEEED_WIO_TERMINAL SPARKFUN_SAMD51_THING_PLUS"},
    {"nrf52832", "PCA10040 FEATHER52 ARDUINO_PRIMO"},
    {"nrf52840", "PCA10056 PCA10059 ARDUINO_NANO_33_BLE_SENSE PARTICLE_XENON "
                 "NRF52840_MDK_USB_DONGLE SEEED_XIAO_NRF52"},
    {"nrf9160", "PCA10090 ACTINIUS_ICARUS"},
    {"teensy40", "TEENSY40"},
    {"teensy41", "TEENSY41"},
    {"imxrt1010",
     "MIMXRT1010_EVK MIMXRT1015_EVK ADAFRUIT_METRO_M7 OLIMEX_RT1010 "
     "MAKERDIARY_RT1011_NANO_KIT"},
    {"imxrt1050",
     "MIMXRT1020_EVK MIMXRT1050_EVK MIMXRT1170_EVK SEEED_ARCH_MIX"},
    {"imxrt1060", "MIMXRT1060_EVK MIMXRT1064_EVK"},
    {"portenta-c33", "ARDUINO_PORTENTA_C33"},
});

// Without what is written in several ways: "Pico2W" and "pico2-w".
std::string squeezed(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (c == '-' || c == '_' || c == ' ') continue;
    result += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  }
  return result;
}

bool is_thumb(MpyArch arch) {
  return arch >= MpyArch::kArmv6m && arch <= MpyArch::kArmv7emdp;
}

}  // namespace

std::span<const Board> all_boards() { return kBoards; }

const Board* find_board(std::string_view name) {
  for (const FirmwareNames& row : kFirmwareNames) {
    for (auto word : std::views::split(row.names, ' ')) {
      if (!name.empty() && std::string_view(word) == name) name = row.board;
    }
  }
  const auto* row = std::ranges::find(kBoards, name, &Board::name);
  return row == kBoards.end() ? nullptr : row;
}

const Board* find_board_written_like(std::string_view name) {
  std::string wanted = squeezed(name);
  const auto* row = std::ranges::find_if(kBoards, [&](const Board& board) {
    return squeezed(board.name) == wanted;
  });
  return row == kBoards.end() ? nullptr : row;
}

const Board* find_board_of_machine(std::string_view machine) {
  constexpr std::string_view kBeforeChip = " with ";
  size_t at = machine.rfind(kBeforeChip);
  if (at == machine.npos) return nullptr;
  return find_board_written_like(machine.substr(at + kBeforeChip.size()));
}

bool may_have_external_ram(const Board& board) {
  return std::ranges::contains(kWithExternalRam, board.name);
}

Target for_board(const Target& target, const Board* board) {
  Target result = target;
  if (!board) return result;
  result.default_stack_size = board->stack_size;
  if (board->arch != target.name) return result;
  if (!board->features.empty()) result.features = board->features;
  if (board->float_unit) result.float_unit = *board->float_unit;
  if (board->misaligned) result.misaligned = *board->misaligned;
  if (board->code_in_place) result.code_in_place = *board->code_in_place;
  return result;
}

const Target* best_target(MpyArch firmware) {
  if (const Target* own = find_target(firmware)) return own;
  if (!is_thumb(firmware)) return nullptr;
  const Target* best = nullptr;
  for (const Target& target : all_targets()) {
    if (!is_thumb(target.mpy_arch) || target.mpy_arch > firmware) continue;
    if (!best || target.mpy_arch > best->mpy_arch) best = &target;
  }
  return best;
}

bool can_load(const Target& firmware, const Target& module) {
  if (is_thumb(firmware.mpy_arch) && is_thumb(module.mpy_arch)) {
    return module.mpy_arch <= firmware.mpy_arch;
  }
  return firmware.mpy_arch == module.mpy_arch;
}

}  // namespace wasm2mpy::target
