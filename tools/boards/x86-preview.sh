# The MicroPython of Debian sid for x86 with what is to come, as far as it
# matters to native modules. See x64.sh for how a board is described and
# docs/boards.md for this one.
#
# In 1.29, built with MICROPY_PREVIEW_VERSION_2, and in CircuitPython, integers
# that do not fit raise OverflowError where they are stored as the item of an
# array. With MICROPY_ERROR_REPORTING_NONE the function table has no raise_msg,
# and struct can lack the type codes that are MicroPython's own.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/x86.sh"

board_about="MicroPython as to come, 32 bits"
preview=$(dirname "${BASH_SOURCE[0]}")/preview
board_sources+=("${BASH_SOURCE[0]%-preview.sh}.sh" "$preview")
board_suite=sid
x86_flags="-DMICROPY_PREVIEW_VERSION_2=1 -Wno-switch-unreachable"

board_build() {
  local code
  patched py/nativeglue.c '^    mp_raise_msg,' '    NULL,'
  for code in P O S; do patched py/binary.c "^ *case '$code':\$" ''; done
  patched py/binary.c '^\(void mp_binary_set_val_array\)(' \
    'static \1_unchecked('
  cat "$preview/binary.inc" >>"$BOARD_DIR/source/py/binary.c"
  x86_build
}
