__attribute__((export_name("count")))
int count_primes(int n) {
  int found = 0;
  for (int i = 2; i < n; i++) {
    int d = 2;
    while (d * d <= i && i % d != 0) d++;
    found += d * d > i;
  }
  return found;
}
