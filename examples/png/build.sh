#!/bin/sh
# Builds png.wasm in the current folder. SOURCES is the folder with
# lodepng-0.0~git20250402.c45ed79.
set -eu
library=${SOURCES:-.}/lodepng-0.0~git20250402.c45ed79
"${CLANG:-clang-19}" --target=wasm32-wasi -Os -mexec-model=reactor \
  -fuse-ld=/usr/bin/wasm-ld-22 \
  -DLODEPNG_NO_COMPILE_ENCODER -DLODEPNG_NO_COMPILE_DISK \
  -DLODEPNG_NO_COMPILE_CPP -DLODEPNG_NO_COMPILE_ERROR_TEXT \
  -DLODEPNG_NO_COMPILE_CRC \
  -DLODEPNG_NO_COMPILE_ANCILLARY_CHUNKS \
  -Wl,--strip-all,-z,stack-size=4096 \
  -Wl,--no-growable-memory,--initial-memory=65536,--export=malloc,--export=free \
  -I"$library" "$(dirname "$0")/png.c" -x c "$library/lodepng.cpp" -o png.wasm
python3 "$(dirname "$0")/make_picture.py"
