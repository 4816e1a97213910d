"""A board on a serial port: mpremote, wasm2mpy deploy."""

import functools
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import time
import tty

from common import WAT, Failure, Skipped, call, check
from package_test import Server, make_package

HERE = pathlib.Path(__file__).resolve().parent
QEMU = ['qemu-system-arm', '-machine', 'mps2-an385', '-semihosting', '-display',
        'none', '-monitor', 'none', '-nic', 'user,model=lan9118,restrict=on',
        '-serial', 'pty']


def board(context):
    yield from [functools.partial(on_board, test=test)
                for test in (deploys, deploys_again, warns_of_hiding,
                             needs_more_ram, chooses_lean, mip_relative,
                             mip_loader)]


def firmware(context):
    """Builds MicroPython's qemu port with the board here, once."""
    result = context.work / 'firmware/firmware.elf'
    source = context.deps / 'micropython'
    newest = max(file.stat().st_mtime for file in HERE.glob('board/**/*'))
    if result.exists() and result.stat().st_mtime > newest:
        return result
    mpy_cross = context.deps / 'mpy-cross/mpy-cross'
    for needed in (source, mpy_cross):
        if not needed.exists():
            raise Skipped(f'there is no {needed.name} (tools/setup)')
    if not shutil.which('arm-none-eabi-gcc'):
        raise Skipped('there is no arm-none-eabi-gcc')
    # Objects of another version may be there, or none that is whole.
    shutil.rmtree(result.parent, ignore_errors=True)
    context.work.mkdir(parents=True, exist_ok=True)
    done = call(['make', '-C', source / 'ports/qemu', '-j2', 'BOARD=DEPLOY',
                 f'BOARD_DIR={HERE}/board', f'USER_C_MODULES={HERE}/board',
                 f'BUILD={result.parent}', f'MICROPY_MPYCROSS={mpy_cross}'],
                HERE, timeout=1200)
    if done.returncode:
        raise Failure('the firmware does not build:\n' + done.stderr)
    return result


@functools.cache
def mpremote_folder(context):
    """A folder with mpremote: the installed one, else that of MicroPython."""
    folder = context.folder('bin')
    program = folder / 'mpremote'
    installed = shutil.which('mpremote')
    if installed:
        program.symlink_to(installed)
        return folder
    source = context.deps / 'micropython/tools/mpremote/mpremote.py'
    for python in ('python3', '/usr/bin/python3'):
        found = subprocess.run([python, '-c', 'import serial'], check=False,
                               stderr=subprocess.DEVNULL).returncode == 0
        if found and source.exists():
            program.write_text(f'#!/bin/sh\nexec {python} -B {source} "$@"\n')
            program.chmod(0o755)
            return folder
    return None


class Machine:
    """An emulated board, switched on."""

    def __init__(self, context):
        if not shutil.which(QEMU[0]):
            raise Skipped('there is no ' + QEMU[0])
        folder = mpremote_folder(context)
        if not folder:
            raise Skipped('there is no mpremote (python3-serial for that of '
                          'MicroPython)')
        self.path = {'PATH': f"{folder}:{os.environ['PATH']}"}
        self.process = subprocess.Popen(
            [*QEMU, '-kernel', str(firmware(context))], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        line = self.process.stdout.readline()
        found = re.search(r'/dev/\S+', line)
        if not found:
            self.stop()
            raise Failure(f'no port: {line}')
        self.port = found[0]
        self.opened = os.open(self.port, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.opened)
        self.wait_for_prompt()

    def wait_for_prompt(self):
        """QEMU looks once in a second whether anyone has opened the port; what
        is sent before is lost."""
        end = time.monotonic() + 600
        received = b''
        while not received.endswith(b'>>> '):
            if time.monotonic() > end or self.process.poll() is not None:
                os.close(self.opened)
                self.stop()
                raise Failure(f'the board does not answer: {received}')
            os.write(self.opened, b'\r')
            # Until it is silent: one answer is to come for each line.
            while select.select([self.opened], [], [], 0.3)[0]:
                received += os.read(self.opened, 1000)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.opened)
        self.stop()

    def mpremote(self, *arguments, folder):
        return call(['mpremote', 'connect', self.port, *arguments], folder,
                    env=self.path)


def on_board(context, test):
    folder = context.folder('board-' + test.__name__)
    (folder / 'app.wat').write_text(WAT)
    with Machine(context) as machine:
        return test(context, machine, folder)


def deploy(context, machine, folder, *options, stderr=''):
    done = context.wasm2mpy('deploy', 'app.wat', f'--port={machine.port}',
                            *options, folder=folder, env=machine.path)
    return check(done, None, stderr).stdout


def deploys(context, machine, folder):
    printed = deploy(context, machine, folder)
    if not re.fullmatch(r'app\.mpy, \d+ bytes for armv7m, is on the board: '
                        r'mps2-an385 with Cortex-M3\nimport app\n', printed):
        raise Failure(f'printed {printed!r}')
    done = machine.mpremote(
        'exec', 'import app; print(app.add(3, 4), app.divmod(17, 5))',
        folder=folder)
    check(done, '7 (3, 2)\n')
    return 'deploy, then import'


def deploys_again(context, machine, folder):
    """In place of an older file, under another name, for another stack."""
    deploy(context, machine, folder, '--name=other')
    (folder / 'app.wat').write_text(
        '(module (func (export "new") (result i32) (i32.const 5)))')
    deploy(context, machine, folder, '--name=other', '--board=pico', '-v',
           stderr=None)
    done = machine.mpremote('exec', 'import other; print(other.new())',
                            folder=folder)
    check(done, '5\n')
    return 'deploy over an older module'


def warns_of_hiding(context, machine, folder):
    check(machine.mpremote('exec', 'open("app.py", "w").close()',
                           folder=folder))
    deploy(context, machine, folder,
           stderr="wasm2mpy: warning: the board has 'app.py', which Python "
                  'imports instead of app.mpy; remove it\n')
    return 'a file that hides the module'


LARGE = WAT.replace('"memory") 1)', '"memory") 17)\n'
                    '  (func (export "load") (result i32)'
                    ' (i32.load (i32.const 0)))')


def needs_more_ram(context, machine, folder):
    """More than is free on the board, in words and for programs."""
    (folder / 'app.wat').write_text(LARGE)
    done = context.wasm2mpy('deploy', 'app.wat', f'--port={machine.port}',
                            '--memory=exact', '--report=json', folder=folder,
                            env=machine.path)
    if not re.match(r'wasm2mpy: warning: app\.mpy: needs about 11\d{5} bytes of '
                    r'RAM when it is imported, and the board has \d+ free\n'
                    r'(wasm2mpy: note: linear memory .* \(1114112 bytes\); '
                    r'.*\n){2}$', done.stderr):
        raise Failure(done.stderr)
    report = json.loads(done.stdout)
    if [row['id'] for row in report['warnings']] != ['ram']:
        raise Failure(done.stdout)
    if report['builds'][0]['output'] != 'app.mpy':
        raise Failure(done.stdout)
    return 'a module that needs more RAM than there is'


def chooses_lean(context, machine, folder):
    """Without a word only what is touched takes RAM, where all is too much."""
    (folder / 'app.wat').write_text(LARGE)
    done = context.wasm2mpy('deploy', 'app.wat', f'--port={machine.port}',
                            folder=folder, env=machine.path)
    if not re.match(r'wasm2mpy: warning: app\.wat: has 1114112 bytes of linear '
                    r'memory, more than the board can spare of its \d+ free '
                    r'bytes: only what is touched takes RAM '
                    r'\(--memory=lean\)\n'
                    r'wasm2mpy: note: memoryview\(memory\) is refused then; '
                    r'--memory=exact takes all of it\n$', done.stderr):
        raise Failure(done.stderr)
    done = machine.mpremote('exec', 'import app; print(app.load())',
                            folder=folder)
    check(done, '0\n')
    return 'a memory that is larger than the RAM'


def mip_relative(context, machine, folder):
    """mpremote's mip resolves the relative URLs of a package.json."""
    make_package(context, folder, archs='armv7m,x64')
    with Server(folder) as server:
        check(machine.mpremote(
            'mip', 'install', server.url + '/dist/armv7m_6.3/package.json',
            folder=folder), None, None)
    done = machine.mpremote(
        'exec', 'import os, app; print(app.add(3, 4), os.listdir("/lib"))',
        folder=folder)
    check(done, "7 ['app.mpy']\n")
    return 'mpremote mip, one architecture'


def mip_loader(context, machine, folder):
    make_package(context, folder, archs='armv6m,armv7emsp')
    with Server(folder) as server:
        check(machine.mpremote('mip', 'install',
                               server.url + '/dist/package.json',
                               folder=folder), None, None)
    done = machine.mpremote(
        'exec', 'import sys, app; print(app.add(3, 4), sys.modules["app"])',
        folder=folder)
    check(done, "7 <module 'app' from '/lib/armv6m_6.3/app.mpy'>\n")
    return 'mpremote mip, all architectures and the loader'
