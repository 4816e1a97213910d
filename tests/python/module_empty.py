# A module without anything can be imported.
#: app.wat
#| (module)
#: names.wat
#| (module (func $not_exported))
import app
import names
