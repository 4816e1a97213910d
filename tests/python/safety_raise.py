# What is raised is an exception, whatever the user's names stand for: the
# runtime's classes are the built-in ones, and a class Trap that makes none
# gives a TypeError.
#: needs 140k
#: env.py
#| def log(x):
#|     return 'text'
#: app.wat --growable-memory
#| (module
#|   (import "env" "log" (func $log (param i32) (result i32)))
#|   (memory (export "memory") 1 1)
#|   (table (export "table") 1 1 funcref)
#|   (global (export "constant") i32 (i32.const 1))
#|   (func (export "log") (param i32) (result i32) (call $log (local.get 0)))
#|   (func (export "div") (param i32) (result i32)
#|     (i32.div_s (i32.const 1) (local.get 0))))
#: needs_import.wat --no-instance
#| (module (import "env" "missing" (func)))
#: lean.wat --memory=lean
#| (module (memory (export "memory") 1024)
#|   (func (export "fill") (param i32)
#|     (memory.fill (i32.const 0) (i32.const 1) (local.get 0))))
import builtins
from check import equal, raises
import app
import needs_import
import lean

calls = []


def shadow(*args):
    calls.append(args)


def store(value):
    app.memory[0:2] = value


def assign():
    app.constant.value = 2


def check():
    raises(builtins.TypeError,
           "div() takes 1 positional arguments but 0 were given", app.div)
    raises(builtins.TypeError, "div() argument 1 must be i32, not str",
           app.div, "a")
    raises(builtins.TypeError, "env.log() result must be i32, not str",
           app.log, 1)
    raises(builtins.ValueError, "can't grow memory", app.memory.grow, 1)
    raises(builtins.ValueError, "can't grow table", app.table.grow, 1)
    raises(builtins.IndexError, "table index out of range",
           lambda: app.table[1])
    raises(builtins.AttributeError, "immutable global", assign)
    raises(builtins.ImportError, "env.missing: expected func (), not found",
           needs_import.instantiate)
    raises(builtins.ImportError, "env.missing: expected func (), not found",
           needs_import.instantiate, {"env": {}})
    raises(builtins.MemoryError, "no room for linear memory", lean.fill,
           1024 * 65536)
    raises(app.Trap, "integer divide by zero", app.div, 0)


check()
TypeError = ValueError = IndexError = AttributeError = ImportError = shadow
MemoryError = RuntimeError = shadow
check()
equal(calls, [])


class Other:
    pass


for new in (lambda cls, *args: None, lambda cls, *args: 5,
            lambda cls, *args: Other()):
    app.Trap.__new__ = new
    try:
        app.div(0)
        assert False
    except builtins.TypeError as error:
        equal(type(error), builtins.TypeError)


def fail(cls, *args):
    raise KeyError("mine")


app.Trap.__new__ = fail
raises(KeyError, "mine", app.div, 0)
