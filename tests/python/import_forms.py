# `from app import f`, `import app as x`, a module inside of a package, and
# attributes that Python adds.
#: app.wat
#| (module (global $n (mut i32) (i32.const 0))
#|   (func (export "next") (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (global.get $n)))
#: inside.wat
#| (module (func (export "f") (result i32) i32.const 5))
import os
import sys
from check import equal
from app import next as following
import app as other

equal(following(), 1)
equal(other.next(), 2)
other.note = "text"
equal(sys.modules["app"].note, "text")


def move_to_package():
    try:
        os.mkdir("package")
    except OSError:  # a board whose file system has no folders
        return False
    with open("package/__init__.py", "w") as file:
        file.write("here = 1\n")
    os.rename("inside.mpy", "package/inside.mpy")
    return True


if move_to_package():
    from package import inside
    import package.inside

    equal(inside.f(), 5)
    equal(package.inside.f(), 5)
