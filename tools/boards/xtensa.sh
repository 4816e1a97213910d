# MicroPython for xtensa, the call0 ABI of the ESP8266: a program for QEMU's
# user mode. See x64.sh for how a board is described and docs/boards.md for this
# one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/xtensa/board.bash"

board_about="Xtensa LX106 in QEMU"
board_packages=(gcc-xtensa-lx106 picolibc-xtensa-lx106-elf qemu-user)
board_sources=("${xtensa_sources[@]}")

board_build() {
  xtensa_build BOARD_NAME=xtensa BOARD_ABI=call0 BOARD_STACK=8K \
    BOARD_LIBS="$(xtensa-lx106-elf-gcc -print-libgcc-file-name)" \
    CC=xtensa-lx106-elf-gcc
}

board_run() {
  xtensa_run lx106 "$@"
}
