// The spectrum of 1024 real samples: radix-2 FFT in single precision, in
// place, with tables that are made at import. Freestanding: no C library.
//
// Python fills `samples`, calls fft(), and reads `magnitudes`; both names are
// exported as globals that hold the address in linear memory.
#define N 1024

float samples[N];
float magnitudes[N / 2];

static float re[N], im[N];
static float cosines[N / 2], sines[N / 2];
static unsigned short reversed[N];

// Runs once, when the module is imported.
__attribute__((export_name("_initialize"))) void initialize(void) {
  // Half-angle formulas, from 90 degrees down to one step; then step by step.
  double c = 0, s = 1;
  for (int angle = N / 4; angle > 1; angle /= 2) {
    c = __builtin_sqrt((1 + c) / 2);
    s = s / (2 * c);
  }
  double x = 1, y = 0;
  for (int i = 0; i < N / 2; i++) {
    cosines[i] = (float)x;
    sines[i] = (float)y;
    double next = x * c - y * s;
    y = x * s + y * c;
    x = next;
  }
  for (int i = 0; i < N; i++)
    reversed[i] =
        (unsigned short)(reversed[i / 2] / 2 + (i % 2 ? N / 2 : 0));
}

__attribute__((export_name("fft"))) void fft(void) {
  for (int i = 0; i < N; i++) {
    re[i] = samples[reversed[i]];
    im[i] = 0;
  }
  for (int half = 1, step = N / 2; half < N; half *= 2, step /= 2) {
    for (int j = 0; j < half; j++) {
      float wr = cosines[j * step], wi = -sines[j * step];
      for (int a = j; a < N; a += 2 * half) {
        int b = a + half;
        float tr = re[b] * wr - im[b] * wi;
        float ti = re[b] * wi + im[b] * wr;
        re[b] = re[a] - tr;
        im[b] = im[a] - ti;
        re[a] += tr;
        im[a] += ti;
      }
    }
  }
  for (int i = 0; i < N / 2; i++)
    magnitudes[i] = __builtin_sqrtf(re[i] * re[i] + im[i] * im[i]);
}
