# The Xtensa boards: what their .sh files share.
# shellcheck shell=bash disable=SC2034,SC2154

xtensa=$(dirname "${BASH_SOURCE[0]}")
xtensa_sources=("$xtensa" "$xtensa/../semihost"
  "$xtensa/../../../runtime/builtins")

# xtensa_build NAME=VALUE...: variables of the Makefile.
xtensa_build() {
  make -C "$xtensa" -j"$JOBS" TOP="$MICROPYTHON" BUILD="$BOARD_DIR/obj" "$@"
  mv "$BOARD_DIR/obj/micropython" "$BOARD_DIR/micropython"
  rm -rf "$BOARD_DIR/obj"
}

# xtensa_run CPU SCRIPT [ARG...]
xtensa_run() {
  local cpu=$1
  shift
  ulimit -c 0
  exec qemu-xtensa -cpu "$cpu" "$BOARD_DIR/micropython" "${MPY_HEAP:-0}" "$@"
}
