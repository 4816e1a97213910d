# Only MicroPython's own words say that a module is not there. An ImportError
# that a module raises itself passes through, whatever its text.
#: needs 60k
#: same.py
#| raise ImportError("sixteen letters!")
#: long.py
#| raise ImportError("failed to import long.")
#: other.py
#| import there_is_no_such_module
#: app_same.wat
#| (module (import "same" "f" (func)))
#: app_long.wat
#| (module (import "long" "f" (func)))
#: app_other.wat
#| (module (import "other" "f" (func)))
#: app_none.wat
#| (module (import "none" "f" (func)))
from check import raises

equal_size = "module not found"
assert len("sixteen letters!") == len(equal_size)
raises(ImportError, "sixteen letters!", __import__, "app_same")
raises(ImportError, "failed to import long.", __import__, "app_long")
raises(ImportError, "none.f: expected func (), not found", __import__,
       "app_none")
try:
    import app_other
except ImportError as error:
    assert "expected" not in str(error) or str(error) == (
        "other.f: expected func (), not found"), error
