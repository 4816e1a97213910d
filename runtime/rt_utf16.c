// Text in UTF-16, as the strings of AssemblyScript are.
#include "rt_internal.h"

mp_obj_t rt_str_of_utf16(const mp_fun_table_t *fun, const uint8_t *from,
                         uint32_t size) {
  // At most 3 bytes for 2.
  uint8_t *text = rt_new_block(fun, RT_WORDS(size / 2 * 3 + 1));
  uint8_t *to = text;
  RT_PLAIN_LOOP
  for (const uint8_t *end = from + (size & ~1u); from != end; from += 2) {
    uint32_t code = rt_load16(from);
    if (code < 0x80) {
      *to++ = (uint8_t)code;
      continue;
    }
    if (code < 0x800) {
      *to++ = (uint8_t)(0xc0 | code >> 6);
    } else {
      if ((code & 0xfc00) == 0xd800 && from + 2 != end &&
          (rt_load16(from + 2) & 0xfc00) == 0xdc00) {
        from += 2;
        code = 0x10000 + ((code & 0x3ff) << 10) + (rt_load16(from) & 0x3ff);
        *to++ = (uint8_t)(0xf0 | code >> 18);
        *to++ = (uint8_t)(0x80 | (code >> 12 & 0x3f));
      } else {
        // Half of a pair alone is no character.
        if ((code & 0xf800) == 0xd800) code = 0xfffd;
        *to++ = (uint8_t)(0xe0 | code >> 12);
      }
      *to++ = (uint8_t)(0x80 | (code >> 6 & 0x3f));
    }
    *to++ = (uint8_t)(0x80 | (code & 0x3f));
  }
  return fun->obj_new_str((const char *)text, (size_t)(to - text));
}

uint32_t rt_utf16_of_text(const uint8_t *text, size_t size, uint8_t *to) {
  const uint8_t *end = text + size;
  uint32_t used = 0;
  RT_PLAIN_LOOP
  while (text != end) {
    uint32_t first = *text++;
    uint32_t code = first < 0x80   ? first
                    : first < 0xe0 ? first & 0x1f
                    : first < 0xf0 ? first & 0x0f
                                   : first & 0x07;
    RT_PLAIN_LOOP
    while (text != end && (*text & 0xc0) == 0x80)
      code = code << 6 | (*text++ & 0x3f);
    // By the first byte alone, so that both calls come to the same number
    // whatever the others are.
    if (first >= 0xf0) {
      code -= 0x10000;
      if (to) rt_store16(to + used, 0xd800 | (code >> 10 & 0x3ff));
      used += 2;
      code = 0xdc00 | (code & 0x3ff);
    }
    if (to) rt_store16(to + used, code);
    used += 2;
  }
  return used;
}
