#!/bin/sh
# Builds heaps.wasm in the current folder, with malloc of wasi-libc. LAYOUT is an
# option of the linker.
set -eu
"${CLANG:-clang-19}" --target=wasm32-wasi --sysroot=/usr -O2 \
  -mexec-model=reactor -nostartfiles \
  -Wl,--no-entry,--strip-all,-z,stack-size=4096${LAYOUT:+,$LAYOUT} \
  "$(dirname "$0")/heaps.c" -o heaps.wasm
