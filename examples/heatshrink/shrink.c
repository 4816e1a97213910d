// What Python needs of the library heatshrink: both directions, piece by
// piece, so that the data may be larger than the memory. shrink.pyi tells how
// it looks in Python.
#include "heatshrink_decoder.h"
#include "heatshrink_encoder.h"

#define EXPORT(NAME) __attribute__((export_name(NAME)))

static heatshrink_encoder encoder;
static heatshrink_decoder decoder;
static uint8_t output[256];

// What Python sees as bytes: a length and an address.
typedef uint64_t bytes;

static bytes made(size_t n) { return (uint64_t)n << 32 | (uintptr_t)output; }

EXPORT("reset") void reset(void) {
  heatshrink_encoder_reset(&encoder);
  heatshrink_decoder_reset(&decoder);
}

// Takes bytes to be compressed; returns how many of them it took. compressed()
// is to be called before the next ones, until nothing comes.
EXPORT("compress") size_t compress(uint8_t *data, size_t n) {
  size_t used = 0;
  heatshrink_encoder_sink(&encoder, data, n, &used);
  return used;
}

EXPORT("compressed") bytes compressed(void) {
  size_t n = 0;
  heatshrink_encoder_poll(&encoder, output, sizeof output, &n);
  return made(n);
}

// After the last bytes; the rest is in compressed().
EXPORT("finish") void finish(void) { heatshrink_encoder_finish(&encoder); }

// The same in the other direction.
EXPORT("decompress") size_t decompress(uint8_t *data, size_t n) {
  size_t used = 0;
  heatshrink_decoder_sink(&decoder, data, n, &used);
  return used;
}

EXPORT("decompressed") bytes decompressed(void) {
  size_t n = 0;
  heatshrink_decoder_poll(&decoder, output, sizeof output, &n);
  return made(n);
}
