# MicroPython for armv7emdp: a Cortex-M7 (MPS2 with image AN500) in QEMU, with
# double floats in hardware. See x64.sh for how a board is described and
# docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/semihost/board.bash"

board_about="Cortex-M7 in QEMU"
board_packages=(gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm)
board_sources=("$semihost")

board_build() {
  semihost_build BOARD_NAME=armv7emdp BOARD_CPU=cortex-m \
    BOARD_LDSCRIPT=mps2-m7.ld \
    BOARD_CFLAGS="-mthumb -mcpu=cortex-m7 \
      -mfpu=fpv5-d16 -mfloat-abi=hard -DBOARD_DOUBLE=1"
}

board_run() {
  semihost_run qemu-system-arm -machine mps2-an500 \
    "${semihost_nic[@]}" -- "$@"
}
