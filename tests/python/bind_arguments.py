# Arguments by position and by name; texts of errors have the names.
#: app.pyi
#| def sub(a: int, b: int, a_long_name: int) -> int: ...
#: app.wat --bind=app.pyi
#| (module
#|   (func (export "sub") (param i32 i32 i32) (result i32)
#|     (i32.sub (i32.sub (local.get 0) (local.get 1)) (local.get 2))))
import app

assert app.sub(9, 2, 3) == 4
assert app.sub(9, 2, a_long_name=3) == 4
assert app.sub(a_long_name=3, b=2, a=9) == 4
assert app.sub(9, **{"a_long_name": 3, "b": 2}) == 4


def refused(*args, **named):
    try:
        app.sub(*args, **named)
    except TypeError as error:
        print(error)


refused()
refused(1, 2)
refused(1, 2, 3, 4)
refused(1, 2, a=3)
refused(1, 2, a_long=3)
refused(1, 2, a_long_name_=3)
refused(1, b=2, c=3)
refused(1, 2, 3, b=2)
refused(1, "2", 3)
refused(1, 2, a_long_name=2.5)
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> arguments must match sub(a: int, b: int, a_long_name: int) -> int
#> sub() argument b must be int, not str
#> sub() argument a_long_name must be int, not float
