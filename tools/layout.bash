# What tools/layout needs, for tools/setup --layout: BOLT of LLVM 22, and
# valgrind.
#
# They are a part of the build only, and large, so they are not installed: where
# the system has not got them, those of Debian trixie are unpacked.
# $DEPS/layout/llvm-bolt-22 and $DEPS/layout/valgrind are scripts that run them
# with trixie's libraries.
# shellcheck shell=bash disable=SC2154

setup_layout() {
  local recipe="1 $sysroot_suite" folder=$DEPS/layout new=$DEPS/layout.new
  # tools/layout says why it cannot be done elsewhere.
  [[ $(uname -sm) == 'Linux x86_64' ]] || return 0
  have apt-get || return 0
  if { have llvm-bolt-22 && have valgrind; } || stamp_is layout "$recipe"; then
    return
  fi
  say "unpacking BOLT and valgrind, which lay out the code of the tool" \
    "(about 65 MB to download)"
  rm -rf "$folder" "$DEPS/layout.stamp"
  unpack_programs layout "$new" "BOLT and valgrind" bolt-22 valgrind libz3-4
  mv "$new"/root/usr/lib/llvm-22/bin/llvm-bolt "$new/llvm-bolt-22.elf"
  mv "$new"/root/usr/bin/valgrind.bin "$new/valgrind.elf"
  mkdir "$new/valgrind.d"
  mv "$new"/root/usr/libexec/valgrind/{callgrind-amd64-linux,default.supp} \
    "$new/valgrind.d/"
  rm -rf "$new/root"
  write_runner "$new" llvm-bolt-22
  # shellcheck disable=SC2016
  write_runner "$new" valgrind 'export VALGRIND_LIB="$here/valgrind.d"'
  { "$new/llvm-bolt-22" --version && "$new/valgrind" --tool=callgrind \
    --callgrind-out-file=/dev/null /bin/true; } >>"$DEPS/logs/layout.log" 2>&1 ||
    fail_with layout "BOLT or valgrind of Debian $sysroot_suite do not run here"
  mv "$new" "$folder"
  write_stamp layout "$recipe"
}
