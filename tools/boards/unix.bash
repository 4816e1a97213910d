# The boards that are MicroPython's unix port: what their .sh files share.
# shellcheck shell=bash disable=SC2034,SC2154

unix=${BASH_SOURCE[0]}

# MicroPython's own options can stand in the place of a script.
board_takes_options=1

# patched FILE FROM TO: puts a changed copy of a file of MicroPython where the
# build finds it first. The same file can be changed again.
patched() {
  local copy=$BOARD_DIR/source/$1
  mkdir -p "${copy%/*}"
  [[ -e $copy ]] || cp "$MICROPYTHON/$1" "$copy"
  sed "s/$2/$3/" "$copy" >"$copy.new"
  if cmp -s "$copy" "$copy.new"; then
    echo "$1 has no '$2'"
    return 1
  fi
  mv "$copy.new" "$copy"
}

# unix_build NAME=VALUE...: variables of the port's Makefile.
unix_build() {
  # Debian's source lacks the libraries that MicroPython vendors: no TLS, no
  # btree, no foreign functions. Nothing frozen, so mpy-cross is not needed.
  INC="-I$BOARD_DIR/source" make -C "$MICROPYTHON/ports/unix" -j"$JOBS" \
    VARIANT=standard BUILD="$BOARD_DIR/obj" FROZEN_MANIFEST= "$@" \
    --eval="vpath %.c $BOARD_DIR/source" \
    MICROPY_PY_SSL=0 MICROPY_SSL_MBEDTLS=0 MICROPY_SSL_AXTLS=0 \
    MICROPY_PY_BTREE=0 MICROPY_PY_FFI=0 MICROPY_PY_BLUETOOTH=0
  mv "$BOARD_DIR/obj/micropython" "$BOARD_DIR/micropython"
  rm -rf "$BOARD_DIR/obj" "$BOARD_DIR/source"
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
