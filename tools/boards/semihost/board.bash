# The boards that run under system emulation: what their .sh files share.
# shellcheck shell=bash disable=SC2034,SC2154

semihost=$(dirname "${BASH_SOURCE[0]}")

# The MPS2 machines have a network card; without a network QEMU warns about it.
# This one is not used and leads nowhere.
semihost_nic=(-nic "user,model=lan9118,restrict=on")

# Where a board that has one has its ROMFS, which is then mounted at /rom.
semihost_romfs=

# semihost_build NAME=VALUE...: variables of the Makefile.
semihost_build() {
  make -C "$semihost" -j"$JOBS" TOP="$MICROPYTHON" \
    BUILD="$BOARD_DIR/obj" BOARD_ROMFS="$semihost_romfs" "$@"
  mv "$BOARD_DIR/obj/micropython" "$BOARD_DIR/micropython"
  rm -rf "$BOARD_DIR/obj"
}

# semihost_run EMULATOR OPTION... -- SCRIPT [ARG...]
# $MPY_ROMFS is an image for the board's ROMFS, if not empty.
semihost_run() {
  local emulator=() argument config=enable=on,target=native,chardev=out
  while [[ $1 != -- ]]; do
    emulator+=("$1")
    shift
  done
  shift
  # The board gets its arguments with spaces between: escape those inside. An
  # empty one becomes a lone %. QEMU wants commas twice.
  for argument in "${MPY_HEAP:-0}" "$@"; do
    argument=${argument//%/%25}
    argument=${argument// /%20}
    argument=${argument//$'\n'/%0a}
    argument=${argument:-%}
    config+=,arg=${argument//,/,,}
  done
  if [[ -n ${MPY_ROMFS:-} ]]; then
    emulator+=(-device
      "loader,file=${MPY_ROMFS//,/,,},addr=$semihost_romfs,force-raw=on")
  fi
  ulimit -c 0
  # The board reads the standard input as file 3 (see host.c). QEMU must not
  # take a guest's reset or power-off for an end: it would be a success.
  exec 3<&0 "${emulator[@]}" ${MPY_PLUGIN:+-plugin "$MPY_PLUGIN"} -kernel "$BOARD_DIR/micropython" \
    -nodefaults -display none -monitor none -serial "${MPY_SERIAL:-none}" -parallel none \
    -no-shutdown -chardev stdio,id=out,signal=off \
    -semihosting-config "$config" </dev/null
}
