# A function without results returns None.
#: app.wat
#| (module (func (export "f")) (func (export "g") (param i32)))
import app

assert app.f() is None
assert app.g(1) is None
