# What tools/wasm builds the tool with, for tools/setup --wasm: Emscripten, and
# the source of LLVM.
#
# All of it is Debian trixie's, and none is installed: $DEPS/wasm/emscripten has
# the scripts, what they compile with in bin/, and a C and a C++ library;
# $DEPS/wasm/llvm has the source of the version that the tool is linked with. It is
# what LLVM's authors released, without Debian's changes.
# shellcheck shell=bash disable=SC2154

# Programs of LLVM and Binaryen that Emscripten's scripts start, and LLVM's
# generator of tables, which is of the version to be built.
wasm_programs=(
  usr/lib/llvm-19/bin/{clang,lld,llvm-ar,llvm-nm,llvm-objcopy}
  usr/bin/wasm-{opt,emscripten-finalize,metadce,ctor-eval}
  usr/lib/llvm-22/bin/llvm-tblgen
)
# The same programs under other names.
wasm_program_names=(clang++:clang wasm-ld:lld llvm-ranlib:llvm-ar
  llvm-strip:llvm-objcopy llvm-min-tblgen:llvm-tblgen)

# The libraries are there for each of many settings: 1.5 GB.
emscripten_without=(
  --exclude='*/emscripten/test' --exclude='*/cache/symbol_lists'
  --exclude='*/wasm32-emscripten/*lto*' --exclude='*/wasm32-emscripten/*pic'
  --exclude='*/wasm64-emscripten'
  --exclude='*/lib/*-mt*' --exclude='*/lib/*-ww*' --exclude='*/lib/*-asan*'
  --exclude='*/lib/*san_*' --exclude='*/lib/libsanitizer*'
  --exclude='*/lib/libGL*' --exclude='*/lib/libSDL*'
)

get_emscripten() {
  local recipe="1 $sysroot_suite" folder=$DEPS/wasm/emscripten program name
  local new=$folder.new bin=$folder.new/bin
  if stamp_is wasm/emscripten "$recipe"; then return; fi
  need nodejs node
  install_missing
  say "unpacking Emscripten of Debian $sysroot_suite (about 350 MB to download)"
  rm -rf "$folder"
  unpack_programs emscripten "$bin" Emscripten \
    clang-19 lld-19 llvm-19 libllvm19 libclang-cpp19 libclang-common-19-dev \
    llvm-22 libllvm22 binaryen \
    libedit2 libbsd0 libmd0 libtinfo6 libffi8 libxml2 liblzma5 libz3-4
  for program in "${wasm_programs[@]}"; do
    name=${program##*/}
    mv "$bin/root/$program" "$bin/$name.elf"
    write_runner "$bin" "$name"
  done
  # Where it looks for its headers: beside the program that /proc says it is.
  mkdir "$bin/lib/clang"
  mv "$bin/root/usr/lib/llvm-19/lib/clang/19" "$bin/lib/clang/"
  for name in "${wasm_program_names[@]}"; do
    program=${name#*:} name=${name%:*}
    ln -s "$program.elf" "$bin/$name.elf"
    write_runner "$bin" "$name"
  done
  rm -r "$bin/root"
  unpack_debs emscripten "$sysroot_suite" "$new/root" Emscripten \
    emscripten node-acorn -- "${emscripten_without[@]}"
  mv "$new"/root/usr/share/emscripten/* \
    "$new/root/usr/share/doc/emscripten/copyright" "$new/"
  mkdir "$new/node_modules"
  mv "$new/root/usr/share/nodejs/acorn" "$new/node_modules/"
  rm -r "$new/root"
  cat >"$new/.emscripten" <<'END'
import os
here = os.path.dirname(os.path.abspath(os.environ['EM_CONFIG']))
LLVM_ROOT = os.path.join(here, 'bin')
BINARYEN_ROOT = here
NODE_JS = 'node'
CACHE = os.path.join(here, 'cache')
FROZEN_CACHE = True
END
  mv "$new" "$folder"
  write_stamp wasm/emscripten "$recipe"
}

# The upstream version of the package that holds LLVM's libraries.
llvm_version() {
  sed -n 's/^set(PACKAGE_VERSION "\(.*\)")/\1/p' \
    "$DEPS/sysroot/usr/lib/llvm-22/lib/cmake/llvm/LLVMConfigVersion.cmake"
}

get_llvm_source() {
  local folder=$DEPS/wasm/llvm version archive recipe
  version=$(llvm_version)
  recipe="1 $version"
  if stamp_is wasm/llvm "$recipe"; then return; fi
  say "unpacking the source of LLVM $version (about 200 MB to download)"
  open_suite "$sysroot_suite"
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new"
  (cd "$folder.new" && logged wasm-llvm debian_apt apt-get source \
    --download-only --tar-only llvm-toolchain-22) ||
    fail_with wasm-llvm "cannot download the source of LLVM" \
      "check the network, then run tools/setup --wasm again"
  archive=$folder.new/llvm-toolchain-22_$version.orig.tar.xz
  [[ -f $archive ]] ||
    fail "the source of LLVM is another version than the libraries, $version" \
      "make distclean and set up again, so that both are the newest"
  tar -x -C "$folder.new" --no-same-owner --strip-components=1 \
    --exclude='*/llvm/test' --exclude='*/llvm/unittests' --wildcards \
    -f "$archive" '*/llvm/*' '*/cmake/*' '*/third-party/*' '*/libc/*' ||
    fail "cannot unpack ${archive##*/}" "is the disk full?"
  rm "$archive"
  mv "$folder.new" "$folder"
  write_stamp wasm/llvm "$recipe"
}

setup_wasm() {
  mkdir -p "$DEPS/wasm"
  get_emscripten
  get_llvm_source
}
