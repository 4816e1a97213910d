#!/bin/sh
# Builds settings.wasm in the current folder. LIBCXX_EH is a libc++ with
# exceptions; headers of any version do.
set -eu
"${CLANGXX:-clang++-19}" --target=wasm32-wasi -std=c++23 -Os -fwasm-exceptions \
  -mexec-model=reactor -nostdinc++ -isystem /usr/include/wasm32-wasi/c++/v1 \
  -nostdlib++ -L"$LIBCXX_EH" -lc++ -lc++abi -lunwind \
  -Wl,--wrap=logAPIs,--wrap=__abort_message,--strip-all \
  -Wl,--export=malloc,--export=free,-z,stack-size=4096 \
  "$(dirname "$0")/settings.cpp" -o settings.wasm
