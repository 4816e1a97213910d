# Imports are resolved in their order; the first that fails is reported.
#: app.wat --no-instance
#| (module
#|   (import "a" "one" (func)) (import "a" "two" (func))
#|   (import "b" "three" (func)))
from check import raises
import app

raises(ImportError, "a.one: expected func (), not found", app.instantiate, {})
raises(ImportError, "a.two: expected func (), not found",
       app.instantiate, {"a": {"one": print}})
raises(ImportError, "b.three: expected func (), not found",
       app.instantiate, {"a": {"one": print, "two": print}})
raises(ImportError, "b.three: expected func (), got int",
       app.instantiate, {"a": {"one": print, "two": print}, "b": {"three": 3}})
