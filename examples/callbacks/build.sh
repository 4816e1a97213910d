#!/bin/sh
# Builds solve.wasm in the current folder.
set -eu
"${CLANG:-clang-19}" --target=wasm32 -O2 -nostdlib \
  -Wl,--no-entry,-z,stack-size=4096 \
  "$(dirname "$0")/solve.c" -o solve.wasm
