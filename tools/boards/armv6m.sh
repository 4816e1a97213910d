# MicroPython for armv6m: a Cortex-M0 (nRF51 of the micro:bit) in QEMU. Like
# the chip it faults on misaligned accesses. See x64.sh for how a board is
# described and docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/semihost/board.bash"

board_about="Cortex-M0 in QEMU"
board_packages=(gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm)
board_sources=("$semihost")

board_build() {
  semihost_build BOARD_NAME=armv6m BOARD_CPU=cortex-m \
    BOARD_LDSCRIPT=microbit.ld \
    BOARD_CFLAGS="-mthumb -mcpu=cortex-m0 -mfloat-abi=soft"
}

board_run() {
  semihost_run qemu-system-arm -machine microbit \
    -global nrf51-soc.flash-size=1048576 \
    -global nrf51-soc.sram-size=16777216 -- "$@"
}
