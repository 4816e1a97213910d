// Fast Fourier transform in place, f32, with a table of the sine.
#include "program.h"

#define LOG 7
#define N (1 << LOG)

static float re[N], im[N], sine[N / 2], cosine[N / 2];

static void make_tables(void) {
  // cos and sin of 2 pi / N by the half-angle formulas would need a square
  // root; a rotation of known cosine is as good here.
  double c = 0.99879545620517239271, s = 0.04906767432741801425;
  double x = 1, y = 0;
  for (int i = 0; i < N / 2; ++i) {
    cosine[i] = (float)x;
    sine[i] = (float)y;
    double next = x * c - y * s;
    y = x * s + y * c;
    x = next;
  }
}

static void transform(void) {
  for (uint32_t i = 1, j = 0; i < N; ++i) {
    uint32_t bit = N >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) {
      float t = re[i];
      re[i] = re[j];
      re[j] = t;
      t = im[i];
      im[i] = im[j];
      im[j] = t;
    }
  }
  for (uint32_t size = 2; size <= N; size *= 2) {
    uint32_t step = N / size;
    for (uint32_t start = 0; start < N; start += size) {
      for (uint32_t k = 0; k < size / 2; ++k) {
        uint32_t a = start + k, b = a + size / 2;
        float wr = cosine[k * step], wi = -sine[k * step];
        float tr = re[b] * wr - im[b] * wi, ti = re[b] * wi + im[b] * wr;
        re[b] = re[a] - tr;
        im[b] = im[a] - ti;
        re[a] += tr;
        im[a] += ti;
      }
    }
  }
}

uint32_t run(uint32_t rounds) {
  make_tables();
  uint32_t sum = 0;
  while (rounds--) {
    for (int i = 0; i < N; ++i) {
      re[i] = (float)((i * 37 + (int)rounds) & 63) - 32;
      im[i] = 0;
    }
    transform();
    for (int i = 0; i < 8; ++i) sum = sum * 31 + (uint32_t)(int32_t)re[i];
  }
  return sum;
}
