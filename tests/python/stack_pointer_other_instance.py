# When the exception comes out of another instance that was called by way of
# Python or directly, each stack pointer is put back.
#: needs 150k
#: inner.wat
#| (module
#|   (memory 1)
#|   (global $__stack_pointer (export "sp") (mut i32) (i32.const 1000))
#|   (func (export "f")
#|     global.get $__stack_pointer i32.const 16 i32.sub
#|     global.set $__stack_pointer
#|     unreachable))
#: outer.wat --no-instance
#| (module
#|   (import "env" "f" (func $f))
#|   (memory 1)
#|   (global $__stack_pointer (export "sp") (mut i32) (i32.const 2000))
#|   (func (export "run")
#|     global.get $__stack_pointer i32.const 32 i32.sub
#|     global.set $__stack_pointer
#|     call $f))
import inner
from check import equal, raises
import outer

direct = outer.instantiate({"env": inner})
raises(RuntimeError, "unreachable", direct.run)
equal(direct.sp.value, 2000)
equal(inner.sp.value, 1000)
python = outer.instantiate({"env": {"f": lambda: inner.f()}})
raises(RuntimeError, "unreachable", python.run)
equal(python.sp.value, 2000)
equal(inner.sp.value, 1000)
