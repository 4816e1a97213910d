# A WASI command is run by main(): arguments, environment, fresh memory each
# time, exit status. Import runs nothing and makes no instance.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "args_sizes_get"
#|     (func $args_sizes_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "args_get"
#|     (func $args_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "environ_sizes_get"
#|     (func $environ_sizes_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "environ_get"
#|     (func $environ_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
#|   (import "env" "show" (func $show (param i32 i32)))
#|   (memory (export "memory") 1)
#|   (func $put (param i32 i32)
#|     local.get 0
#|     local.get 1
#|     call $show)
#|   (func (export "_start")
#|     ;; how often this memory was run
#|     (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
#|     (call $put (i32.const 0) (i32.const 4))
#|     (drop (call $args_sizes_get (i32.const 8) (i32.const 12)))
#|     (call $put (i32.const 8) (i32.const 8))
#|     (drop (call $args_get (i32.const 100) (i32.const 200)))
#|     (call $put (i32.load (i32.const 100)) (i32.load (i32.const 12)))
#|     (drop (call $environ_sizes_get (i32.const 16) (i32.const 20)))
#|     (drop (call $environ_get (i32.const 300) (i32.const 400)))
#|     (call $put (i32.const 400) (i32.load (i32.const 20)))
#|     (if (i32.gt_u (i32.load (i32.const 8)) (i32.const 2))
#|       (then (call $exit (i32.load (i32.const 8)))))))
from check import equal, fails, raises
import gc
import app

shown = []


class Env:
    def show(self, at, size):
        pass


assert not hasattr(app, "_start") and not hasattr(app, "memory")
keep = []


def imports():
    # The instance is not at hand: keep the bytes through a memoryview of its
    # own would be cheating, so the program shows addresses only.
    return {"env": {"show": lambda at, size: shown.append((at, size))}}


equal(app.main("prog", "ab", imports=imports()), None)
equal(shown, [(0, 4), (8, 8), (200, 8), (400, 0)])
shown.clear()
equal(app.main("prog", "gr\u00f6\u00dfe", imports=imports(), env={"A": "1"}), None)
equal(shown[2:], [(200, 13), (400, 4)])

# An exit status is a SystemExit, always.
error = fails(SystemExit, app.main, "a", "b", "c", imports=imports())
equal(error.args, (3,))

# None is as good as nothing.
equal(app.main(imports=imports(), env=None, dirs=None), None)

# Only str, only these keywords.
fails(TypeError, app.main, 1, imports=imports())
fails(TypeError, app.main, b"x", imports=imports())
fails(TypeError, app.main, "x", imports=imports(), env={"A": 1})
fails(TypeError, app.main, "x", imports=imports(), env={1: "A"})
raises(TypeError, "main() got an unexpected keyword argument 'colour'",
       app.main, "x", colour=1)
raises(ImportError, "env.show: expected func (i32, i32), not found",
       app.main, "x", imports={})
gc.collect()
