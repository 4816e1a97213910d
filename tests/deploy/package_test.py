"""Packages: the loader, and what mip makes of package.json."""

import functools
import http.server
import json
import shutil
import threading

from common import WAT, Failure, Skipped, call, check

# What a package is compiled for, and what each board must take of it.
ARCHS = 'x64,armv6m,armv7emsp,rv32imc,xtensawin'
BOARDS = {
    'x64': 'x64',
    'armv6m': 'armv6m',
    'armv7m': 'armv6m',
    'armv7m-sid': 'armv6m',
    'armv7emsp': 'armv7emsp',
    'armv7emdp': 'armv7emsp',
    'rv32imc': 'rv32imc',
    'xtensawin': 'xtensawin',
}

# A memory that something uses, so that it is there.
WITH_MEMORY = WAT.replace('"memory") 1)',
                          '"memory") 1)\n  (data (i32.const 0) "data")')

USE = '''
import gc, sys
sys.path.insert(0, "lib")
path = list(sys.path)
import app
print(app.add(3, 4), app.divmod(17, 5))
native = sys.modules["app"]
print(native)
print(native.add is app.add, native.memory is app.memory, path == sys.path)
import app as again
print(again is native, again.divmod(9, 2))
del app, again
gc.collect()
from app import *
print(add(1, 2))
print([name for name in ("sys", "os", "_load") if name in dir(native)])
'''
USED = '''7 (3, 2)
<module 'app' from 'lib/{}_6.3/app.mpy'>
True True True
True (4, 1)
3
[]
'''

IMPORT = '''
import sys
sys.path.insert(0, "lib")
for _ in range(2):
    try:
        import app
    except ImportError as error:
        print(error)
print(sys.path[0], "app" in sys.modules)
'''


def install(package, index, target):
    """What mip does with a package.json: copies its `urls`, here from a folder.
    """
    source = (package / index).parent
    urls = json.loads((package / index).read_text())['urls']
    for name, url in urls:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / url, target / name)
    return [name for name, _ in urls]


def make_package(context, folder, *options, archs=ARCHS):
    (folder / 'app.wat').write_text(WITH_MEMORY)
    context.compile('app.wat', f'--arch={archs}', '--package=dist',
                    *options, folder=folder)
    return folder / 'dist'


def loader(context):
    for board, arch in BOARDS.items():
        yield functools.partial(whole_package, board=board, arch=arch)
    yield own_file_only
    yield missing_file
    yield other_architecture
    yield failing_import


def whole_package(context, board, arch):
    folder = context.folder(f'loader-{board}')
    install(make_package(context, folder), 'package.json', folder / 'lib')
    (folder / 'use.py').write_text(USE)
    done = context.run_on_board(board, 'use.py', folder)
    check(done, USED.format(arch))
    return f'{board} takes {arch}'


def own_file_only(context):
    """One architecture's package.json needs no loader."""
    folder = context.folder('loader-one')
    package = make_package(context, folder)
    names = install(package, 'armv6m_6.3/package.json', folder / 'lib')
    if names != ['app.mpy']:
        raise Failure(f'package.json installs {names}')
    (folder / 'use.py').write_text(
        'import sys\nsys.path.insert(0, "lib")\nimport app\n'
        'print(app.add(3, 4))\n')
    check(context.run_on_board('armv6m', 'use.py', folder), '7\n')
    return 'one file is enough'


def missing_file(context):
    """All but the file that this board needs: and then it is there."""
    folder = context.folder('loader-missing')
    package = make_package(context, folder)
    install(package, 'package.json', folder / 'lib')
    shutil.rmtree(folder / 'lib/x64_6.3')
    (folder / 'use.py').write_text(IMPORT)
    text = 'lib/x64_6.3/app.mpy is not on this board\n'
    done = context.run_on_board('x64', 'use.py', folder)
    check(done, text * 2 + 'lib False\n')
    for other in folder.glob('lib/*_6.3'):
        shutil.rmtree(other)
    shutil.copytree(package / 'x64_6.3', folder / 'lib/x64_6.3')
    (folder / 'use.py').write_text(USE)
    check(context.run_on_board('x64', 'use.py', folder), USED.format('x64'))
    return 'a file that is missing is named'


def other_architecture(context):
    folder = context.folder('loader-other')
    package = make_package(context, folder, archs='armv6m,rv32imc')
    install(package, 'package.json', folder / 'lib')
    (folder / 'use.py').write_text(IMPORT)
    text = 'app is compiled for armv6m, rv32imc; this board loads x64 code\n'
    done = context.run_on_board('x64', 'use.py', folder)
    check(done, text * 2 + 'lib False\n')
    return 'an architecture that is not in the package'


def failing_import(context):
    """The module's own ImportError passes; nothing is left behind."""
    folder = context.folder('loader-failing')
    (folder / 'app.wat').write_text(
        '(module (import "env" "f" (func)) (func (export "g")))')
    context.compile('app.wat', '--arch=x64,x86', '--package=dist',
                    folder=folder)
    install(folder / 'dist', 'package.json', folder / 'lib')
    (folder / 'use.py').write_text(IMPORT)
    text = 'env.f: expected func (), not found\n'
    done = context.run_on_board('x64', 'use.py', folder)
    check(done, text * 2 + 'lib False\n')
    return "the module's own ImportError"


# --- mip ----------------------------------------------------------------------


class Server:
    """Serves a folder on a free port of this computer."""

    def __init__(self, folder):
        handler = functools.partial(QuietHandler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0),
                                                      handler)
        self.url = f'http://127.0.0.1:{self.server.server_port}'

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def mip(context):
    yield functools.partial(mip_installs, board='x64')
    yield functools.partial(mip_installs, board='x86')


MIP = '''
import sys
import mip
mip.install("{url}/{arch}_6.3/package.json", target="one")
mip.install("{url}/", target="all")
for folder in ("one", "all"):
    sys.path.insert(0, folder)
    import app
    print(app.add(3, 4), sys.modules.pop("app"))
    sys.path.pop(0)
'''


def mip_installs(context, board):
    """The mip of MicroPython 1.25 knows full URLs only."""
    micropython = context.micropython(board)
    library = context.deps / 'micropython/lib/micropython-lib'
    folders = [library / 'python-ecosys/mip', library / 'micropython/requests']
    if not all(folder.exists() for folder in folders):
        raise Skipped("MicroPython's source has no mip")
    folder = context.folder(f'mip-{board}')
    with Server(folder) as server:
        make_package(context, folder, '--package-version=1.0',
                     f'--package-url={server.url}/dist', archs='x64,x86')
        (folder / 'install.py').write_text(
            MIP.format(url=server.url + '/dist', arch=board))
        path = ':'.join(str(folder) for folder in ['.', *folders])
        done = call([micropython, 'install.py'], folder,
                    env={'MICROPYPATH': path})
    check(done)
    expected = [f"7 <module 'app' from 'one/app.mpy'>",
                f"7 <module 'app' from 'all/{board}_6.3/app.mpy'>"]
    if done.stdout.splitlines()[-2:] != expected:
        raise Failure(f'expected {expected} at the end of:\n{done.stdout}')
    return f'mip on {board}'
