#!/bin/sh
# Builds median.wasm in the current folder.
set -eu
"${CLANGXX:-clang++-19}" --target=wasm32-wasi -O2 \
  -fno-exceptions -fno-rtti -mexec-model=reactor \
  -fuse-ld=/usr/bin/wasm-ld-22 \
  -Wl,--strip-all,--page-size=1,-z,stack-size=1024 \
  "$(dirname "$0")/median.cc" -o median.wasm
