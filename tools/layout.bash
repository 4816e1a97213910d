# What tools/layout needs, for tools/setup --layout: BOLT of LLVM 22, and
# valgrind.
#
# They are a part of the build only, and large, so they are not installed: where
# the system has not got them, those of Debian trixie are unpacked.
# $DEPS/layout/llvm-bolt-22 and $DEPS/layout/valgrind are scripts that run them
# with trixie's libraries.
# shellcheck shell=bash disable=SC2154

setup_layout() {
  local recipe="1 $sysroot_suite" deb folder=$DEPS/layout new=$DEPS/layout.new
  # tools/layout says why it cannot be done elsewhere.
  [[ $(uname -sm) == 'Linux x86_64' ]] || return 0
  have apt-get || return 0
  if { have llvm-bolt-22 && have valgrind; } || stamp_is layout "$recipe"; then
    return
  fi
  say "unpacking BOLT and valgrind, which lay out the code of the tool" \
    "(about 65 MB to download)"
  open_trixie
  rm -rf "$folder" "$new" "$DEPS/layout.stamp"
  mkdir -p "$new/debs" "$new/root" "$new/lib"
  (cd "$new/debs" && logged layout trixie_apt apt-get download \
    bolt-22 valgrind libz3-4 libc6 libgcc-s1 libstdc++6 libzstd1 zlib1g) ||
    fail_with layout "cannot download BOLT and valgrind" \
      "check the network, then run tools/setup --layout again"
  for deb in "$new"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" |
      tar -x -C "$new/root" --no-same-owner ||
      fail "cannot unpack ${deb##*/}" "is the disk full?"
    rm "$deb"
  done
  mv "$new"/root/usr/lib/llvm-22/bin/llvm-bolt "$new/bolt.elf"
  mv "$new"/root/usr/bin/valgrind.bin "$new/valgrind.elf"
  mkdir "$new/valgrind.d"
  mv "$new"/root/usr/libexec/valgrind/{callgrind-amd64-linux,default.supp} \
    "$new/valgrind.d/"
  mv "$new"/root/usr/lib/x86_64-linux-gnu/*.so* "$new/lib/"
  rm -rf "$new/root" "$new/debs"
  cat >"$new/llvm-bolt-22" <<'END'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec "$here"/lib/ld-linux-*.so.* --library-path "$here/lib" "$here/bolt.elf" \
  "$@"
END
  cat >"$new/valgrind" <<'END'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export VALGRIND_LIB="$here/valgrind.d"
exec "$here"/lib/ld-linux-*.so.* --library-path "$here/lib" \
  "$here/valgrind.elf" "$@"
END
  chmod +x "$new/llvm-bolt-22" "$new/valgrind"
  { "$new/llvm-bolt-22" --version && "$new/valgrind" --tool=callgrind \
    --callgrind-out-file=/dev/null /bin/true; } >>"$DEPS/logs/layout.log" 2>&1 ||
    fail_with layout "BOLT or valgrind of Debian $sysroot_suite do not run here"
  mv "$new" "$folder"
  write_stamp layout "$recipe"
}
