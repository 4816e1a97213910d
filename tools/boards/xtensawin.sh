# MicroPython for xtensawin, the windowed ABI of the ESP32: a program for QEMU's
# user mode. See x64.sh for how a board is described and docs/boards.md for this
# one.
#
# Debian has no compiler for this ABI but clang 22. It stays out of the system,
# where the build of the tool would find and use it.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/xtensa/board.bash"

board_about="Xtensa of the ESP32 in QEMU"
board_sigill="usually an instruction of the ESP32 that QEMU's core lacks: \
compile with --board=qemu-xtensawin"
# The linker and headers are those of the call0 ABI; the libraries are what
# LLVM needs.
board_packages=(binutils-xtensa-lx106 picolibc-xtensa-lx106-elf qemu-user
  libedit2 libxml2 libz3-4)
board_downloads=(clang-22 libclang-common-22-dev libclang-cpp22 libllvm22)
board_sources=("${xtensa_sources[@]}")

# Unpacks clang 22 as $1/clang, if it is not there yet.
get_clang() {
  [[ -e $1/clang ]] && return
  rm -rf "$1.new"
  mkdir -p "$1.new/debs" "$1.new/lib"
  (cd "$1.new/debs" && apt-get download -o APT::Sandbox::User="$(id -un)" \
    "${board_downloads[@]}")
  local deb
  for deb in "$1.new"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$1.new" --no-same-owner
  done
  mv "$1.new"/usr/lib/*-linux-gnu/lib{clang-cpp,LLVM}*.so* "$1.new/lib/"
  # clang looks for its headers relative to where it is.
  mkdir -p "$1.new/llvm/bin" "$1.new/llvm/lib/clang/22"
  mv "$1.new/usr/lib/llvm-22/bin/clang" "$1.new/llvm/bin/"
  mv "$1.new/usr/lib/llvm-22/lib/clang/22/include" "$1.new/llvm/lib/clang/22/"
  rm -rf "$1.new/usr" "$1.new/debs"
  cat >"$1.new/clang" <<'EOF'
#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib"
exec "$here/llvm/bin/clang" "$@"
EOF
  chmod +x "$1.new/clang"
  rm -rf "$1"
  mv "$1.new" "$1"
  "$1/clang" --version
}

board_build() {
  if command -v clang-22; then
    export BOARD_CLANG=clang-22
  else
    get_clang "$DEPS/clang-22"
    export BOARD_CLANG=$DEPS/clang-22/clang
  fi
  xtensa_build BOARD_NAME=xtensawin BOARD_ABI=windowed BOARD_STACK=16K \
    CC="$xtensa/windowed/cc" AS="$xtensa/windowed/cc -c"
}

board_run() {
  xtensa_run de233_fpu "$@"
}
