#!/bin/sh
# Builds heaps.wasm in the current folder. ASC is its compiler.
set -eu
# asc takes files in its current folder only.
output=$PWD
cd "$(dirname "$0")"
${ASC:-npx asc} heaps.ts -O3 --shrinkLevel 1 --exportRuntime \
  --outFile "$output/heaps.wasm"
