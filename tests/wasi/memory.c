// The heap, sorting, text; more output at once than a buffer of stdio holds.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b) {
  unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
  return left < right ? -1 : left > right;
}

int main(void) {
  size_t n = 2000;
  unsigned *numbers = malloc(n * sizeof(*numbers));
  unsigned state = 1;
  for (size_t i = 0; i < n; i++)
    numbers[i] = state = state * 1664525u + 1013904223u;
  qsort(numbers, n, sizeof(*numbers), by_value);
  for (size_t i = 1; i < n; i++)
    if (numbers[i - 1] > numbers[i]) return 1;
  printf("%u %u %u\n", numbers[0], numbers[n / 2], numbers[n - 1]);
  numbers = realloc(numbers, 3 * n * sizeof(*numbers));
  char *text = (char *)numbers;
  memset(text, '-', 5000);
  text[5000] = '\n';
  printf("%zu\n", fwrite(text, 1, 5001, stdout));
  free(numbers);
  return 0;
}
