# When the Python module of an import cannot be imported for a reason of its
# own, that reason is what one sees.
#: app.wat
#| (module (import "env" "f" (func)))
#: env.py
#| raise ValueError("broken env")
from check import equal

try:
    import app
    assert False
except ValueError as error:
    equal(str(error), "broken env")
