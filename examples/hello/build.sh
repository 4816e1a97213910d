#!/bin/sh
# Builds primes.wasm in the current folder.
set -eu
"${CLANG:-clang-19}" --target=wasm32 -O2 -nostdlib \
  -Wl,--no-entry,-z,stack-size=4096 \
  "$(dirname "$0")/primes.c" -o primes.wasm
