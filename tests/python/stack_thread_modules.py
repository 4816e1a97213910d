# A thread reaches other modules without Python: by imports, tables, globals and
# other references to functions, and when it makes an instance. Recursion there
# stops at the end of that thread's stack. On rv64imc threads have their stacks
# above that of the main task.
#: arch x64 x86 rv64imc
#: also --memory=lean
#: lib.wat
#| (module
#|   (memory (export "memory") 1)
#|   (func $depth (export "depth") (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then
#|         (i32.store (i32.const 8) (local.get 0))
#|         (i32.add (i32.const 1)
#|           (call $depth (i32.sub (local.get 0) (i32.const 1)))))
#|       (else (i32.const 0)))))
#: pointer.wat
#| (module
#|   (memory 1)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (func $depth (export "depth") (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then
#|         (global.set $__stack_pointer
#|           (i32.xor (global.get $__stack_pointer) (i32.const 16)))
#|         (i32.add (i32.const 1)
#|           (call $depth (i32.sub (local.get 0) (i32.const 1)))))
#|       (else (i32.const 0)))))
#: direct.wat
#| (module
#|   (import "lib" "depth" (func $depth (param i32) (result i32)))
#|   (func (export "depth") (param i32) (result i32)
#|     (call $depth (local.get 0)))
#|   (func (export "tail") (param i32) (result i32)
#|     (return_call $depth (local.get 0))))
#: elements.wat
#| (module
#|   (import "lib" "depth" (func $depth (param i32) (result i32)))
#|   (table (export "table") funcref (elem $depth)))
#: calls.wat --no-instance
#| (module
#|   (type $f (func (param i32) (result i32)))
#|   (import "other" "table" (table $t 1 funcref))
#|   (import "other" "callable" (global $c funcref))
#|   (import "other" "give" (func $give (result funcref)))
#|   (table $own 2 funcref)
#|   (global $kept (mut funcref) (ref.null func))
#|   (func (export "table") (param i32) (result i32)
#|     (call_indirect $t (type $f) (local.get 0) (i32.const 0)))
#|   (func (export "global") (param i32) (result i32)
#|     (table.set $own (i32.const 0) (global.get $c))
#|     (call_indirect $own (type $f) (local.get 0) (i32.const 0)))
#|   (func (export "given") (param i32) (result i32)
#|     (table.set $own (i32.const 0) (call $give))
#|     (call_indirect $own (type $f) (local.get 0) (i32.const 0)))
#|   (func (export "argument") (param i32 funcref) (result i32)
#|     (table.set $own (i32.const 0) (local.get 1))
#|     (call_indirect $own (type $f) (local.get 0) (i32.const 0)))
#|   (func (export "keep") (param funcref)
#|     (global.set $kept (local.get 0)))
#|   (func (export "kept") (param i32) (result i32)
#|     (table.set $own (i32.const 0) (global.get $kept))
#|     (call_indirect $own (type $f) (local.get 0) (i32.const 0)))
#|   (func (export "put") (param funcref)
#|     (table.set $own (i32.const 1) (local.get 0)))
#|   (func (export "element") (param i32) (result i32)
#|     (call_indirect $own (type $f) (local.get 0) (i32.const 1))))
#: count.wat
#| (module
#|   (global $n (export "n") (mut i32) (i32.const 0))
#|   (func $start (export "start")
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (call $start)
#|     (global.set $n (i32.const 0))))
#: start.wat --no-instance
#| (module
#|   (import "count" "start" (func $start))
#|   (start $start))
#: own_start.wat --no-instance
#| (module
#|   (import "count" "n" (global $n (mut i32)))
#|   (start $start)
#|   (func $start
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (call $start)
#|     (global.set $n (i32.const 0))))
from check import equal, in_thread, raises
import lib
import pointer
import direct
import elements
import calls
import count
import start
import own_start


def deepest(function, *args):
    """The depth at which it traps."""
    low, high = 0, 1 << 17
    while low < high:
        middle = (low + high + 1) // 2
        try:
            equal(function(middle, *args), middle)
            low = middle
        except RuntimeError as error:
            equal(str(error), "call stack exhausted")
            high = middle - 1
    return low


def check(name, make):
    """`make` gives a function of which nobody has called anything before, and
    more arguments for it."""
    function, *args = make()
    thread = in_thread(0, deepest, function, *args)
    main = deepest(*make())
    assert 300 < thread < main < 100000, (name, thread, main)
    equal(deepest(function, *args) // 100, main // 100)


def direct_import(library=lib, name="depth"):
    depth = library.instantiate().depth
    return getattr(direct.instantiate({"lib": {"depth": depth}}), name)


check("direct", lambda: [direct_import()])
check("return_call", lambda: [direct_import(lib, "tail")])
check("with a stack pointer", lambda: [direct_import(pointer)])


def through_another():
    between = direct.instantiate({"lib": lib.instantiate()})
    return direct.instantiate({"lib": between}).depth


check("two imports", lambda: [through_another()])


def through_exported_import():
    # Python's function object of `pointer` is bound by way of a host function.
    first = direct.instantiate({"lib": pointer.instantiate()})
    return direct.instantiate({"lib": first}).depth


check("two imports with a stack pointer", lambda: [through_exported_import()])


def linked(name):
    """A module that can call `depth` by what has that name, and `depth`."""
    depth = lib.instantiate().depth
    table = elements.instantiate({"lib": {"depth": depth}}).table
    if name != "table":
        table[0] = None
    app = calls.instantiate({"other": {
        "table": table, "callable": depth if name == "global" else None,
        "give": lambda: depth}})
    return app, depth


def argument():
    app, depth = linked("argument")
    return app.argument, depth


def stored(store, name):
    app, depth = linked(name)
    getattr(app, store)(depth)
    return [getattr(app, name)]


for name in ("table", "global", "given"):
    check(name, lambda: [getattr(linked(name)[0], name)])
check("argument", argument)
check("global", lambda: stored("keep", "kept"))
check("table", lambda: stored("put", "element"))


def depth_of_start(module, instance):
    raises(RuntimeError, "call stack exhausted", module.instantiate,
           {"count": instance})
    return instance.n.value


for module in (start, own_start):
    thread = in_thread(0, depth_of_start, module, count.instantiate())
    main = depth_of_start(module, count.instantiate())
    assert 300 < thread < main, (module, thread, main)
