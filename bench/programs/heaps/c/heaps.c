// Sorting, a list, a tree and a checksum, all of it in memory of malloc.
#include <stdlib.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { kNumbers = 100, kKeys = 60, kBytes = 256 };

struct link {
  struct link *next;
  int value;
};

struct tree {
  struct tree *left, *right;
  int key, count;
};

static unsigned seed;

static int random_number(void) {
  seed = seed * 1103515245 + 12345;
  return seed >> 16 & 0x7fff;
}

static void sort(int *items, int n) {
  if (n < 2) return;
  int pivot = items[n / 2], low = 0, high = n - 1;
  for (;; low++, high--) {
    while (items[low] < pivot) low++;
    while (items[high] > pivot) high--;
    if (low >= high) break;
    int item = items[low];
    items[low] = items[high];
    items[high] = item;
  }
  sort(items, low);
  sort(items + low, n - low);
}

static unsigned sum_of_list(const int *items) {
  struct link *list = 0;
  for (int i = 0; i < kNumbers; i++) {
    struct link *link = malloc(sizeof *link);
    link->next = list;
    link->value = items[i];
    list = link;
  }
  unsigned sum = 0;
  while (list) {
    struct link *next = list->next;
    sum = sum * 17 + (unsigned)list->value;
    free(list);
    list = next;
  }
  return sum;
}

static struct tree *insert(struct tree *tree, int key) {
  if (!tree) {
    tree = calloc(1, sizeof *tree);
    tree->key = key;
  }
  if (key == tree->key) {
    tree->count++;
  } else if (key < tree->key) {
    tree->left = insert(tree->left, key);
  } else {
    tree->right = insert(tree->right, key);
  }
  return tree;
}

static unsigned take_apart(struct tree *tree) {
  if (!tree) return 0;
  unsigned sum = take_apart(tree->left) * 3 +
                 (unsigned)(tree->count * tree->key) + take_apart(tree->right);
  free(tree);
  return sum;
}

static unsigned checksum(void) {
  unsigned char *bytes = malloc(kBytes);
  for (int i = 0; i < kBytes; i++) bytes[i] = (unsigned char)random_number();
  unsigned crc = ~0u;
  for (int i = 0; i < kBytes; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  free(bytes);
  return crc;
}

EXPORT(run) unsigned run(int rounds) {
  unsigned sum = 0;
  seed = 1;
  while (rounds--) {
    int *items = malloc(kNumbers * sizeof *items);
    for (int i = 0; i < kNumbers; i++) items[i] = random_number();
    sort(items, kNumbers);
    sum = sum * 31 + sum_of_list(items);
    free(items);
    struct tree *tree = 0;
    for (int i = 0; i < kKeys; i++) tree = insert(tree, random_number() & 127);
    sum ^= take_apart(tree) + checksum();
  }
  return sum;
}
