# A newer MicroPython for armv7m: that of Debian sid. See x64.sh for how a board
# is described and docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/armv7m.sh"

board_about="newer MicroPython, Cortex-M3 in QEMU"
board_sources+=("${BASH_SOURCE[0]%-sid.sh}.sh")
board_suite=sid
