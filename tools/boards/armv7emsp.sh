# MicroPython for armv7emsp: a Cortex-M4F (MPS2 with image AN386) in QEMU, with
# single floats in hardware. See x64.sh for how a board is described and
# docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/semihost/board.bash"

board_about="Cortex-M4F in QEMU"
board_packages=(gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm)
board_sources=("$semihost")

board_build() {
  semihost_build BOARD_NAME=armv7emsp BOARD_CPU=cortex-m \
    BOARD_LDSCRIPT=mps2.ld \
    BOARD_CFLAGS="-mthumb -mcpu=cortex-m4 \
      -mfpu=fpv4-sp-d16 -mfloat-abi=hard"
}

board_run() {
  semihost_run qemu-system-arm -machine mps2-an386 \
    "${semihost_nic[@]}" -- "$@"
}
