# x64, but Ctrl-C (SIGINT) waits until MicroPython looks for it, as on all other
# ports: the unix port raises KeyboardInterrupt in the handler of the signal,
# wherever the program is. See x64.sh for how a board is described.
# shellcheck shell=bash disable=SC1091,SC2034,SC2154

source "$(dirname "${BASH_SOURCE[0]}")/x64.sh"

board_about="unix port in which Ctrl-C waits"
board_sources+=("${BASH_SOURCE[0]%-polled.sh}.sh")

# A variant of the port that changes the standard one.
board_build() {
  local variants=$MICROPYTHON/ports/unix/variants variant=$BOARD_DIR/variant
  mkdir -p "$variant"
  cp "$variants/standard/mpconfigvariant.mk" "$variant"
  cat >"$variant/mpconfigvariant.h" <<END
#include "$variants/standard/mpconfigvariant.h"
#undef MICROPY_ASYNC_KBD_INTR
#define MICROPY_ASYNC_KBD_INTR (0)
END
  unix_build VARIANT_DIR="$variant"
  rm -rf "$variant"
}
