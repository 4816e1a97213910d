# A newer MicroPython for x64: that of Debian sid. See x64.sh for how a board is
# described and docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/x64.sh"

board_about="newer MicroPython, unix port"
board_sources+=("${BASH_SOURCE[0]%-sid.sh}.sh")
board_suite=sid
