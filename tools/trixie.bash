# Programs of Debian trixie that run on older systems, for tools/setup: each in
# a folder with the libraries that it needs and a script that runs it with them.
# Nothing of it is installed.
# shellcheck shell=bash disable=SC2154

# unpack_debs LOG SUITE FOLDER WHAT PACKAGE... [-- OPTION...]
# Downloads the packages of that suite and unpacks them to FOLDER, which is made
# anew; the options are tar's. WHAT names them in messages.
unpack_debs() {
  local log=$1 suite=$2 folder=$3 what=$4 deb packages=()
  shift 4
  while [[ $# -gt 0 && $1 != -- ]]; do
    packages+=("$1")
    shift
  done
  open_suite "$suite"
  rm -rf "$folder" "$folder.debs"
  mkdir -p "$folder" "$folder.debs"
  (cd "$folder.debs" && logged "$log" debian_apt apt-get download \
    "${packages[@]}") ||
    fail_with "$log" "cannot download $what" \
      "check the network, then run tools/setup again"
  for deb in "$folder.debs"/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" |
      tar -x -C "$folder" --no-same-owner "${@:2}" ||
      fail "cannot unpack ${deb##*/}" "is the disk full?"
  done
  rm -r "$folder.debs"
}

# unpack_programs LOG FOLDER WHAT PACKAGE...
# Unpacks the packages to FOLDER/root, but their libraries to FOLDER/lib. What is
# needed of the former is to be moved away, then FOLDER/root may go. WHAT names
# them in messages.
unpack_programs() {
  local log=$1 folder=$2 what=$3
  shift 3
  rm -rf "$folder"
  mkdir -p "$folder/lib"
  unpack_debs "$log" "$sysroot_suite" "$folder/root" "$what" "$@" \
    libc6 libgcc-s1 libstdc++6 libzstd1 zlib1g
  mv "$folder"/root/usr/lib/*-linux-gnu/*.so* "$folder/lib/"
}

# write_runner FOLDER NAME [LINE]
# Writes FOLDER/NAME, which runs FOLDER/NAME.elf with the libraries beside it,
# after that line of shell, in which $here is the folder.
write_runner() {
  cat >"$1/$2" <<END
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
${3:-}
exec "\$here"/lib/ld-linux-*.so.* --library-path "\$here/lib" "\$here/$2.elf" \\
  "\$@"
END
  chmod +x "$1/$2"
}
