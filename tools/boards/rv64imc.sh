# MicroPython for rv64imc: the unix port, run by QEMU's user mode. See x64.sh
# for how a board is described and docs/boards.md for this one.
#
# This is no release of MicroPython: 1.25 does not know this architecture. The
# loader of 1.28 does, and nothing else in it matters to a native module: the
# format and the function table are the same. So 1.25 gets the number.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/unix.bash"

board_about="MicroPython unix port with 1.28's rv64imc, in QEMU"
board_packages=(gcc-riscv64-linux-gnu libc6-dev-riscv64-cross qemu-user)
board_sources=("$unix")

board_build() {
  # The loader needs some emitter to be there and has its number from it. All
  # that is changed is the number, to the one after that of rv32imc.
  patched py/persistentcode.h '(MP_NATIVE_ARCH_RV32IMC)' \
    '(MP_NATIVE_ARCH_RV32IMC + 1)'
  # That emitter's code has 32-bit words: the compiler must not know the
  # decorators that ask for it.
  patched py/compile.c '(attr == MP_QSTR_\(native\|viper\))' '(false)'
  # nlr_jump does not restore the registers for floats, so nothing may be kept
  # in them across a call.
  local flags register
  for register in {0..11}; do flags+=" -fcall-used-fs$register"; done
  unix_build CROSS_COMPILE=riscv64-linux-gnu- LDFLAGS_EXTRA=-static \
    CFLAGS_EXTRA="-DMICROPY_EMIT_RV32=1$flags"
}

board_run() { unix_run qemu-riscv64 "$@"; }
