#!/bin/sh
# Builds blink.wasm in the current folder. ZIG is its compiler (docs/languages).
set -eu
command -v "${ZIG:=zig}" >/dev/null || { echo 'there is no zig'; exit 77; }
"$ZIG" build-exe "$(dirname "$0")/blink.zig" -target wasm32-freestanding \
  -O ReleaseSmall -fno-entry -rdynamic --stack 4096 -femit-bin=blink.wasm
rm -f blink.wasm.o
