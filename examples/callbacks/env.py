# `import solve` finds its imports env.f and env.log here.


def f(x):
    return x * x - 2


def log(step, middle):
    if step <= 3:
        print("  step %d: %s" % (step, middle))
