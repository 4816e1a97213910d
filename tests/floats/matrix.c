// Every operation on floats that WebAssembly has, on operands at all distances
// of exponents, as a module: what it computes on a board must be what it
// computes in node. Results are told as one hash for each operation; if one
// differs, `chunk` and then `result` find the operands.
//
// Operands have fractions at which rounding decides: next to powers of two, to
// the halves of them, and where one word of a double ends.
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { kDistances = 131, kMostFractions = 32 };

static double f64(uint64_t bits) { return __builtin_bit_cast(double, bits); }
static float f32(uint64_t bits) {
  return __builtin_bit_cast(float, (uint32_t)bits);
}

// The sign and the payload of a NaN are open.
static uint64_t bits64(double a) {
  return a != a ? 0x7ff8000000000000 : __builtin_bit_cast(uint64_t, a);
}
static uint64_t bits32(float a) {
  return a != a ? 0x7fc00000 : __builtin_bit_cast(uint32_t, a);
}

// --- Operations --------------------------------------------------------------

typedef uint64_t Operation(uint64_t x, uint64_t y);

#define BINARY(name, expression)                       \
  static uint64_t name##_f64(uint64_t x, uint64_t y) { \
    double a = f64(x), b = f64(y);                     \
    return bits64(expression);                         \
  }                                                    \
  static uint64_t name##_f32(uint64_t x, uint64_t y) { \
    float a = f32(x), b = f32(y);                      \
    return bits32(expression);                         \
  }

#define UNARY(name, builtin)                           \
  static uint64_t name##_f64(uint64_t x, uint64_t y) { \
    (void)y;                                           \
    return bits64(builtin(f64(x)));                    \
  }                                                    \
  static uint64_t name##_f32(uint64_t x, uint64_t y) { \
    (void)y;                                           \
    return bits32(builtin##f(f32(x)));                 \
  }

#define CONVERSION(name, expression)             \
  static uint64_t name(uint64_t x, uint64_t y) { \
    (void)y;                                     \
    return expression;                           \
  }

BINARY(add, a + b)
BINARY(sub, a - b)
BINARY(mul, a *b)
BINARY(div, a / b)

static uint64_t compare_f64(uint64_t x, uint64_t y) {
  double a = f64(x), b = f64(y);
  return (a == b) | (a != b) << 1 | (a < b) << 2 | (a <= b) << 3 |
         (a > b) << 4 | (a >= b) << 5;
}
static uint64_t compare_f32(uint64_t x, uint64_t y) {
  float a = f32(x), b = f32(y);
  return (a == b) | (a != b) << 1 | (a < b) << 2 | (a <= b) << 3 |
         (a > b) << 4 | (a >= b) << 5;
}
static uint64_t least_f64(uint64_t x, uint64_t y) {
  double a = f64(x), b = f64(y);
  return bits64(__builtin_wasm_min_f64(a, b)) ^
         bits64(__builtin_wasm_max_f64(a, b)) << 1;
}
static uint64_t least_f32(uint64_t x, uint64_t y) {
  float a = f32(x), b = f32(y);
  return bits32(__builtin_wasm_min_f32(a, b)) ^
         bits32(__builtin_wasm_max_f32(a, b)) << 1;
}

UNARY(sqrt, __builtin_sqrt)
UNARY(ceil, __builtin_ceil)
UNARY(floor, __builtin_floor)
UNARY(trunc, __builtin_trunc)
UNARY(nearest, __builtin_nearbyint)

CONVERSION(demote, bits32((float)f64(x)))
CONVERSION(promote, bits64((double)f32(x)))
CONVERSION(i32_s_f64, (uint32_t)__builtin_wasm_trunc_saturate_s_i32_f64(f64(x)))
CONVERSION(i32_u_f64, (uint32_t)__builtin_wasm_trunc_saturate_u_i32_f64(f64(x)))
CONVERSION(i64_s_f64, (uint64_t)__builtin_wasm_trunc_saturate_s_i64_f64(f64(x)))
CONVERSION(i64_u_f64, (uint64_t)__builtin_wasm_trunc_saturate_u_i64_f64(f64(x)))
CONVERSION(i32_s_f32, (uint32_t)__builtin_wasm_trunc_saturate_s_i32_f32(f32(x)))
CONVERSION(i32_u_f32, (uint32_t)__builtin_wasm_trunc_saturate_u_i32_f32(f32(x)))
CONVERSION(i64_s_f32, (uint64_t)__builtin_wasm_trunc_saturate_s_i64_f32(f32(x)))
CONVERSION(i64_u_f32, (uint64_t)__builtin_wasm_trunc_saturate_u_i64_f32(f32(x)))
CONVERSION(f64_i32_s, bits64((double)(int32_t)x))
CONVERSION(f64_i32_u, bits64((double)(uint32_t)x))
CONVERSION(f64_i64_s, bits64((double)(int64_t)x))
CONVERSION(f64_i64_u, bits64((double)x))
CONVERSION(f32_i32_s, bits32((float)(int32_t)x))
CONVERSION(f32_i32_u, bits32((float)(uint32_t)x))
CONVERSION(f32_i64_s, bits32((float)(int64_t)x))
CONVERSION(f32_i64_u, bits32((float)x))

// --- Operands ----------------------------------------------------------------

// The first ones are those that matter most: `size` says how many are used.
static const uint64_t fractions64[kMostFractions] = {
    0,
    1,
    0xfffffffffffff,
    0xffffffffffffe,
    0x8000000000000,
    0x7ffffffffffff,
    0xffffffffffffd,
    0x80000000,
    0xffffffff,
    3,
    2,
    0x8000000000001,
    0x80000001,
    0x100000000,
    0xfffff00000000,
    0xfffff7fffffff,
    0x5555555555555,
    0xaaaaaaaaaaaaa,
    0x4000000000000,
    0x3ffffffffffff,
    0x0000000010000,
    0x00000000fffff,
    0x0000000200000,
    0x0000040000000,
    0x00000c0000000,
    0x0000300000000,
    0xffffe80000000,
    0xffffe7fffffff,
    0x123456789abcd,
    0xc000000000000,
    0xfedcba9876543,
    0x000007fffffff,
};
static const uint32_t fractions32[kMostFractions] = {
    0,        1,        0x7fffff, 0x7ffffe, 0x400000, 0x3fffff, 0x7ffffd,
    0x800,    0xfff,    3,        2,        0x400001, 0x801,    0x1000,
    0x7ff000, 0x7ff7ff, 0x555555, 0x2aaaaa, 0x200000, 0x1fffff, 0x100,
    0xff,     0x80,     0x10000,  0x18000,  0x6000,   0x7fe800, 0x7fe7ff,
    0x123456, 0x600000, 0x789abc, 0x7ff,
};

// What decides the exponents of two operands, or what one is made of.
typedef enum { kSum, kProduct, kQuotient, kOne, kInteger } Kind;

typedef struct {
  Operation *run;
  Kind kind;
  int is_double;
} Row;

#define BOTH(name, kind) {name##_f64, kind, 1}, {name##_f32, kind, 0}
static const Row rows[] = {
    BOTH(add, kSum),          BOTH(sub, kSum),
    BOTH(mul, kProduct),      BOTH(div, kQuotient),
    BOTH(compare, kSum),      BOTH(least, kSum),
    BOTH(sqrt, kOne),         BOTH(ceil, kOne),
    BOTH(floor, kOne),        BOTH(trunc, kOne),
    BOTH(nearest, kOne),      BOTH(i32_s, kOne),
    BOTH(i32_u, kOne),        BOTH(i64_s, kOne),
    BOTH(i64_u, kOne),        {demote, kOne, 1},
    {promote, kOne, 0},       {f64_i32_s, kInteger, 1},
    {f64_i32_u, kInteger, 1}, {f64_i64_s, kInteger, 1},
    {f64_i64_u, kInteger, 1}, {f32_i32_s, kInteger, 0},
    {f32_i32_u, kInteger, 0}, {f32_i64_s, kInteger, 0},
    {f32_i64_u, kInteger, 0},
};

static int size = 8;

// Exponents are brought into the range, where they become those of 0, subnormal
// numbers, infinity and NaN.
static uint64_t number(int is_double, int sign, int exponent, int fraction) {
  int most = is_double ? 2047 : 255;
  if (exponent < 0) exponent = 0;
  if (exponent > most) exponent = most;
  if (is_double) {
    return (uint64_t)sign << 63 | (uint64_t)exponent << 52 |
           fractions64[fraction];
  }
  return (uint32_t)sign << 31 | (uint32_t)exponent << 23 |
         fractions32[fraction];
}

// Places in the range of exponents: its lower end, the middle, its upper end.
enum { kPlaces = 3 };

static void find_exponents(const Row *row, int place, int distance, int *a,
                           int *b) {
  int bias = row->is_double ? 1023 : 127;
  int most = 2 * bias + 1, around = distance - kDistances / 2;
  if (row->kind == kProduct && place != 1) {
    // Of products next to the least and the largest number.
    *a = bias / 2 + (place == 0 ? 0 : bias);
    *b = (place == 0 ? bias : most + bias) + around - *a;
  } else if (row->kind == kQuotient && place != 1) {
    *a = place == 0 ? bias / 4 : most - bias / 4;
    *b = *a + (place == 0 ? bias : -bias - 1) - around;
  } else {
    int lower[kPlaces] = {0, bias - kDistances / 2, most - distance};
    *b = lower[place];
    *a = *b + distance;
  }
}

// Chunks of `kOne` are an exponent each, of `kInteger` a length.
EXPORT(chunks) int chunks(int operation) {
  const Row *row = &rows[operation];
  if (row->kind == kOne) return row->is_double ? 2048 : 256;
  return row->kind == kInteger ? 64 : kDistances;
}

EXPORT(count) int count(int operation) {
  Kind kind = rows[operation].kind;
  if (kind == kOne) return size * 2;
  return kind == kInteger ? 64 * 8 : kPlaces * 4 * size * size;
}

static uint64_t integer(int length, int index) {
  uint64_t top = UINT64_C(1) << length, other = UINT64_C(1) << index / 8;
  uint64_t sum = (index & 1) != 0 ? top - other : top + other;
  if ((index & 2) != 0) sum += top >> 24 | top >> 53;
  return (index & 4) != 0 ? -sum : sum;
}

static void find_operands(const Row *row, int chunk, int index, uint64_t *x,
                          uint64_t *y) {
  *y = 0;
  if (row->kind == kInteger) {
    *x = integer(chunk, index);
  } else if (row->kind == kOne) {
    *x = number(row->is_double, index & 1, chunk, index / 2);
  } else {
    int a, b, fractions = index / (4 * kPlaces);
    find_exponents(row, index / 4 % kPlaces, chunk, &a, &b);
    *x = number(row->is_double, index & 1, a, fractions % size);
    *y = number(row->is_double, index / 2 & 1, b, fractions / size);
  }
}

// --- Exports -----------------------------------------------------------------

EXPORT(operations) int operations(void) { return LENGTH(rows); }
EXPORT(set_size) void set_size(int fractions) { size = fractions; }

EXPORT(operand) uint64_t operand(int operation, int chunk, int index, int at) {
  uint64_t operands[2];
  find_operands(&rows[operation], chunk, index, &operands[0], &operands[1]);
  return operands[at];
}

EXPORT(result) uint64_t result(int operation, int chunk, int index) {
  uint64_t x, y;
  find_operands(&rows[operation], chunk, index, &x, &y);
  return rows[operation].run(x, y);
}

EXPORT(chunk) uint64_t hash_of_chunk(int operation, int chunk) {
  uint64_t hash = 0;
  for (int i = 0, n = count(operation); i < n; ++i) {
    hash = (hash << 7 | hash >> 57) + result(operation, chunk, i);
  }
  return hash;
}

EXPORT(all) uint64_t hash_of_all(int operation) {
  uint64_t hash = 0;
  for (int i = 0, n = chunks(operation); i < n; ++i) {
    hash = (hash << 9 | hash >> 55) + hash_of_chunk(operation, i);
  }
  return hash;
}
