#!/bin/sh
# Builds lists.wasm in the current folder, with malloc of wasi-libc.
set -eu
"${CLANG:-clang-19}" --target=wasm32-wasi --sysroot=/usr -Os \
  -mexec-model=reactor -nostartfiles -Wl,--no-entry,--strip-all \
  "$(dirname "$0")/lists.c" -o lists.wasm
