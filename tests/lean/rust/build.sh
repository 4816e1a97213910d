#!/bin/sh
# Builds words.wasm in the current folder, as cargo does: with std, 17 pages.
set -eu
"${RUSTC:-rustc}" --target=wasm32-unknown-unknown --crate-type=cdylib \
  --edition=2021 -C opt-level=s -C lto -C panic=abort -C strip=symbols \
  "$(dirname "$0")/words.rs" -o words.wasm
