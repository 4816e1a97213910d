# MicroPython for x86-64: the unix port, run as an ordinary program.
#
# A board is one such file, named after the architecture; what follows a "-" in
# the name tells another MicroPython for the same one. tools/setup and
# tools/mpy-run read it (bash, with -e in setup) and use:
#
#   board_about     a few words for messages
#   board_packages  Debian packages that building or running it needs
#   board_downloads packages that board_build downloads, so that apt's lists must
#                   have them
#   board_sources   what else makes it: files and folders. A change of these
#                   or of the .sh file means that the board is built anew
#   board_suite     the suite of Debian whose MicroPython it is, if not trixie
#   board_build     builds into $BOARD_DIR; output goes to a log. Must leave
#                   $BOARD_DIR/micropython, the file that says "built".
#                   Given: $MICROPYTHON (source tree, not to be written to),
#                   $BOARD_DIR, $DEPS, $JOBS
#   board_finish    optional: `board_finish FOLDER` is called at each set-up, when
#                   the board is in that folder; what it needs on this machine
#   board_run       `board_run SCRIPT [ARG...]` ends in `exec`: runs the script
#                   with the current folder as its file system, standard input
#                   and output passed on, and the script's exit status or
#                   signal as its own. Given: $BOARD_DIR, $MPY_HEAP and
#                   $MPY_PLUGIN (may be empty)
#   board_takes_options
#                   set where `-c CODE` or other options of MicroPython can
#                   stand in the place of SCRIPT
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/unix.bash"

board_about="MicroPython unix port, standard variant"
board_packages=()
board_sources=("$unix")

board_build() { unix_build; }

board_run() { unix_run "${MPY_PLUGIN:+qemu-x86_64}" "$@"; }
