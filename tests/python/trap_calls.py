# --names=full: a trap tells the exports and imports that it passes on its way to
# Python, the innermost first; its object stays the same.
#: needs 1000k
#: app.wat --memory=exact --names=full --no-instance
#| (module
#|   (import "env" "g" (func $g (param i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (type $plain (func (param i32) (result i32)))
#|   (table (export "table") 1 funcref) (elem (i32.const 0) $hidden)
#|   (func $hidden (type $plain) (i32.load (local.get 0)))
#|   (func (export "f") (type $plain) (call $g (local.get 0)))
#|   (export "g" (func $g))
#|   (func (export "h") (type $plain) (call $hidden (local.get 0)))
#|   (func (export "wasm") (type $plain) (call $hidden (local.get 0))))
#: long.wat --memory=exact --names=full --no-instance
#| (module
#|   (import "env" "g" (func $g (param i32) (result i32)))
#|   (func (export "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")
#|     (param i32) (result i32) (call $g (local.get 0))))
#: other.wat --memory=exact --names=full
#| (module
#|   (memory 1)
#|   (func $read (export "read") (param i32) (result i32)
#|     (i32.load (local.get 0))))
#: app.pyi
#| def length(text: str) -> int
#: bound.wat --memory=exact --names=full --bind=app.pyi
#| (module
#|   (memory 1)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (func $first (export "length") (param i32 i32) (result i32) (unreachable)))
#: plain.wat --memory=exact --names=none --no-instance
#| (module
#|   (import "env" "g" (func $g (param i32) (result i32)))
#|   (func (export "f") (param i32) (result i32) (call $g (local.get 0))))
import check
from check import equal, raises, without_callers
import app, bound, long, other, plain

LOAD = "out of bounds memory access in "


def trap(function, *args):
    return without_callers(check.trap(function, *args))


def g(x):
    return instance.h(x)


def instantiate(function, module=app):
    return module.instantiate({"env": {"g": function}})


instance = instantiate(g)
equal(trap(instance.h, -1), LOAD + "hidden\n  from export h")
F = """hidden
  from export h
  from import env.g
  from export f"""
for _ in range(2):
    equal(trap(instance.f, -1), LOAD + F)
equal(trap(instance.g, -1), LOAD + """hidden
  from export h
  from import env.g
  from export g""")
equal(instance.f(8), 0)
equal(trap(instance.table[0], -1), LOAD + "hidden\n  from a reference")
equal(trap(instance.wasm, -1), LOAD + "hidden\n  from export wasm")

# Another module's function, with no Python in between.
equal(trap(instantiate(other.read).f, -1), LOAD + """read
  from export read
  from import env.g
  from export f""")

# A module that tells nothing is passed in silence.
equal(trap(instantiate(instance.f, plain).f, -1), LOAD + F)

equal(trap(bound.length, "x"), "unreachable in first\n  from export length")

# The object that Python catches is the one that goes on.
caught = []


def keep(x):
    try:
        return instance.h(x)
    except Exception as error:
        caught.append((error, without_callers(str(error))))
        raise


equal(trap(instantiate(keep).f, -1), LOAD + F)
error, text = caught[0]
equal(text, LOAD + "hidden\n  from export h")
equal(without_callers(str(error)), LOAD + F)
equal(type(error), app.Trap)

# A recursion through Python has no end of lines.
LONG = "f" * 180


def again(x):
    return getattr(recursive, LONG)(x + 1) if x < 2 else instance.h(-1)


recursive = instantiate(again, long)
text = check.trap(getattr(recursive, LONG), 0)
assert without_callers(text).startswith(
    LOAD + "hidden\n  from export h\n  from import env.g"), text
assert 600 <= len(text) < 900, text
assert text.count(LONG) in (2, 3), text


# Other exceptions stay as they are, also one that only looks like a trap.
def fail(kind):
    def raise_it(x):
        raise kind

    return raise_it


class Trap(Exception):
    pass


raises(ValueError, "no", instantiate(fail(ValueError("no"))).f, 1)
raises(Trap, "", instantiate(fail(Trap())).f, 1)
raises(Trap, "1", instantiate(fail(Trap(1))).f, 1)
