# MicroPython for armv7m: a Cortex-M3 (MPS2 with image AN385) in QEMU. See
# x64.sh for how a board is described and docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/semihost/board.bash"

board_about="Cortex-M3 in QEMU"
board_packages=(gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm)
board_sources=("$semihost")

armv7m_cflags=

board_build() {
  semihost_build BOARD_NAME=armv7m BOARD_CPU=cortex-m \
    BOARD_LDSCRIPT=mps2.ld \
    BOARD_CFLAGS="-mthumb -mcpu=cortex-m3 -mfloat-abi=soft $armv7m_cflags"
}

board_run() {
  semihost_run qemu-system-arm -machine mps2-an385 \
    "${semihost_nic[@]}" -- "$@"
}
