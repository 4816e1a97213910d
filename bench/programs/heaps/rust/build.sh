#!/bin/sh
# Builds heaps.wasm in the current folder, as cargo does: with std.
set -eu
"${RUSTC:-rustc}" --target=wasm32-unknown-unknown --crate-type=cdylib \
  --edition=2021 -C opt-level=3 -C lto -C panic=abort -C strip=symbols \
  ${WASM_LD:+-C linker="$WASM_LD"} -C link-args=--no-fatal-warnings \
  "$(dirname "$0")/heaps.rs" -o heaps.wasm
