# Calls every import that the runtime serves at each of the last depths at which
# it works, and at the first ones at which there is no room: it gives what it
# gives at the top, or an exception says that the stack is full. The same for
# instantiate() at each depth of Python's recursion.
#
# usage: board.py IN_THREAD [NAME]...
import gc
import sys

import app
import shared
import vectors

IN_THREAD = sys.argv[1] == "True"
NAMES = sys.argv[2:]
BELOW = 24
ABOVE = 12
FULL = ("call stack exhausted", "maximum recursion depth exceeded")


def run(depth, number, module):
    """What came out, or None when the stack was full."""
    try:
        if module is app:
            app.open(number)
        return module.run(depth, number)
    except RuntimeError as error:
        return None if str(error) in FULL else str(error)
    except (Exception, SystemExit) as error:
        return repr(error)


def sweep(name, number, module=app):
    at_top = run(0, number, module)
    assert at_top is not None, name
    low, high = 0, 1 << 13
    while low < high:
        middle = (low + high + 1) // 2
        if run(middle, number, module) is None:
            high = middle - 1
        else:
            low = middle
    assert low > BELOW, (name, low)
    for depth in range(low - BELOW, low + ABOVE):
        got = run(depth, number, module)
        assert got == (at_top if depth <= low else None), (name, depth, got)


def instantiate_everywhere(module):
    made = refused = 0
    depth = 0

    def down():
        nonlocal made, refused, depth
        depth += 1
        try:
            module.instantiate()
            made += 1
        except RuntimeError as error:
            assert str(error) in FULL, error
            refused += 1
        down()

    try:
        down()
    except RuntimeError as error:
        assert str(error) in FULL, error
    assert made and made + refused >= depth - 1, (made, refused, depth)
    return made + refused


def sweep_all():
    for number, name in enumerate(NAMES):
        gc.collect()
        sweep(name, number)
    sweep("vectors", 1, vectors)


if IN_THREAD:
    import _thread
    import time

    status = []

    def in_thread():
        try:
            sweep_all()
            status.append(0)
        finally:
            status.append(1)

    _thread.start_new_thread(in_thread, ())
    while not status:
        time.sleep(0.05)
    assert status[0] == 0
else:
    sweep_all()
# Always in the main task: by the unix port's own limit, threads crash in
# Python's recursion, now and then.
made = [instantiate_everywhere(module) for module in (app, shared)]
print((len(NAMES) + 1) * (BELOW + ABOVE), "calls,", sum(made), "instances")
