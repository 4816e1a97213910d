# MicroPython for rv32imc: a 32-bit RISC-V core (machine virt) in QEMU. See
# x64.sh for how a board is described and docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/semihost/board.bash"

board_about="RISC-V in QEMU"
board_packages=(gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf
  qemu-system-misc)
board_sources=("$semihost")

board_build() {
  semihost_build BOARD_NAME=rv32imc BOARD_CPU=riscv \
    BOARD_LDSCRIPT=virt-rv32.ld \
    BOARD_CFLAGS="-march=rv32imc -mabi=ilp32"
}

board_run() {
  semihost_run qemu-system-riscv32 -machine virt -m 32M -bios none -- "$@"
}
