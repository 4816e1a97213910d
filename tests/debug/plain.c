// Places that the optimiser moves, joins and inlines.
#define EXPORT(name) __attribute__((export_name(#name))) int name

struct record {
  int kind, size, next;
};

static int quotient(int a, int b) {
  return a / b;  // @inlined.0 quotient
}

EXPORT(inlined)(int n) {
  int sum = 3;
  return quotient(sum, n) + 1;  // @inlined.1 inlined
}

static int read_at(const int *from, int index) {
  return from[index];  // @nested.0 read_at
}

static int read_size(const struct record *record) {
  return read_at((const int *)record, 1);  // @nested.1 read_size
}

EXPORT(nested)(int n) {
  const struct record *records = (const struct record *)(n - 8);
  int sum = 0;
  for (int i = 0; i < 4; i++)
    sum += read_size(&records[i]);  // @nested.2 nested
  return sum;
}

// In one function, so that several checks could share a trap.
EXPORT(second)(int n) {
  static int items[16];
  items[n & 15] = n;
  int *far = (int *)(n - 64);
  int sum = items[(n + 3) & 15];
  sum += far[2];  // @second.0 second
  sum += items[(n + 5) & 15];
  return sum;
}

__attribute__((noinline)) static void check(int is_good) {
  if (!is_good) __builtin_trap();  // @called.0 check
}

EXPORT(called)(int n) {
  check(n != 0);  // @called.1 called by called
  return n;
}

static int ratio(int a, int b) {
  return a / b;  // @descends.0 ratio
}

// A recursion that stays one, with a place that was inlined.
__attribute__((noinline)) static int descend(int n, int depth) {
  if (depth == 0) return ratio(n + 1, n);  // @descends.1 descend
  return descend(n, depth - 1) * 3 + depth;  // @descends.2 called by descend
}

EXPORT(descends)(int n) {
  return descend(n, 1) + 1;  // @descends.3 called by descends
}

typedef int (*callback)(int);
static int twice(int n) { return 2 * n; }
static int half(int n) { return n / 2; }
callback callbacks[3] = {twice, 0, half};

EXPORT(indirect)(int n) {
  return callbacks[n + 1](n);  // @indirect.0 indirect
}

EXPORT(loop)(int n) {
  int sum = 0;
  const int *items = (const int *)(n + 131000);
  for (int i = 0; i < 1000; i++) sum += items[i];  // @loop.0 loop
  return sum;
}

// More than the linker has left for the stack.
EXPORT(stack)(int n) {
  volatile int items[2000];
  items[n & 7] = n;  // @stack.0 stack
  return items[0];
}
