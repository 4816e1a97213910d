# A signature says how numbers look in Python: bool and uint beside what the
# types of WebAssembly give, references as objects, several results as a tuple.
#: app.pyi
#| def double(x: int) -> int
#| def wide(x: uint) -> uint
#| def unsigned(x: int) -> uint
#| def invert(yes: bool) -> bool
#| def wide_bool(yes: bool) -> bool
#| def half(x: float) -> float
#| def single(x: float) -> float: ...
#| def same(x: object) -> object
#| def divide(a: int, b: int) -> tuple[int, uint, bool]
#| def nothing() -> None
#| def raw(x: int) -> int  # export: unsigned-raw
#: app.wat --bind=app.pyi
#| (module
#|   (func (export "double") (param i32) (result i32)
#|     (i32.shl (local.get 0) (i32.const 1)))
#|   (func (export "wide") (param i64) (result i64) (local.get 0))
#|   (func (export "unsigned") (param i32) (result i32) (local.get 0))
#|   (func (export "unsigned-raw") (param i32) (result i32) (local.get 0))
#|   (func (export "invert") (param i32) (result i32)
#|     (i32.eqz (local.get 0)))
#|   (func (export "wide_bool") (param i64) (result i64)
#|     (i64.shl (local.get 0) (i64.const 40)))
#|   (func (export "half") (param f64) (result f64)
#|     (f64.mul (local.get 0) (f64.const 0.5)))
#|   (func (export "single") (param f32) (result f32) (local.get 0))
#|   (func (export "same") (param externref) (result externref) (local.get 0))
#|   (func (export "divide") (param i32 i32) (result i32 i32 i32)
#|     (i32.div_s (local.get 0) (local.get 1))
#|     (i32.sub (i32.const 0) (local.get 1))
#|     (local.get 1))
#|   (func (export "nothing")))
import app

assert app.double(21) == 42 and app.double(-1) == -2
assert app.wide(-1) == 0xFFFFFFFFFFFFFFFF and app.wide(1 << 63) == 1 << 63
assert app.unsigned(-1) == 0xFFFFFFFF and app.unsigned(5) == 5
assert app.invert(False) is True and app.invert(True) is False
assert app.invert(256) is False  # any other than 0 is 1
assert app.wide_bool(1) is True and app.wide_bool(1 << 32) is True
assert app.wide_bool(False) is False
assert app.half(5) == 2.5 and app.single(0.25) == 0.25
thing = [1]
assert app.same(thing) is thing and app.same(None) is None
assert app.divide(-7, 2) == (-3, 0xFFFFFFFE, True)
assert app.nothing() is None
# The export is there under its own name, too.
assert app.raw(-1) == -1 and getattr(app, "unsigned-raw")(-1) == -1
# An instance of one's own has bound functions, too.
assert app.instantiate().unsigned(-1) == 0xFFFFFFFF
print(app.divide)
#> divide(a: int, b: int) -> tuple[int, uint, bool]
