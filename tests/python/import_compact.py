# Imports in groups, which name their module once (compact import section): two with
# a type each, two of one type, and one by itself.
#: app.hex --no-instance
#| 00 61 73 6d 01 00 00 00 01 06 01 60 01 7f 01 7f 02 25 03 03 65 6e 76 00
#| 7f 02 01 61 00 00 01 62 00 00 03 65 6e 76 00 7e 00 00 02 01 63 01 64 03
#| 65 6e 76 01 65 00 00 03 02 01 00 07 05 01 01 66 00 05 0a 10 01 0e 00 20
#| 00 10 00 10 01 10 02 10 03 10 04 0b
from check import equal, raises
import app

env = {
    "a": lambda x: 10 * x + 1,
    "b": lambda x: 10 * x + 2,
    "c": lambda x: 10 * x + 3,
    "d": lambda x: 10 * x + 4,
    "e": lambda x: 10 * x + 5,
}
equal(app.instantiate({"env": env}).f(0), 12345)
del env["d"]
raises(ImportError, "env.d: expected func (i32) -> i32, not found",
       app.instantiate, {"env": env})
