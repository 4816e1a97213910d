# When the Python module of an import is there but imports one that is not, or
# raises an ImportError of its own, that is what one sees.
#: app.wat
#| (module (import "env" "f" (func)))
#: env.py
#| import not_there
#: longer.wat
#| (module (import "environment" "f" (func)))
#: environment.py
#| import env
#: text.wat
#| (module (import "own_text" "f" (func)))
#: own_text.py
#| raise ImportError("needs a newer firmware")
#: bare.wat
#| (module (import "bare_error" "f" (func)))
#: bare_error.py
#| raise ImportError
#: dotted.wat
#| (module (import "no.such.module" "f" (func)))
#: part.wat
#| (module (import "env_part" "f" (func)))
#: env_part.py
#| import env_
from check import raises


def load(name):
    __import__(name)


raises(ImportError, "no module named 'not_there'", load, "app")
raises(ImportError, "no module named 'not_there'", load, "longer")
raises(ImportError, "needs a newer firmware", load, "text")
raises(ImportError, "", load, "bare")
raises(ImportError, "no.such.module.f: expected func (), not found", load,
       "dotted")
raises(ImportError, "no module named 'env_'", load, "part")
