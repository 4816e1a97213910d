#!/bin/sh
# Builds dither.wasm in the current folder. ASC is AssemblyScript's compiler.
set -eu
# asc takes files in its current folder only.
output=$PWD
cd "$(dirname "$0")"
${ASC:-npx asc} dither.ts -O3 --shrinkLevel 1 --runtime stub \
  --memoryBase 8 --outFile "$output/dither.wasm"
