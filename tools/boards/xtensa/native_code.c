// Native code of modules, in a memory of its own as on the chips.
//
// MicroPython loads the text of a module into the heap; we relocate it for
// where it will be, and copy it there. It is never given back, except by a
// reset. As on the chips text begins at a multiple of four and no more: blocks
// are placed so that a module that counts on 8 or 16 fails.

#include <string.h>

#include "board.h"
#include "linux.h"
#include "py/gc.h"
#include "py/persistentcode.h"
#include "py/runtime.h"

extern char _code_start[], _code_end[];

static char *next = _code_start + 4;

void *board_commit_code(void *code, size_t size, void *relocation) {
  size_t words = (size + 3) & ~3u;
  if (words > (size_t)(_code_end - next)) m_malloc_fail(size);
  char *place = next;
  // The next one may begin where this ends, unless that were aligned better.
  next += words;
  if (((uintptr_t)next & 7) == 0) next += 4;
  if (relocation) mp_native_relocate(relocation, code, (uintptr_t)place);

  // Only now may it be written to; the chips' too is not for data.
  size_t room = _code_end - _code_start;
  linux_call(kLinuxProtect, (uintptr_t)_code_start, room, 3, 0);
  memcpy(place, code, words);
  linux_call(kLinuxProtect, (uintptr_t)_code_start, room, 5, 0);
  return place;
}
