# What the bench compares with, for tools/setup --bench: clang 22, and wasm2c of
# WABT 1.0.36.
#
# Two of the programs are libraries of examples/ (examples.bash gets them).
# $DEPS/wabt has wasm2c, a script that runs Debian trixie's program with trixie's
# libraries, and wasm2c.d, the sources that its output is compiled with.
# clang 22 is the one of the xtensawin board, $DEPS/clang-22/clang.
# shellcheck shell=bash disable=SC2154

get_wasm2c() {
  local recipe="1 $sysroot_suite" deb folder=$DEPS/wabt
  if stamp_is wabt "$recipe"; then return; fi
  say "unpacking wasm2c for the bench"
  open_trixie
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new/debs" "$folder.new/root"
  (cd "$folder.new/debs" && logged bench trixie_apt apt-get download \
    wabt libssl3t64 libc6 libgcc-s1 libstdc++6 libzstd1 zlib1g) ||
    fail_with bench "cannot download wasm2c" \
      "check the network, then run tools/setup --bench again"
  for deb in "$folder.new"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" |
      tar -x -C "$folder.new/root" --no-same-owner ||
      fail "cannot unpack ${deb##*/}" "is the disk full?"
  done
  mkdir "$folder.new/lib"
  mv "$folder.new"/root/usr/bin/wasm2c "$folder.new/wasm2c.elf"
  mv "$folder.new"/root/usr/share/wabt/wasm2c "$folder.new/wasm2c.d"
  mv "$folder.new"/root/usr/include/wasm-rt*.h "$folder.new/wasm2c.d/"
  mv "$folder.new"/root/usr/lib/*-linux-gnu/*.so* "$folder.new/lib/"
  rm -rf "$folder.new/root" "$folder.new/debs"
  cat >"$folder.new/wasm2c" <<'EOF'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec "$here"/lib/ld-linux-*.so.* --library-path "$here/lib" "$here/wasm2c.elf" \
  "$@"
EOF
  chmod +x "$folder.new/wasm2c"
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
