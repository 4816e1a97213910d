#!/bin/sh
# Builds calc.wasm in the current folder.
set -eu
"${RUSTC:-rustc}" --target=wasm32-unknown-unknown --crate-type=cdylib \
  --edition=2021 -C opt-level=s -C lto -C panic=abort -C strip=symbols \
  -C linker=wasm-ld-22 \
  -C link-args='--no-fatal-warnings --page-size=1 -zstack-size=4096' \
  "$(dirname "$0")/calc.rs" -o calc.wasm
