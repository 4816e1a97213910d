# armv7m with a serial line, on which Ctrl-C interrupts the program as on chips.
# MPY_SERIAL is its other end, in the words of QEMU's -serial: a terminal, such as
# /dev/pts/3. See x64.sh for how a board is described.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/armv7m.sh"

board_about="Cortex-M3 in QEMU, with a serial line"
board_sources+=("${BASH_SOURCE[0]%-serial.sh}.sh")
armv7m_cflags=-DBOARD_SERIAL=1
