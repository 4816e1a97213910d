"""What the tests share."""

import os
import shlex
import shutil
import subprocess

WAT = '''(module
  (memory (export "memory") 1)
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "half") (param f64) (result f64)
    (f64.div (local.get 0) (f64.const 2)))
  (func (export "divmod") (param i64 i64) (result i64 i64)
    (i64.div_s (local.get 0) (local.get 1))
    (i64.rem_s (local.get 0) (local.get 1)))
  (func (export "is_null") (param externref) (result i32)
    (ref.is_null (local.get 0)))
  (func (export "say \\"hi\\"") (result i32) (i32.const 42)))
'''


class Failure(Exception):
    pass


class Skipped(Exception):
    pass


class Context:
    def __init__(self, root, tool, work):
        self.root = root
        self.tool = tool
        self.work = work
        self.deps = root / os.environ.get('WASM2MPY_DEPS', 'build/deps')

    def folder(self, name):
        """A new, empty folder."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def need_board(self, board):
        if not (self.deps / 'boards' / board / 'micropython').exists():
            raise Skipped(f'the {board} board is not built')

    def micropython(self, board):
        """A program that is the MicroPython of a board: a script, because only
        tools/mpy-run knows how a board is started on this kernel.
        """
        self.need_board(board)
        script = self.work / f'bin-{board}' / 'micropython'
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(
            f'#!/bin/sh\nPATH={shlex.quote(os.environ["PATH"])} '
            'MPY_RUN_TIMEOUT=1200 '
            f'exec {shlex.quote(str(self.root / "tools/mpy-run"))} {board} '
            '"$@"\n')
        script.chmod(0o755)
        return script

    def wasm2mpy(self, *arguments, folder, **more):
        return call([self.tool, *arguments], folder, **more)

    def compile(self, *arguments, folder):
        # Of packages it is said that their URLs are relative, as they are here.
        quiet = ['-q'] if any(argument.startswith('--package')
                              for argument in arguments) else []
        check(self.wasm2mpy(*arguments, *quiet, folder=folder))

    def run_on_board(self, board, script, folder):
        """The result of a script on a board; its file system is the folder."""
        self.need_board(board)
        return call([self.root / 'tools/mpy-run', board, script], folder)


def call(command, folder, env=None, **more):
    more.setdefault('timeout', 1200)
    if 'input' not in more:
        more['stdin'] = subprocess.DEVNULL
    try:
        return subprocess.run([str(word) for word in command], cwd=folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, errors='replace', check=False,
                              env={**os.environ, **(env or {})}, **more)
    except subprocess.TimeoutExpired as error:
        raise Failure(f'no end: {command}') from error


def check(done, stdout=None, stderr='', status=0):
    """Fails unless a program ended as expected; None: whatever it printed."""
    for what, expected, got in (('exit status', status, done.returncode),
                                ('stdout', stdout, done.stdout),
                                ('stderr', stderr, done.stderr)):
        if expected is not None and expected != got:
            raise Failure(
                f'{" ".join(done.args)}\n  {what}: expected {expected!r}, '
                f'got {got!r}\n  stdout: {done.stdout}\n'
                f'  stderr: {done.stderr}')
    return done
