"""wasm2mpy run."""

import functools

from common import WAT, Failure, call, check

# `_start` writes its arguments, but for the first, and standard input; it ends
# with their number.
PROGRAM = '''(module
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get"
    (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $put (param $at i32) (param $size i32)
    (i32.store (i32.const 16) (local.get $at))
    (i32.store (i32.const 20) (local.get $size))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1)
                       (i32.const 24))))
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (drop (call $args (i32.const 100) (i32.const 1000)))
    (call $put (i32.const 1000) (i32.load (i32.const 4)))
    (i32.store (i32.const 16) (i32.const 4000))
    (i32.store (i32.const 20) (i32.const 100))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1)
                      (i32.const 24)))
    (call $put (i32.const 4000) (i32.load (i32.const 24)))
    (call $exit (i32.load (i32.const 0)))))
'''

TRAPPED = 'wasm2mpy: error: trap: '
CALLS = [
    # arguments behind --invoke, stdout, stderr, exit status
    (['add', '3', '4'], '7\n', '', 0),
    (['add', '-1', '-2'], '-3\n', '', 0),
    (['add', '0xffffffff', '4294967295'], '-2\n', '', 0),
    (['half', '5'], '2.5\n', '', 0),
    (['half', '-inf'], '-inf\n', '', 0),
    (['half', '1e-3'], '0.0005\n', '', 0),
    (['half', '-0'], '-0.0\n', '', 0),
    (['divmod', '-9223372036854775808', '3'],
     '(-3074457345618258602, -2)\n', '', 0),
    (['divmod', '1', '0'], '', TRAPPED + 'integer divide by zero in divmod\n'
     'wasm2mpy: note:   from export divmod\n', 1),
    (['is_null', 'null'], '1\n', '', 0),
    (['say "hi"'], '42\n', '', 0),
]


def run(context):
    for board in ('x64', 'x86', 'x64-sid'):
        yield functools.partial(calls, board=board)
        yield functools.partial(program, board=board)
    yield throws
    yield bound
    yield folders
    yield imports
    yield start_function
    yield own_module
    yield leaves_nothing
    yield found_in_path


def run_tool(context, folder, board, *arguments, **more):
    return context.wasm2mpy('run', *arguments[:1],
                            f'--micropython={context.micropython(board)}',
                            *arguments[1:], folder=folder, **more)


def calls(context, board):
    folder = context.folder(f'run-{board}')
    (folder / 'my-app.wat').write_text(WAT)
    for arguments, stdout, stderr, status in CALLS:
        check(run_tool(context, folder, board, 'my-app.wat', '--invoke',
                       *arguments), stdout, stderr, status)
    return f'functions on {board}'


def program(context, board):
    folder = context.folder(f'run-program-{board}')
    (folder / 'echo.wat').write_text(PROGRAM)
    done = run_tool(context, folder, board, 'echo.wat', '--', '-v',
                    'two words', '', input='some input')
    check(done, 'echo.wat\0-v\0two words\0\0some input', '', 4)
    return f'a WASI program on {board}'


THROWS = '''(module
  (tag $oops (export "oops") (param i32 f64))
  (tag $own)
  (func (export "fail") (param i32)
    (if (local.get 0) (then (throw $oops (local.get 0) (f64.const 0.5))))
    (throw $own)))
'''


def throws(context):
    folder = context.folder('run-throws')
    (folder / 'throws.wat').write_text(THROWS)
    for argument, exception in ('7', 'oops(7, 0.5)'), ('0', '()'):
        check(run_tool(context, folder, 'x64', 'throws.wat', '--invoke',
                       'fail', argument), '',
              f'wasm2mpy: error: uncaught exception: {exception}\n', 1)
    return 'uncaught exceptions'


SIGNATURES = '''
def first(data: bytes) -> uint
def upper(text: str) -> str
def invert(values: bytearray, more: array[i16]) -> bool
def pick(which: bool, a: int, b: float) -> float
'''
BOUND = '''(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 8192))
  (func (export "first") (param $at i32) (param $size i32) (result i32)
    (i32.add (i32.mul (local.get $size) (i32.const 0x1000000))
             (i32.load8_u (local.get $at))))
  (func (export "upper") (param $at i32) (result i32)
    (i32.store8 (local.get $at)
      (i32.and (i32.load8_u (local.get $at)) (i32.const 0xdf)))
    (local.get $at))
  (func (export "invert") (param i32 i32 i32 i32) (result i32)
    (i32.store8 (local.get 0)
      (i32.xor (i32.load8_u (local.get 0)) (i32.const 32)))
    (i32.store16 (local.get 2)
      (i32.sub (i32.const 0) (i32.load16_u (local.get 2))))
    (local.get 3))
  (func (export "pick") (param i32 i64 f64) (result f64)
    (select (f64.convert_i64_s (local.get 1)) (local.get 2) (local.get 0))))
'''
BOUND_CALLS = [
    (['first', 'A'], '16777281\n'),
    (['first', '@data.bin'], '4278190335\n'),
    (['upper', 'q "uote\\\u00e9'], 'Q "uote\\\u00e9\n'),
    (['invert', 'abc', '5,-6'],
     "True\nmore = array('h', [-5, -6])\nvalues = bytearray(b'Abc')\n"),
    (['pick', 'true', '-3', '1.5'], '-3.0\n'),
    (['pick', '0', '-3', '1.5'], '1.5\n'),
]


def bound(context):
    """Functions with signatures: strings, bytes, files, arrays."""
    folder = context.folder('run-bound')
    (folder / 'app.wat').write_text(BOUND)
    (folder / 'app.sig').write_text(SIGNATURES)
    (folder / 'data.bin').write_bytes(b'\xff' * 255)
    for arguments, stdout in BOUND_CALLS:
        check(run_tool(context, folder, 'x64', 'app.wat', '--bind=app.sig',
                       '--invoke', *arguments), stdout)
    return 'strings and buffers by signatures'


# `_start` writes its environment, then the content of the file that its second
# argument names, from the first folder that it has.
READER = '''(module
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get"
    (func $environ (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get"
    (func $prestat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_dir_name"
    (func $name (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get"
    (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 500) "a.txt")
  (func $put (param $at i32) (param $size i32)
    (i32.store (i32.const 16) (local.get $at))
    (i32.store (i32.const 20) (local.get $size))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1)
                       (i32.const 24))))
  (func (export "_start")
    (local $fd i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (drop (call $environ (i32.const 100) (i32.const 1000)))
    (call $put (i32.const 1000) (i32.load (i32.const 4)))
    (local.set $fd (i32.const 3))
    (block $end
      (loop $next
        (br_if $end (call $prestat (local.get $fd) (i32.const 32)))
        (drop (call $name (local.get $fd) (i32.const 600)
                          (i32.load (i32.const 36))))
        (call $put (i32.const 600) (i32.load (i32.const 36)))
        (i32.store8 (i32.const 700) (select (i32.const 63) (i32.const 33)
          (call $stat (local.get $fd) (i32.const 0) (i32.const 500)
                      (i32.const 5) (i32.const 800))))
        (call $put (i32.const 700) (i32.const 1))
        (local.set $fd (i32.add (local.get $fd) (i32.const 1)))
        (br $next)))))
'''


def folders(context):
    """The environment and the folders of a WASI program."""
    folder = context.folder('run-folders')
    (folder / 'reader.wat').write_text(READER)
    (folder / 'data').mkdir()
    (folder / 'data/a.txt').write_text('text')
    for options, stdout in (
            ([], '/?'),
            (['--env=A=b', '--env', 'C=d=e'], 'A=b\0C=d=e\0/?'),
            (['--dir=data'], 'data!'),
            (['--dir=data::/in', '--dir=.'], '/in!.?')):
        done = run_tool(context, folder, 'x64', 'reader.wat', *options)
        # The order in a dictionary is MicroPython's.
        if sorted(done.stdout) != sorted(stdout):
            raise Failure(f'{options}: {done.stdout!r}, {done.stderr}')
        check(done, None)
    return 'the environment and folders of a program'


def imports(context):
    """Python modules of the current folder; an uncaught exception."""
    folder = context.folder('run-imports')
    (folder / 'app.wat').write_text(
        '(module (import "env" "next" (func $next (param i32) (result i32)))'
        ' (func (export "f") (param i32) (result i32)'
        ' (call $next (local.get 0))))')
    (folder / 'env.py').write_text(
        'def next(x):\n    if x < 0:\n        raise ValueError("below")\n'
        '    return x + 1\n')
    check(run_tool(context, folder, 'x64', 'app.wat', '--invoke=f', '5'),
          '6\n')
    done = run_tool(context, folder, 'x64', 'app.wat', '--invoke=f', '-5')
    check(done, '', None, 1)
    if not done.stderr.endswith("ValueError: below\n"):
        raise Failure(done.stderr)
    (folder / 'env.py').write_text('')
    check(run_tool(context, folder, 'x64', 'app.wat', '--invoke=f', '5'), '',
          'wasm2mpy: error: import env.next: expected func (i32) -> i32, not '
          'found\nwasm2mpy: note: a Python module of that name in the current '
          'folder can have it\n', 1)
    return 'imports from Python'


def start_function(context):
    folder = context.folder('run-start')
    (folder / 'app.wat').write_text(
        '(module (import "env" "show" (func $show (param i32)))'
        ' (func $main (call $show (i32.const 7))) (start $main))')
    (folder / 'env.py').write_text('show = print\n')
    check(run_tool(context, folder, 'x64', 'app.wat'), '7\n')
    return 'a start function is a program'


def own_module(context):
    folder = context.folder('run-own')
    (folder / 'sys.wat').write_text(WAT)
    check(run_tool(context, folder, 'x64', 'sys.wat', '--invoke=add', '1', '2'),
          '', "wasm2mpy: error: this MicroPython has a module 'sys' of its own;"
          ' give the file another name\n', 1)
    return "a module of MicroPython's own has the name"


def leaves_nothing(context):
    folder = context.folder('run-temporary')
    (folder / 'temporary').mkdir()
    (folder / 'app.wat').write_text(WAT)
    check(run_tool(context, folder, 'x64', 'app.wat', '--invoke=divmod', '1',
                   '0', env={'TMPDIR': str(folder / 'temporary')}),
          '', None, 1)
    left = list((folder / 'temporary').iterdir())
    if left:
        raise Failure(f"left behind: {left}")
    return 'nothing is left behind'


def found_in_path(context):
    folder = context.folder('run-path')
    (folder / 'app.wat').write_text(WAT)
    (folder / 'micropython').symlink_to(context.micropython('x64'))
    done = call([context.tool, 'run', 'app.wat', '--invoke=add', '1', '2'],
                folder, env={'PATH': str(folder)})
    check(done, '3\n')
    return 'micropython from PATH'
