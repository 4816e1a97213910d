#!/bin/sh
# Builds items.wasm in the current folder, with the allocator and the garbage
# collector of AssemblyScript. ASC is its compiler.
set -eu
# asc takes files in its current folder only.
output=$PWD
cd "$(dirname "$0")"
${ASC:-npx asc} items.ts -O3 --shrinkLevel 1 --runtime minimal --exportRuntime \
  --outFile "$output/items.wasm"
