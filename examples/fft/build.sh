#!/bin/sh
# Builds fft.wasm in the current folder.
set -eu
# -mbulk-memory: without it clang would call memset, which is not there.
"${CLANG:-clang-19}" --target=wasm32 -O2 -mbulk-memory -nostdlib \
  -Wl,--no-entry,-z,stack-size=4096,--export=samples,--export=magnitudes \
  "$(dirname "$0")/fft.c" -o fft.wasm
