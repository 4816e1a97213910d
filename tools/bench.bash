# What the bench compares with, for tools/setup --bench: clang 22, and wasm2c of
# WABT 1.0.36.
#
# Two of the programs are libraries of examples/ (examples.bash gets them).
# $DEPS/wabt has wasm2c, a script that runs Debian trixie's program with trixie's
# libraries, and wasm2c.d, the sources that its output is compiled with.
# clang 22 is the one of the xtensawin board, $DEPS/clang-22/clang.
# shellcheck shell=bash disable=SC2154

get_wasm2c() {
  local recipe="1 $sysroot_suite" folder=$DEPS/wabt
  if stamp_is wabt "$recipe"; then return; fi
  say "unpacking wasm2c for the bench"
  rm -rf "$folder"
  unpack_programs bench "$folder.new" wasm2c wabt libssl3t64
  mv "$folder.new"/root/usr/bin/wasm2c "$folder.new/wasm2c.elf"
  mv "$folder.new"/root/usr/share/wabt/wasm2c "$folder.new/wasm2c.d"
  mv "$folder.new"/root/usr/include/wasm-rt*.h "$folder.new/wasm2c.d/"
  rm -rf "$folder.new/root"
  write_runner "$folder.new" wasm2c
  "$folder.new/wasm2c" --version >>"$DEPS/logs/bench.log" ||
    fail "wasm2c of Debian $sysroot_suite does not run here"
  mv "$folder.new" "$folder"
  write_stamp wabt "$recipe"
}

get_bench_clang() {
  if have clang-22 || [[ -e $DEPS/clang-22/clang ]]; then return; fi
  say "unpacking clang 22 for the bench"
  (
    # shellcheck source-path=SCRIPTDIR source=boards/xtensawin.sh
    source "$root/tools/boards/xtensawin.sh"
    logged bench-clang get_clang "$DEPS/clang-22"
  ) || fail_with bench-clang "cannot unpack clang 22"
}

setup_bench() {
  # The natives of the boards that a plain set-up may not have built.
  need gcc-xtensa-lx106 xtensa-lx106-elf-gcc
  need qemu-user qemu-arm
  need python3-pyelftools  # mpy_ld.py
  install_missing
  mkdir -p "$DEPS/examples"
  get_example_libraries
  get_wasm2c
  get_bench_clang
}
