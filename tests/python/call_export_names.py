# Any name can be exported; getattr reaches those that are no identifiers.
#: app.wat
#| (module
#|   (func (export "") (result i32) i32.const 1)
#|   (func (export "two words") (result i32) i32.const 2)
#|   (func (export "\c3\a9t\c3\a9") (result i32) i32.const 3)
#|   (func (export "a\00b") (result i32) i32.const 4)
#|   (func (export "instantiate") (result i32) i32.const 5)
#|   (func (export "__name__") (result i32) i32.const 6)
#|   (func (export "class") (result i32) i32.const 7)
#|   (func (export "Trap") (result i32) i32.const 8)
#|   (func (export "trap") unreachable))
from check import equal
import app

equal(getattr(app, "")(), 1)
equal(getattr(app, "two words")(), 2)
equal(getattr(app, "été")(), 3)
equal(getattr(app, "a\x00b")(), 4)
equal(app.instantiate(), 5)
equal(app.__name__(), 6)
equal(getattr(app, "class")(), 7)
equal(app.Trap(), 8)
try:
    app.trap()
    assert False
except RuntimeError as error:
    equal(str(error), "unreachable")
