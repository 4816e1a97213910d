// Bodies that attract each other, f64.
#include "program.h"

#define BODIES 4

static double x[BODIES][3], v[BODIES][3], mass[BODIES];

// 1 / sqrt(a), by Newton's method from above: there is no C library here.
static double inverse_root(double a) {
  double y = a > 1 ? 1 / a : 1;
  for (int i = 0; i < 12; ++i) y = y * (1.5 - 0.5 * a * y * y);
  return y;
}

static void step(double dt) {
  for (int i = 0; i < BODIES; ++i) {
    for (int j = i + 1; j < BODIES; ++j) {
      double d[3], square = 0.01;
      for (int k = 0; k < 3; ++k) {
        d[k] = x[i][k] - x[j][k];
        square += d[k] * d[k];
      }
      double inverse = inverse_root(square);
      double pull = dt * inverse * inverse * inverse;
      for (int k = 0; k < 3; ++k) {
        v[i][k] -= d[k] * mass[j] * pull;
        v[j][k] += d[k] * mass[i] * pull;
      }
    }
  }
  for (int i = 0; i < BODIES; ++i) {
    for (int k = 0; k < 3; ++k) x[i][k] += dt * v[i][k];
  }
}

uint32_t run(uint32_t rounds) {
  for (int i = 0; i < BODIES; ++i) {
    mass[i] = 1.0 / (i + 1);
    for (int k = 0; k < 3; ++k) {
      x[i][k] = (i * 7 + k * 3) % 5 - 1.5;
      v[i][k] = 0.1 * (k - i);
    }
  }
  while (rounds--) step(0.01);
  return (uint32_t)(int32_t)(x[0][0] * 1e6) ^ (uint32_t)(int32_t)(x[3][2] * 1e6);
}
