// Product of integer matrices.
#include "program.h"

#define N 24

static int32_t a[N][N], b[N][N], c[N][N];

uint32_t run(uint32_t rounds) {
  uint32_t sum = 0;
  for (int i = 0; i < N; ++i) {
    for (int j = 0; j < N; ++j) {
      a[i][j] = i * 3 - j;
      b[i][j] = i + j * 5;
    }
  }
  while (rounds--) {
    for (int i = 0; i < N; ++i) {
      for (int j = 0; j < N; ++j) {
        int32_t dot = 0;
        for (int k = 0; k < N; ++k) dot += a[i][k] * b[k][j];
        c[i][j] = dot;
      }
    }
    sum += (uint32_t)c[rounds % N][3];
    a[rounds % N][5] += 1;
  }
  return sum;
}
