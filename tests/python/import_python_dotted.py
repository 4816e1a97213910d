# A module name with dots is a module in a package.
#: app.wat
#| (module
#|   (import "machine_test.pin" "get" (func $get (result i32)))
#|   (func (export "run") (result i32) call $get))
import sys
from check import equal


class Pin:
    @staticmethod
    def get():
        return 7


class Package:
    pin = Pin


sys.modules["machine_test"] = Package
sys.modules["machine_test.pin"] = Pin
import app

equal(app.run(), 7)
