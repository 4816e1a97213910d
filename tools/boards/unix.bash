# The boards that are MicroPython's unix port: what their .sh files share.
# shellcheck shell=bash disable=SC2034,SC2154

unix=${BASH_SOURCE[0]}

# MicroPython's own options can stand in the place of a script.
board_takes_options=1

# unix_build NAME=VALUE...: variables of the port's Makefile.
unix_build() {
  # Debian's source lacks the libraries that MicroPython vendors: no TLS, no
  # btree, no foreign functions. Nothing frozen, so mpy-cross is not needed.
  make -C "$MICROPYTHON/ports/unix" -j"$JOBS" VARIANT=standard \
    BUILD="$BOARD_DIR/obj" FROZEN_MANIFEST= "$@" \
    MICROPY_PY_SSL=0 MICROPY_SSL_MBEDTLS=0 MICROPY_SSL_AXTLS=0 \
    MICROPY_PY_BTREE=0 MICROPY_PY_FFI=0 MICROPY_PY_BLUETOOTH=0
  mv "$BOARD_DIR/obj/micropython" "$BOARD_DIR/micropython"
  rm -rf "$BOARD_DIR/obj"
}

# unix_run EMULATOR ARGUMENT...: the emulator may be empty.
unix_run() {
  local emulator=$1
  shift
  # The unix port looks beside the script first; a board has its files in the
  # current folder. Nothing of the user's home should be found.
  export MICROPYPATH=${MICROPYPATH:-.:.frozen}
  ulimit -c 0
  exec ${emulator:+"$emulator"} "$BOARD_DIR/micropython" \
    ${MPY_HEAP:+-X heapsize="$MPY_HEAP"} "$@"
}
