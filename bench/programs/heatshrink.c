// The library heatshrink (examples/heatshrink): a text is compressed and
// decompressed again.
#include "heatshrink_decoder.h"
#include "heatshrink_encoder.h"
#include "program.h"

#define SIZE 512

static heatshrink_encoder encoder;
static heatshrink_decoder decoder;
static uint8_t text[SIZE], packed[SIZE], unpacked[SIZE];

static void make_text(uint32_t seed) {
  static const char words[] = "temperature 21.5 humidity 48 pressure 1013 ";
  for (int i = 0; i < SIZE; ++i) {
    seed = seed * 1664525u + 1013904223u;
    text[i] = seed >> 28 ? (uint8_t)words[i % (sizeof words - 1)]
                         : (uint8_t)('0' + (seed >> 8 & 7));
  }
}

static size_t compress(void) {
  size_t in = 0, out = 0, n;
  heatshrink_encoder_reset(&encoder);
  do {
    if (in < SIZE) {
      heatshrink_encoder_sink(&encoder, text + in, SIZE - in, &n);
      in += n;
    }
    if (in == SIZE) heatshrink_encoder_finish(&encoder);
    do {
      heatshrink_encoder_poll(&encoder, packed + out, SIZE - out, &n);
      out += n;
    } while (n);
  } while (in < SIZE ||
           heatshrink_encoder_finish(&encoder) == HSER_FINISH_MORE);
  return out;
}

static size_t decompress(size_t size) {
  size_t in = 0, out = 0, n;
  heatshrink_decoder_reset(&decoder);
  while (in < size && out < SIZE) {
    heatshrink_decoder_sink(&decoder, packed + in, size - in, &n);
    in += n;
    do {
      heatshrink_decoder_poll(&decoder, unpacked + out, SIZE - out, &n);
      out += n;
    } while (n);
  }
  return out;
}

uint32_t run(uint32_t rounds) {
  uint32_t sum = 0;
  while (rounds--) {
    make_text(rounds);
    size_t size = compress();
    size_t out = decompress(size);
    sum = sum * 31 + (uint32_t)size + (uint32_t)out;
    for (int i = 0; i < SIZE; ++i) sum += text[i] == unpacked[i];
  }
  return sum;
}
