#!/bin/sh
# Builds shrink.wasm in the current folder. SOURCES is the folder with
# heatshrink-0.4.1.
set -eu
library=${SOURCES:-.}/heatshrink-0.4.1
"${CLANG:-clang-19}" --target=wasm32-wasi -Os -mexec-model=reactor \
  -fuse-ld=/usr/bin/wasm-ld-22 -DHEATSHRINK_DYNAMIC_ALLOC=0 \
  -Wl,--strip-all,--page-size=1,-z,stack-size=1024 \
  -I"$library" "$(dirname "$0")/shrink.c" \
  "$library/heatshrink_encoder.c" "$library/heatshrink_decoder.c" \
  -o shrink.wasm
