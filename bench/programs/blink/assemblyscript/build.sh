#!/bin/sh
# Builds blink.wasm in the current folder. ASC is its compiler.
set -eu
# asc takes files in its current folder only.
output=$PWD
cd "$(dirname "$0")"
${ASC:-npx asc} blink.ts -O3 --shrinkLevel 1 --runtime minimal --exportRuntime \
  --outFile "$output/blink.wasm"
