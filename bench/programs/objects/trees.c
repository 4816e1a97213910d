// trees.wat with malloc and free.
#include <stdlib.h>

struct node {
  struct node *left, *right;
  unsigned key, value;
};

struct tree {
  struct tree *left, *right;
  unsigned value;
};

static void *allocate(size_t size) {
  void *block = malloc(size);
  if (!block) abort();
  return block;
}

static struct tree *build(int depth) {
  struct tree *tree = allocate(sizeof *tree);
  *tree = (struct tree){NULL, NULL, 1};
  if (depth > 0)
    *tree = (struct tree){build(depth - 1), build(depth - 1), (unsigned)depth};
  return tree;
}

static unsigned sum_of(const struct tree *tree) {
  return tree ? tree->value + sum_of(tree->left) + sum_of(tree->right) : 0;
}

static void free_tree(struct tree *tree) {
  if (!tree) return;
  free_tree(tree->left);
  free_tree(tree->right);
  free(tree);
}

static void free_map(struct node *node) {
  if (!node) return;
  free_map(node->left);
  free_map(node->right);
  free(node);
}

__attribute__((export_name("trees"))) unsigned trees(int depth, int rounds) {
  unsigned sum = 0;
  while (rounds--) {
    struct tree *tree = build(depth);
    sum += sum_of(tree);
    free_tree(tree);
  }
  return sum;
}

static struct tree *kept;
__attribute__((export_name("keep"))) void keep(int depth) {
  kept = build(depth);
}

static struct node *add(struct node *root, unsigned key) {
  struct node *new = allocate(sizeof *new);
  *new = (struct node){NULL, NULL, key, key * 3};
  struct node **at = &root;
  while (*at) at = key < (*at)->key ? &(*at)->left : &(*at)->right;
  *at = new;
  return root;
}

static unsigned find(const struct node *at, unsigned key) {
  for (; at; at = key < at->key ? at->left : at->right)
    if (at->key == key) return at->value;
  return 0;
}

static unsigned next_random(unsigned seed) {
  return (seed * 1103515245 + 12345) & 0x3fffffff;
}

__attribute__((export_name("map"))) unsigned map(int count, int rounds) {
  unsigned sum = 0;
  while (rounds--) {
    struct node *root = NULL;
    unsigned seed = (unsigned)rounds;
    for (int i = 0; i < count; i++) root = add(root, seed = next_random(seed));
    seed = (unsigned)rounds;
    for (int i = 0; i < count; i++) sum += find(root, seed = next_random(seed));
    free_map(root);
  }
  return sum;
}
