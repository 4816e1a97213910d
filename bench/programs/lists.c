// Linked lists: insertion in order, reversal, search.
#include "program.h"

#define NODES 200

typedef struct Node {
  struct Node *next;
  uint32_t key;
  uint32_t count;
} Node;

static Node nodes[NODES];

static Node *insert(Node *list, Node *node) {
  Node **at = &list;
  while (*at && (*at)->key < node->key) at = &(*at)->next;
  node->next = *at;
  *at = node;
  return list;
}

static Node *reverse(Node *list) {
  Node *done = 0;
  while (list) {
    Node *next = list->next;
    list->next = done;
    done = list;
    list = next;
  }
  return done;
}

static Node *find(Node *list, uint32_t key) {
  while (list && list->key != key) list = list->next;
  return list;
}

uint32_t run(uint32_t rounds) {
  uint32_t sum = 0;
  uint32_t state = 7;
  while (rounds--) {
    Node *list = 0;
    for (int i = 0; i < NODES; ++i) {
      state = state * 1664525u + 1013904223u;
      nodes[i].key = state >> 22;
      nodes[i].count = 0;
      list = insert(list, &nodes[i]);
    }
    list = reverse(list);
    for (uint32_t key = 0; key < 64; ++key) {
      Node *node = find(list, key * 16);
      if (node) sum += ++node->count + node->key;
    }
  }
  return sum;
}
