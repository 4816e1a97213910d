# A global that has an object is none for an import that wants a function, though
# both are references.
#: objects.hex
#| 00 61 73 6d 01 00 00 00 01 05 01 5f 01 7f 00 06 19 03 64 6c 00 41 07 fb
#| 1c 0b 64 6b 00 41 05 fb 00 00 0b 6e 00 41 07 fb 1c 0b 07 0d 03 01 69 03
#| 00 01 73 03 01 01 61 03 02
#     (type $s (struct (field i32)))
#     (global (export "i") (ref i31) (ref.i31 (i32.const 7)))
#     (global (export "s") (ref $s) (struct.new $s (i32.const 5)))
#     (global (export "a") anyref (ref.i31 (i32.const 7)))
#: any.wat --no-instance
#| (module
#|   (import "env" "f" (global $f funcref))
#|   (func (export "is_null") (result i32) (ref.is_null (global.get $f))))
#: typed.hex --no-instance
#| 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 02 0b 01 03 65 6e 76 01 66 03
#| 63 00 00 03 02 01 00 07 08 01 04 63 61 6c 6c 00 00 0a 08 01 06 00 23 00
#| 14 00 0b
#     (type $type (func))
#     (import "env" "f" (global $f (ref null $type)))
#     (func (export "call") (call_ref $type (global.get $f)))
from check import equal, fails
import objects
import any
import typed

equal(objects.i.value, 7)
equal(objects.s.value[0], 5)
for importer in any, typed:
    for name in "isa":
        fails(ImportError, importer.instantiate,
              {"env": {"f": getattr(objects, name)}})
equal(any.instantiate({"env": {"f": None}}).is_null(), 1)
