# The armv6m board with ROMFS: 512 KB of the memory that stands for flash. See
# x64.sh for how a board is described and docs/boards.md for this one.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/armv6m.sh"

board_about="Cortex-M0 in QEMU, with ROMFS"
board_sources+=("${BASH_SOURCE[0]%-romfs.sh}.sh")
semihost_romfs=0x80000
