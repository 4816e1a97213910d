#!/bin/sh
# Builds qrcode.wasm in the current folder. SOURCES is the folder with
# QR-Code-generator-1.8.0.
set -eu
library=${SOURCES:-.}/QR-Code-generator-1.8.0/c
"${CLANG:-clang-19}" --target=wasm32-wasi -Os -DNDEBUG -mexec-model=reactor \
  -fuse-ld=/usr/bin/wasm-ld-22 \
  -Wl,--strip-all,--page-size=1,-z,stack-size=2048 \
  -I"$library" "$(dirname "$0")/qrcode.c" "$library/qrcodegen.c" -o qrcode.wasm
# The library's version in Python, to compare with.
cp "$library/../python/qrcodegen.py" .
