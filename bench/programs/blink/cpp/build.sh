#!/bin/sh
# Builds blink.wasm in the current folder.
set -eu
"${CLANGXX:-clang++-19}" --target=wasm32 -Os -nostdlib -fno-exceptions \
  -Wl,--no-entry,--strip-all,-z,stack-size=4096 \
  "$(dirname "$0")/blink.cc" -o blink.wasm
