"""Runs wasm2mpy, remembers what it did.

The results stay in the work folder until the tool changes: KEY.mpy, or
KEY.err with the exit status and the messages. KEY is a hash of input and
options. The tool itself is copied, so that a build that goes on at the same
time does not change it between two modules.
"""

import concurrent.futures
import glob
import hashlib
import os
import shutil
import subprocess

TIMEOUT = 1200  # seconds for one module


def target(arch):
    """The tool's options for the board of an architecture: QEMU's Xtensa cores
    lack two instructions of the ESP32's. The boards have more RAM than usual."""
    return ['--arch', arch, '--memory=exact'] + (
        ['--board=qemu-xtensawin'] if arch == 'xtensawin' else [])


class Result:
    """module: the name to import, or None and `status` and `message`."""

    def __init__(self, module, status=0, message=''):
        self.module = module
        self.status = status
        self.message = message

    @property
    def refused(self):
        """Refused as an input of the user's should be."""
        return self.status == 1 and 'error: ' in self.message

    def summary(self):
        if self.status == 0:
            return 'compiled'
        lines = [line for line in self.message.splitlines() if line]
        first = lines[0] if lines else '(no message)'
        if self.refused:
            return 'refused: ' + first
        return f'exit status {self.status}: {first}'


class Compiler:
    def __init__(self, tool, arch, work, jobs):
        self.arch = arch
        self.work = work
        self.tool = os.path.join(work, 'wasm2mpy')
        self.jobs = jobs
        self._wanted = {}
        self._results = {}
        os.makedirs(work, exist_ok=True)
        self._take_tool(tool)

    def _take_tool(self, tool):
        with open(tool, 'rb') as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        stamp = os.path.join(self.work, 'tool.sha256')
        try:
            with open(stamp, encoding='utf-8') as file:
                if file.read() == digest:
                    return
        except OSError:
            pass
        for pattern in ('*.mpy', '*.err', 'tool.sha256'):
            for path in glob.glob(os.path.join(self.work, pattern)):
                os.remove(path)
        shutil.copy(tool, self.tool)
        with open(stamp, 'w', encoding='utf-8') as file:
            file.write(digest)

    def want(self, data, suffix='.wasm', options=('--no-instance',)):
        """Asks for a module; the key leads to its result."""
        recipe = suffix.encode() + b' '.join(o.encode() for o in options)
        key = 'm' + hashlib.sha256(recipe + b'\n' + data).hexdigest()[:16]
        self._wanted.setdefault(key, (data, suffix, options))
        return key

    def result(self, key):
        if key not in self._results:
            self._results[key] = self._compile(key)
        return self._results[key]

    def run(self, keys):
        keys = [key for key in dict.fromkeys(keys)
                if key not in self._results]
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            for key, result in zip(keys, pool.map(self._compile, keys)):
                self._results[key] = result

    def _compile(self, key):
        base = os.path.join(self.work, key)
        part = os.path.join(self.work, f'part_{key}.mpy')
        if os.path.exists(base + '.mpy'):
            return Result(key)
        try:
            with open(base + '.err', encoding='utf-8') as file:
                status, message = file.read().split('\n', 1)
            return Result(None, int(status), message)
        except OSError:
            pass
        data, suffix, options = self._wanted[key]
        with open(base + suffix, 'wb') as file:
            file.write(data)
        status, message = self._call(
            [self.tool, key + suffix, *target(self.arch), *options,
             '-o', os.path.basename(part)])
        os.remove(base + suffix)
        if status == 0 and os.path.exists(part):
            os.rename(part, base + '.mpy')
            return Result(key)
        if status == 0:
            status, message = -1, 'error: exit status 0, but no output'
        with open(base + '.err', 'w', encoding='utf-8') as file:
            file.write(f'{status}\n{message}')
        return Result(None, status, message)

    def _call(self, command):
        try:
            done = subprocess.run(
                command, cwd=self.work, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return 124, f'error: no end after {TIMEOUT} s'
        return done.returncode, done.stderr.decode(errors='replace')
