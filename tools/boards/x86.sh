# MicroPython for x86: the unix port as a 32-bit program, run by the same kernel
# if it can. See x64.sh for how a board is described and docs/boards.md for this
# one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/unix.bash"

board_about="MicroPython unix port, standard variant, 32 bits"
# Not gcc-multilib: apt would remove cross compilers for it. QEMU is for kernels
# without 32-bit programs, and for counting instructions.
board_packages=(libc6-dev-i386
  "lib32gcc-$(gcc -dumpversion 2>/dev/null || echo 12)-dev" qemu-user)
board_sources=("$unix")
x86_flags=

x86_build() {
  # The kernel's headers are the same as for x64 and are found under the name
  # of that architecture. SSE, because x87 rounds twice.
  unix_build MICROPY_FORCE_32BIT=1 \
    CFLAGS_EXTRA="-msse2 -mfpmath=sse \
      -idirafter /usr/include/x86_64-linux-gnu $x86_flags"
}

board_build() { x86_build; }

# Kernels can be built without 32-bit programs. Asked each time, which takes 2 ms:
# the board may have been built under another kernel.
runs_here() { "$1/micropython" -h </dev/null >/dev/null 2>&1; }

# Debian bookworm's QEMU ends when a thread collects garbage, trixie's does not.
board_finish() {
  local recipe="1 $sysroot_suite" folder=$DEPS/qemu-i386
  if runs_here "$1" || stamp_is qemu-i386 "$recipe"; then return; fi
  say "unpacking QEMU for x86, for this kernel runs no 32-bit programs" \
    "(about 75 MB to download)"
  unpack_programs qemu-i386 "$folder.new" "QEMU for x86" qemu-user
  mv "$folder.new/root/usr/bin/qemu-i386" "$folder.new/qemu-i386"
  rm -rf "$folder" "$folder.new"/{root,lib}
  mv "$folder.new" "$folder"
  write_stamp qemu-i386 "$recipe"
}

board_run() {
  local emulator=${MPY_PLUGIN:+qemu-i386} newer=${BOARD_DIR%/*/*}/qemu-i386
  if [[ -z $emulator ]] && ! runs_here "$BOARD_DIR"; then
    emulator=qemu-i386
    [[ ! -e $newer/qemu-i386 ]] || emulator=$newer/qemu-i386
  fi
  if [[ -n $emulator ]] && ! command -v "$emulator" >/dev/null; then
    printf '%s: error: this kernel runs no 32-bit programs\n' "${BOARD_DIR##*/}" >&2
    printf '%s: note: install qemu-user\n' "${BOARD_DIR##*/}" >&2
    exit 1
  fi
  unix_run "$emulator" "$@"
}
