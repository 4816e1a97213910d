// Finds where a function is zero, by halving an interval. The function is not
// here: it is imported, so it can be any function of Python.
#define FROM_ENV(name) \
  __attribute__((import_module("env"), import_name(name)))

FROM_ENV("f") double f(double x);
FROM_ENV("log") void log_step(int step, double middle);

// f(low) < 0 < f(high)
__attribute__((export_name("solve")))
double solve(double low, double high, double tolerance) {
  double middle = (low + high) / 2;
  for (int step = 1; high - low > tolerance; step++) {
    log_step(step, middle);
    if (f(middle) < 0)
      low = middle;
    else
      high = middle;
    middle = (low + high) / 2;
  }
  return middle;
}
