# Compiled code that calls Python: the function to solve, and a log.
import math

import solve

# `import` looked the imports up in env.py.
print("square root of 2:")
root = solve.solve(1, 2, 1e-4)
print("  %.3f" % root)
assert abs(root - math.sqrt(2)) < 1e-4

# instantiate() makes another instance, with other imports.
steps = []
other = solve.instantiate(
    {
        "env": {
            "f": lambda x: x - math.cos(x),
            "log": lambda step, middle: steps.append(middle),
        }
    }
)
root = other.solve(0, 1, 1e-4)
print("x = cos x: %.3f after %d steps" % (root, len(steps)))
assert abs(root - math.cos(root)) < 1e-3
assert len(steps) == 14

# An exception of the Python function passes through the compiled code to its
# caller; the instance is as good as before.
def picky(x):
    if x == 0.5:
        raise ValueError("no value for 0.5")
    return x - 0.25


third = solve.instantiate({"env": {"f": picky, "log": lambda *_: None}})
try:
    third.solve(0, 1, 1e-4)
    assert False
except ValueError as error:
    print("ValueError: %s" % error)
assert abs(third.solve(0.1, 0.8, 1e-4) - 0.25) < 1e-4

# A missing import is named, with the type that it should have.
try:
    solve.instantiate({"env": {"log": print}})
    assert False
except ImportError as error:
    print("ImportError: %s" % error)
    assert str(error) == "env.f: expected func (f64) -> f64, not found"
