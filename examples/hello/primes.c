// primes.c
__attribute__((export_name("count"))) int count_primes(int n) {
  int found = 0;
  for (int i = 2, d; i < n; i++) {
    for (d = 2; d * d <= i && i % d != 0; d++) {}
    found += d * d > i;
  }
  return found;
}
