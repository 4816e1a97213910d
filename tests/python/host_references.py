# References go through Python functions unchanged.
#: app.wat --no-instance
#| (module
#|   (import "env" "x" (func $x (param externref) (result externref)))
#|   (import "env" "f" (func $f (param funcref) (result funcref)))
#|   (func (export "x") (param externref) (result externref)
#|     local.get 0 call $x)
#|   (func (export "f") (param funcref) (result funcref)
#|     local.get 0 call $f))
from check import equal, raises
import app

seen = []
answer = None


def note(value):
    seen.append(value)
    return answer


instance = app.instantiate({"env": {"x": note, "f": note}})
thing = [1]
assert instance.x(thing) is None and seen.pop() is thing
answer = thing
assert instance.x(None) is thing and seen.pop() is None
raises(TypeError, "env.f() result must be funcref, not list",
       instance.f, instance.f)
assert seen.pop() is instance.f
answer = instance.f
assert instance.f(None) is instance.f
