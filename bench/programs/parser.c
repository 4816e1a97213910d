// A parser of JSON: a table of character classes, a switch, recursion.
#include "program.h"

static const char text[] =
    "{\"name\": \"sensor-12\", \"values\": [1, 22, 333, -4444, 5.25, 6e3],"
    " \"flags\": {\"on\": true, \"error\": null, \"ready\": false},"
    " \"history\": [[0, 1], [2, 3], [4, [5, [6, [7]]]]],"
    " \"text\": \"a \\\"quoted\\\" word \\u0041\"}";

enum { kOther, kSpace, kDigit, kLetter };
static uint8_t classes[128];

static const char *at;
static uint32_t hash;

static void note(uint32_t what) { hash = (hash ^ what) * 16777619u; }

static void skip_space(void) {
  while (classes[*at & 127] == kSpace) ++at;
}

static int string(void) {
  if (*at++ != '"') return 0;
  while (*at != '"') {
    if (!*at) return 0;
    if (*at == '\\') ++at;
    note((uint8_t)*at++);
  }
  ++at;
  return 1;
}

static int number(void) {
  int32_t value = 0;
  int negative = *at == '-';
  if (negative) ++at;
  if (classes[*at & 127] != kDigit) return 0;
  while (classes[*at & 127] == kDigit) value = value * 10 + (*at++ - '0');
  if (*at == '.') {
    ++at;
    while (classes[*at & 127] == kDigit) note((uint32_t)*at++);
  }
  if (*at == 'e') {
    ++at;
    while (classes[*at & 127] == kDigit) note((uint32_t)*at++);
  }
  note((uint32_t)(negative ? -value : value));
  return 1;
}

static int value(void) {
  skip_space();
  switch (*at) {
    case '{':
    case '[': {
      char close = *at == '{' ? '}' : ']';
      ++at;
      for (;;) {
        skip_space();
        if (*at == close) break;
        if (close == '}') {
          if (!string()) return 0;
          skip_space();
          if (*at++ != ':') return 0;
        }
        if (!value()) return 0;
        skip_space();
        if (*at == ',') {
          ++at;
        } else if (*at != close) {
          return 0;
        }
      }
      ++at;
      note((uint8_t)close);
      return 1;
    }
    case '"':
      return string();
    case 't':
    case 'f':
    case 'n':
      while (classes[*at & 127] == kLetter) note((uint8_t)*at++);
      return 1;
    default:
      return number();
  }
}

uint32_t run(uint32_t rounds) {
  for (int c = 0; c < 128; ++c) {
    classes[c] = c == ' ' || c == '\n'         ? kSpace
                 : c >= '0' && c <= '9'        ? kDigit
                 : (c | 32) >= 'a' && (c | 32) <= 'z' ? kLetter
                                               : kOther;
  }
  hash = 2166136261u;
  while (rounds--) {
    at = text;
    note((uint32_t)value());
  }
  return hash;
}
