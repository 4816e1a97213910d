# MicroPython for x86-64: the unix port, run as an ordinary program.
#
# A board is one such file, named after the architecture. tools/setup and
# tools/mpy-run read it (bash, with -e in setup) and use:
#
#   board_about     a few words for messages
#   board_packages  Debian packages that building or running it needs
#   board_sources   what else makes it: files and folders. A change of these
#                   or of the .sh file means that the board is built anew
#   board_build     builds into $BOARD_DIR; output goes to a log. Must leave
#                   $BOARD_DIR/micropython, the file that says "built".
#                   Given: $MICROPYTHON (source tree, not to be written to),
#                   $BOARD_DIR, $DEPS, $JOBS
#   board_run       `board_run SCRIPT [ARG...]` ends in `exec`: runs the script
#                   with the current folder as its file system, standard input
#                   and output passed on, and the script's exit status or
#                   signal as its own. Given: $BOARD_DIR, $MPY_HEAP (may be
#                   empty)
# shellcheck shell=bash disable=SC2034,SC2154

board_about="MicroPython unix port, standard variant"
board_packages=()

board_build() {
  # Debian's source lacks the libraries that MicroPython vendors: no TLS, no
  # btree, no foreign functions. Nothing frozen, so mpy-cross is not needed.
  make -C "$MICROPYTHON/ports/unix" -j"$JOBS" VARIANT=standard \
    BUILD="$BOARD_DIR/obj" FROZEN_MANIFEST= \
    MICROPY_PY_SSL=0 MICROPY_SSL_MBEDTLS=0 MICROPY_SSL_AXTLS=0 \
    MICROPY_PY_BTREE=0 MICROPY_PY_FFI=0 MICROPY_PY_BLUETOOTH=0
  mv "$BOARD_DIR/obj/micropython" "$BOARD_DIR/micropython"
  rm -rf "$BOARD_DIR/obj"
}

board_run() {
  # The unix port looks beside the script first; a board has its files in the
  # current folder. Nothing of the user's home should be found.
  export MICROPYPATH=${MICROPYPATH:-.:.frozen}
  exec ${MPY_PLUGIN:+qemu-x86_64} "$BOARD_DIR/micropython" ${MPY_HEAP:+-X heapsize="$MPY_HEAP"} "$@"
}
