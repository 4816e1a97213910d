// CRC-32 (IEEE 802.3), bit by bit and by table, of a buffer in RAM.
#include "program.h"

#define SIZE 1024

static uint8_t data[SIZE];
static uint32_t table[256];

static void make_table(void) {
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
    table[i] = c;
  }
}

static uint32_t by_table(uint32_t crc, const uint8_t *at, uint32_t size) {
  crc = ~crc;
  while (size--) crc = crc >> 8 ^ table[(crc ^ *at++) & 0xff];
  return ~crc;
}

static uint32_t by_bits(uint32_t crc, const uint8_t *at, uint32_t size) {
  crc = ~crc;
  while (size--) {
    crc ^= *at++;
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
  }
  return ~crc;
}

uint32_t run(uint32_t rounds) {
  uint32_t crc = 0;
  make_table();
  for (uint32_t i = 0; i < SIZE; ++i) data[i] = (uint8_t)(i * 7 + 3);
  while (rounds--) {
    crc = by_table(crc, data, SIZE);
    crc = by_bits(crc, data, SIZE / 4);
  }
  return crc;
}
