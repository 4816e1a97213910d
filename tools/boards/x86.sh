# MicroPython for x86: the unix port as a 32-bit program, run by the same
# kernel. See x64.sh for how a board is described and docs/boards.md for this
# one.
# shellcheck shell=bash disable=SC2034,SC2154

board_about="MicroPython unix port, standard variant, 32 bits"
# Not gcc-multilib: apt would remove cross compilers for it.
board_packages=(libc6-dev-i386
  "lib32gcc-$(gcc -dumpversion 2>/dev/null || echo 12)-dev")

board_build() {
  # As for x64. The kernel's headers are the same for both and are found under
  # the name of the 64-bit architecture. SSE, because x87 rounds twice.
  make -C "$MICROPYTHON/ports/unix" -j"$JOBS" VARIANT=standard \
    BUILD="$BOARD_DIR/obj" FROZEN_MANIFEST= MICROPY_FORCE_32BIT=1 \
    CFLAGS_EXTRA="-msse2 -mfpmath=sse -idirafter /usr/include/x86_64-linux-gnu" \
    MICROPY_PY_SSL=0 MICROPY_SSL_MBEDTLS=0 MICROPY_SSL_AXTLS=0 \
    MICROPY_PY_BTREE=0 MICROPY_PY_FFI=0 MICROPY_PY_BLUETOOTH=0
  mv "$BOARD_DIR/obj/micropython" "$BOARD_DIR/micropython"
  rm -rf "$BOARD_DIR/obj"
  # Kernels can be built without support for 32-bit programs.
  if ! "$BOARD_DIR/micropython" -c pass; then
    command -v qemu-i386 ||
      { echo "this kernel runs no 32-bit programs: install qemu-user"; false; }
    qemu-i386 "$BOARD_DIR/micropython" -c pass
    touch "$BOARD_DIR/emulate"
  fi
}

board_run() {
  local emulator=()
  [[ -e $BOARD_DIR/emulate || -n $MPY_PLUGIN ]] && emulator=(qemu-i386)
  export MICROPYPATH=${MICROPYPATH:-.:.frozen}
  exec "${emulator[@]}" "$BOARD_DIR/micropython" \
    ${MPY_HEAP:+-X heapsize="$MPY_HEAP"} "$@"
}
