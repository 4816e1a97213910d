# For tools/wasm and tools/aarch64, which build the tool for other machines.
# shellcheck shell=bash

# configure FOLDER RECIPE OPTION...
# Configures a build in FOLDER with cmake, unless it was done with that recipe, which
# names whatever a configuration depends on. FOLDER is made anew then.
configure() {
  local folder=$1 recipe=$2
  shift 2
  if [[ -f $folder/recipe && $(<"$folder/recipe") == "$recipe" ]]; then return; fi
  rm -rf "$folder"
  mkdir -p "$folder"
  cmake -G Ninja -B "$folder" "$@" || return 1
  printf '%s\n' "$recipe" >"$folder/recipe"
}
