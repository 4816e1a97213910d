"""Finds the official test suite and reads it.

The suite is WebAssembly/testsuite, converted to JSON and binary modules by
`wasm-tools json-from-wast` (the format of WABT's wast2json):
core/NAME/t.json lists the commands of NAME.wast and names the modules, which
are beside it; likewise proposals/PROPOSAL/NAME/t.json.
"""

import json
import os
import shutil
import tarfile

HOW_TO_GET = '''\
the official test suite was not found. To get it:
  git clone https://github.com/WebAssembly/testsuite
  for each testsuite/NAME.wast: mkdir -p core/NAME and
    wasm-tools json-from-wast NAME.wast -o core/NAME/t.json \\
      --wasm-dir core/NAME
  and set WASM_TESTSUITE to the folder that holds core/'''


class File:
    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        with open(os.path.join(folder, 't.json'), encoding='utf-8') as file:
            self.commands = json.load(file)['commands']

    def path(self, name):
        return os.path.join(self.folder, name)

    def binary(self, command):
        """The binary module of a command."""
        name = command.get('binary_filename', command.get('filename'))
        with open(self.path(name), 'rb') as file:
            return file.read()


def _unpack(archive, work):
    """Unpacks once; the stamp says which archive and that it is complete."""
    target = os.path.join(work, 'testsuite')
    stamp = os.path.join(target, 'stamp')
    facts = os.stat(archive)
    recipe = f'{os.path.abspath(archive)} {facts.st_size} {facts.st_mtime}\n'
    try:
        with open(stamp, encoding='utf-8') as file:
            if file.read() == recipe:
                return target
    except OSError:
        pass
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    with tarfile.open(archive) as tar:
        members = [m for m in tar.getmembers() if m.isfile() or m.isdir()]
        for member in members:
            parts = member.name.split('/')
            if member.name.startswith('/') or '..' in parts:
                raise SystemExit(f'spec: error: {archive}: bad member name '
                                 f"'{member.name}'")
        tar.extractall(target, members)
    with open(stamp, 'w', encoding='utf-8') as file:
        file.write(recipe)
    return target


def _has_core(folder):
    for root in (folder, *(os.path.join(folder, name)
                           for name in sorted(os.listdir(folder)))):
        core = os.path.join(root, 'core')
        if os.path.isdir(core):
            return core
    return None


def find(root, work):
    """The folder core/ of the suite, or None when there is no suite."""
    place = os.environ.get('WASM_TESTSUITE')
    if not place:
        place = os.path.join(os.path.dirname(root), 'shared', 'testsuite',
                             'webassembly-testsuite.tar.xz')
    if os.path.isfile(place):
        place = _unpack(place, work)
    if not os.path.isdir(place):
        return None
    return _has_core(place)


def load(core, names, part=None):
    """The files of the suite: those named, or a slice of core/, or all of it.

    PROPOSAL/NAME names one of a proposal, which is not in core/ yet.
    """
    proposals = os.path.join(os.path.dirname(core), 'proposals')

    def folder(name):
        return os.path.join(proposals if '/' in name else core, name)

    def is_file(name):
        return os.path.isfile(os.path.join(folder(name), 't.json'))

    if any('/' in name for name in names) and not os.path.isdir(proposals):
        print(f'skipped: there is no {proposals}')
        raise SystemExit(77)
    for name in names:
        if not is_file(name):
            raise SystemExit(f"spec: error: no file '{folder(name)}'")
    known = sorted(filter(is_file, os.listdir(core)))
    if part:
        known = part.of(known)
    return [File(name, folder(name)) for name in (names or known)]


def _read_list(path, width):
    """The lines of a list, without comments, as (number, words)."""
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            words = line.split('#')[0].split()
            if not words:
                continue
            if len(words) != width:
                raise SystemExit(f'{path}:{number}: error: want {width} '
                                 f'words (got {len(words)})')
            yield number, words


def load_options(path):
    """{file name: {line of a module: [option]}}"""
    options = {}
    for _, (name, line, option) in _read_list(path, 3):
        lines = options.setdefault(name, {})
        lines.setdefault(int(line), []).append(option)
    return options


def load_large(path):
    """{(file name, line of a command): MiB of heap that it needs}"""
    return {(name, int(line)): int(size)
            for _, (name, line, size) in _read_list(path, 3)}
