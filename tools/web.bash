# What the page is made of and tested with, for tools/setup --web: packages of npm,
# pinned in web/package-lock.json, in $DEPS/web; and Debian's chromium, which is
# installed, since it needs a hundred libraries.
# shellcheck shell=bash disable=SC2154

setup_web() {
  local recipe
  need nodejs node
  need npm npm
  need chromium chromium
  install_missing
  recipe=$(cat "$root"/web/package*.json | cksum)
  if stamp_is web "$recipe"; then return; fi
  say "fetching what the page is made of (40 MB on the disk)"
  mkdir -p "$DEPS/web"
  cp "$root"/web/package*.json "$DEPS/web/"
  # esbuild's program is a package of its own; its script only looks for that.
  (cd "$DEPS/web" && logged web npm ci --no-audit --no-fund --ignore-scripts) ||
    fail_with web "cannot fetch what the page is made of" \
      "check the network and the npm registry that npm is set up with"
  write_stamp web "$recipe"
}
