# Functions are keys of dictionaries and members of sets, as Python's are.
#: app.pyi
#| def size(text: str) -> int
#: app.wat --bind=app.pyi
#| (module
#|   (memory 1)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (func (export "f"))
#|   (func (export "g"))
#|   (func (export "size") (param i32 i32) (result i32) (local.get 1)))
import app

names = {app.f: "f", app.g: "g", app.size: "size"}
assert names[app.f] == "f" and names[app.g] == "g"
assert names[app.size] == "size" and app.instantiate not in names
assert len({app.f, app.g, app.f}) == 2 and app.f == app.f != app.g
