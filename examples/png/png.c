// What Python needs of the library lodepng: a PNG file in, grey pixels out.
// png.pyi tells how it looks in Python.
#include <stdint.h>
#include <stdlib.h>

#include "lodepng.h"

#define EXPORT(NAME) __attribute__((export_name(NAME)))

static unsigned width, height, error;

// The library's own has a table of 8 KB, once in the code and once in memory.
unsigned lodepng_crc32(const unsigned char *data, size_t n) {
  unsigned crc = ~0u;
  for (size_t i = 0; i < n; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

// Returns the pixels, a byte each, as length and address; Python gives the
// memory back with free(). 0 is None: get_error() tells why.
EXPORT("decode") uint64_t decode(const unsigned char *file, size_t n) {
  unsigned char *pixels = 0;
  error = lodepng_decode_memory(&pixels, &width, &height, file, n, LCT_GREY, 8);
  if (error) {
    free(pixels);
    return 0;
  }
  return (uint64_t)(width * height) << 32 | (uintptr_t)pixels;
}

EXPORT("width") unsigned get_width(void) { return width; }

EXPORT("height") unsigned get_height(void) { return height; }

// The library's number of the last error; its lodepng.cpp has the texts.
EXPORT("error") unsigned get_error(void) { return error; }
