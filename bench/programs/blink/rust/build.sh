#!/bin/sh
# Builds blink.wasm in the current folder, as cargo does: with std.
set -eu
"${RUSTC:-rustc}" --target=wasm32-unknown-unknown --crate-type=cdylib \
  --edition=2021 -C opt-level=s -C lto -C panic=abort -C strip=symbols \
  ${WASM_LD:+-C linker="$WASM_LD"} -C link-args=--no-fatal-warnings \
  "$(dirname "$0")/blink.rs" -o blink.wasm
