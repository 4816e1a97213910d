// malloc, calloc, realloc and free of wasi-libc.
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

struct node {
  struct node *next;
  int value;
};
static struct node *list;

EXPORT(push) int push(int value) {
  struct node *node = malloc(sizeof *node);
  if (!node) return -1;
  node->value = value;
  node->next = list;
  list = node;
  return 0;
}

EXPORT(sum) int sum(void) {
  int total = 0;
  for (struct node *node = list; node; node = node->next) total += node->value;
  return total;
}

EXPORT(clear) void clear(void) {
  while (list) {
    struct node *node = list;
    list = node->next;
    free(node);
  }
}

EXPORT(primes) int primes(int n) {
  char *composite = calloc((size_t)n, 1);
  if (!composite) return -1;
  int count = 0;
  for (int i = 2; i < n; i++) {
    if (composite[i]) continue;
    count++;
    for (int k = i + i; k < n; k += i) composite[k] = 1;
  }
  free(composite);
  return count;
}

EXPORT(append) int append(int n) {
  char *text = 0;
  for (int i = 0; i < n; i++) {
    char *longer = realloc(text, (size_t)i + 2);
    if (!longer) return -1;
    text = longer;
    text[i] = (char)('a' + i % 26);
    text[i + 1] = 0;
  }
  int size = (int)strlen(text);
  free(text);
  return size;
}
