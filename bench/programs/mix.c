// A mix of the work that CoreMark does: linked lists, integer matrices, a
// state machine over text, and a checksum over all of it. Freestanding, so
// that the same source is compiled natively and to WebAssembly.
#include "program.h"

#define LIST_NODES 64
#define MATRIX 12
#define TEXT 512

typedef struct Node {
  struct Node *next;
  int16_t value;
  uint16_t index;
} Node;

static Node nodes[LIST_NODES];
static int32_t left[MATRIX][MATRIX], right[MATRIX][MATRIX];
static int32_t product[MATRIX][MATRIX];
static uint8_t text[TEXT];

static uint16_t crc16(uint16_t crc, uint32_t value) {
  for (int i = 0; i < 16; ++i) {
    uint32_t bit = (value ^ crc) & 1;
    crc >>= 1;
    if (bit) crc ^= 0xa001;
    value >>= 1;
  }
  return crc;
}

static uint32_t random_state;
static uint32_t next_random(void) {
  random_state = random_state * 1664525u + 1013904223u;
  return random_state >> 8;
}

// ---------------------------------------------------------------- lists ---

static Node *make_list(void) {
  for (int i = 0; i < LIST_NODES; ++i) {
    nodes[i].value = (int16_t)(next_random() & 0x7fff);
    nodes[i].index = (uint16_t)i;
    nodes[i].next = i + 1 < LIST_NODES ? &nodes[i + 1] : 0;
  }
  return nodes;
}

static Node *find(Node *list, int16_t value) {
  while (list && list->value != value) list = list->next;
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

typedef int (*Compare)(const Node *, const Node *);

static int by_value(const Node *a, const Node *b) {
  return a->value - b->value;
}
static int by_index(const Node *a, const Node *b) {
  return a->index - b->index;
}

// Bottom-up merge sort.
static Node *sort(Node *list, Compare compare) {
  for (int width = 1;; width *= 2) {
    Node *p = list, *tail = 0;
    int merges = 0;
    list = 0;
    while (p) {
      ++merges;
      Node *q = p;
      int p_size = 0, q_size = width;
      while (p_size < width && q) {
        ++p_size;
        q = q->next;
      }
      while (p_size > 0 || (q_size > 0 && q)) {
        Node *taken;
        if (p_size == 0 ||
            (q_size > 0 && q && compare(p, q) > 0)) {
          taken = q;
          q = q->next;
          --q_size;
        } else {
          taken = p;
          p = p->next;
          --p_size;
        }
        if (tail) {
          tail->next = taken;
        } else {
          list = taken;
        }
        tail = taken;
      }
      p = q;
    }
    tail->next = 0;
    if (merges <= 1) return list;
  }
}

static uint16_t list_work(uint16_t crc) {
  Node *list = make_list();
  uint32_t found = 0;
  for (int i = 0; i < 16; ++i) {
    Node *hit = find(list, nodes[(i * 7) % LIST_NODES].value);
    if (hit) found += hit->index;
    list = reverse(list);
  }
  list = sort(list, by_value);
  for (Node *n = list; n; n = n->next) crc = crc16(crc, (uint16_t)n->value);
  list = sort(list, by_index);
  return crc16(crc, found + list->index);
}

// ------------------------------------------------------------- matrices ---

static uint16_t matrix_work(uint16_t crc, int32_t seed) {
  for (int i = 0; i < MATRIX; ++i) {
    for (int j = 0; j < MATRIX; ++j) {
      seed = (seed * 1103 + i * 31 + j) & 0xffff;
      left[i][j] = (int16_t)seed;
      right[i][j] = (int16_t)(seed + i + j);
    }
  }
  int32_t sum = 0;
  for (int i = 0; i < MATRIX; ++i) {
    for (int j = 0; j < MATRIX; ++j) {
      int32_t total = 0;
      for (int k = 0; k < MATRIX; ++k) total += left[i][k] * right[k][j];
      product[i][j] = total;
      sum += (total >> 2) & 0xff;
    }
  }
  for (int i = 0; i < MATRIX; ++i) {
    for (int j = 0; j < MATRIX; ++j) {
      int32_t bits = 0;
      for (int k = 0; k < MATRIX; ++k) {
        int32_t t = left[i][k] * right[k][j];
        bits += ((t >> 2) & 15) * ((t >> 5) & 127);
      }
      sum += bits + product[j][i];
    }
  }
  return crc16(crc, (uint32_t)sum);
}

// ---------------------------------------------------------- state machine ---

enum State { kStart, kInvalid, kSign, kInteger, kFloat, kExponent, kScientific,
             kStates };

static enum State scan(const uint8_t **at, uint32_t counts[kStates]) {
  const uint8_t *p = *at;
  enum State state = kStart;
  for (; *p && state != kInvalid; ++p) {
    uint8_t c = *p;
    if (c == ',') {
      ++p;
      break;
    }
    switch (state) {
      case kStart:
        state = c >= '0' && c <= '9' ? kInteger
                : c == '+' || c == '-' ? kSign
                : c == '.'             ? kFloat
                                       : kInvalid;
        ++counts[kStart];
        break;
      case kSign:
        state = c >= '0' && c <= '9' ? kInteger : c == '.' ? kFloat : kInvalid;
        ++counts[kSign];
        break;
      case kInteger:
        if (c == '.') {
          state = kFloat;
          ++counts[kInteger];
        } else if (c < '0' || c > '9') {
          state = kInvalid;
          ++counts[kInteger];
        }
        break;
      case kFloat:
        if (c == 'e' || c == 'E') {
          state = kExponent;
          ++counts[kFloat];
        } else if (c < '0' || c > '9') {
          state = kInvalid;
          ++counts[kFloat];
        }
        break;
      case kExponent:
        state = c == '+' || c == '-' ? kScientific : kInvalid;
        ++counts[kExponent];
        break;
      case kScientific:
        if (c < '0' || c > '9') {
          state = kInvalid;
          ++counts[kScientific];
        }
        break;
      default:
        break;
    }
  }
  while (*p && state == kInvalid && *p++ != ',') {
  }
  *at = p;
  return state;
}

static uint16_t text_work(uint16_t crc) {
  static const uint8_t words[] =
      "5012,1234,-874,+122,35.54400,.1234500,-110.700,+0.64400,5.500e+3,"
      "-.123e-2,-87e+832,+0.6e-12,T0.3e-1F,-T.T++Tq,1T3.4e4z,34.0e-T^,";
  uint32_t counts[kStates] = {0}, ends[kStates] = {0};
  int n = 0;
  for (int i = 0; n + 1 < TEXT; ++i)
    text[n++] = words[i % (int)(sizeof words - 1)];
  text[n] = 0;
  for (int flip = 0; flip < 2; ++flip) {
    const uint8_t *p = text;
    while (*p) ++ends[scan(&p, counts)];
    for (int i = 3; i < n; i += 17) {
      if (text[i] != ',') text[i] ^= 1;
    }
  }
  for (int i = 0; i < kStates; ++i) {
    crc = crc16(crc, counts[i]);
    crc = crc16(crc, ends[i]);
  }
  return crc;
}

uint32_t run(uint32_t rounds) {
  uint16_t crc = 0;
  random_state = 1;
  for (uint32_t i = 0; i < rounds; ++i) {
    crc = list_work(crc);
    crc = matrix_work(crc, (int32_t)i);
    crc = text_work(crc);
  }
  return crc;
}
