# What the examples in other languages and the examples with libraries need, for
# tools/setup --examples: compilers, the source of three libraries, and mypy for
# their stubs.
#
# $DEPS/examples/libcxx-eh has libc++ with exceptions, which Debian sid compiles
# for WebAssembly since version 23; $DEPS/examples/sources has the libraries as
# their authors released them, without Debian's changes, for SOURCES of the
# build.sh files; and $DEPS/examples/node_modules/.bin/asc is AssemblyScript's compiler. Everything
# else is packages.
# shellcheck shell=bash disable=SC2154

# Source packages, and the names of the folders that are in them.
example_libraries=(
  qr-code-generator QR-Code-generator-1.8.0
  heatshrink heatshrink-0.4.1
  lodepng "lodepng-0.0~git20250402.c45ed79"
)

# Has any rustc here the library for WebAssembly?
have_rust_for_wasm() {
  local rustc folder
  for rustc in "${RUSTC:-rustc}" /usr/bin/rustc; do
    folder=$("$rustc" --print target-libdir \
      --target=wasm32-unknown-unknown 2>/dev/null) || continue
    [[ -d $folder ]] && return
  done
  return 1
}

example_packages() {
  local version
  version=$(find_clang || echo 19)
  need "libc++-$version-dev-wasm32"
  need "libc++abi-$version-dev-wasm32"
  if ! have_rust_for_wasm; then
    need rustc
    need libstd-rust-dev-wasm32
  fi
  need npm npm
  # Not for an example, but for the stubs of all.
  need mypy mypy
  install_missing
}

# The linker with --page-size. By itself and last, because not every system's apt
# has it.
get_linker() {
  need lld-22 wasm-ld-22
  (install_missing) || fail "most examples need lld-22" \
    "Debian bookworm has it in its security updates: does apt know these?"
  missing=()
}

get_example_libraries() {
  local recipe="1 $sysroot_suite ${example_libraries[*]}" i archive
  local folder=$DEPS/examples/sources packages=()
  if stamp_is examples/sources "$recipe"; then return; fi
  say "unpacking the libraries of the examples"
  for ((i = 0; i < ${#example_libraries[@]}; i += 2)); do
    packages+=("${example_libraries[i]}")
  done
  open_suite "$sysroot_suite"
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new"
  # --tar-only: what the authors released.
  (cd "$folder.new" && logged examples debian_apt apt-get source \
    --download-only --tar-only "${packages[@]}") ||
    fail_with examples "cannot download the libraries of the examples" \
      "check the network, then run tools/setup --examples again"
  for archive in "$folder.new"/*.orig.tar.*; do
    tar -x -C "$folder.new" --no-same-owner -f "$archive" ||
      fail "cannot unpack ${archive##*/}" "is the disk full?"
    rm "$archive"
  done
  for ((i = 1; i < ${#example_libraries[@]}; i += 2)); do
    [[ -d $folder.new/${example_libraries[i]} ]] ||
      fail "${example_libraries[i - 1]} is another version than expected" \
        "expected the folder ${example_libraries[i]} in it" \
        "change the build.sh of its example and tools/examples.bash"
  done
  mv "$folder.new" "$folder"
  write_stamp examples/sources "$recipe"
}

get_libcxx_with_exceptions() {
  local folder=$DEPS/examples/libcxx-eh version
  if stamp_is examples/libcxx-eh 1; then return; fi
  say "unpacking libc++ with exceptions of Debian sid"
  open_suite sid
  # The newest that sid has now.
  version=$(debian_apt apt-cache pkgnames libc++abi- |
    sed -n 's/^libc++abi-\([0-9]*\)-dev-wasm32$/\1/p' | sort -n | tail -n 1)
  [[ -n $version ]] || fail "Debian sid has no libc++abi-*-dev-wasm32" \
    "the example settings cannot be built"
  rm -rf "$folder"
  unpack_debs libcxx-eh sid "$folder.new" "libc++ of Debian sid" \
    "libc++-$version-dev-wasm32" "libc++abi-$version-dev-wasm32" \
    -- --wildcards '*/eh/*.a'
  mv "$folder.new/usr/lib/llvm-$version/lib/wasm32-wasi/eh" "$folder"
  rm -rf "$folder.new"
  write_stamp examples/libcxx-eh 1
}

get_assemblyscript() {
  local source=$root/examples/dither recipe
  recipe=$(cat "$source"/package*.json | cksum)
  if stamp_is examples/assemblyscript "$recipe"; then return; fi
  say "fetching AssemblyScript's compiler (33 MB on the disk)"
  cp "$source"/package*.json "$DEPS/examples/"
  (cd "$DEPS/examples" && logged npm npm ci --no-audit --no-fund) ||
    fail_with npm "cannot fetch AssemblyScript's compiler" \
      "check the network and the npm registry that npm is set up with"
  write_stamp examples/assemblyscript "$recipe"
}

# wasm-opt makes random modules for tests/fuzz/modules.
get_binaryen() {
  local recipe="1 $sysroot_suite" folder=$DEPS/binaryen
  if stamp_is binaryen "$recipe"; then return; fi
  say "unpacking wasm-opt for the tests"
  rm -rf "$folder"
  unpack_programs binaryen "$folder.new" wasm-opt binaryen
  mv "$folder.new/root/usr/bin/wasm-opt" "$folder.new/wasm-opt.elf"
  rm -rf "$folder.new/root"
  write_runner "$folder.new" wasm-opt
  "$folder.new/wasm-opt" --version >>"$DEPS/logs/binaryen.log" ||
    fail "wasm-opt of Debian $sysroot_suite does not run here"
  mv "$folder.new" "$folder"
  write_stamp binaryen "$recipe"
}

setup_examples() {
  mkdir -p "$DEPS/examples"
  example_packages
  get_example_libraries
  get_libcxx_with_exceptions
  get_assemblyscript
  get_linker
  get_binaryen
}
