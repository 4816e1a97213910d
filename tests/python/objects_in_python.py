# Functions, memories, tables and globals behave as plain Python objects:
# printed, compared, true, and of a type that makes nothing.
#: needs 80k
#: app.wat
#| (module
#|   (memory (export "m") 1) (table (export "t") 1 funcref)
#|   (global (export "g") i32 (i32.const 0))
#|   (func (export "f") (param i32) (result i32) local.get 0))
from check import equal, fails
import app

for thing in (app.f, app.m, app.t, app.g, app.instantiate):
    assert "wasm" in repr(thing), repr(thing)
    assert str(thing) == repr(thing)
    assert thing
    assert thing == thing
    assert thing != app
    assert isinstance(thing, type(thing))
    fails(TypeError, type(thing))
    fails(TypeError, type(thing), 1)
    fails(AttributeError, getattr, thing, "no_such_name")
    fails(TypeError, lambda: thing + 1)
    fails(TypeError, lambda: -thing)
    fails(TypeError, lambda: thing < thing)
    fails(TypeError, lambda: 1 in thing)
    fails(TypeError, iter, thing)
for thing in (app.m, app.t, app.g):
    assert not callable(thing)
    fails(TypeError, lambda: thing())
fails(TypeError, lambda: app.f[0])
fails(TypeError, lambda: app.g[0])
fails(TypeError, len, app.f)
fails(TypeError, len, app.g)
equal(list(map(app.f, (1, 2, 3))), [1, 2, 3])
equal(sorted((3, 1, 2), key=app.f), [1, 2, 3])
