"""Modules that a test has compiled, for the next one that wants the same.

The same tool makes the same bytes of the same files and options, so boards of
one architecture, and a second run, need not compile again. What the tool
refuses is not kept. With another tool everything is forgotten.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile


def call(command, folder):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    return done.returncode, done.stderr.decode(errors='replace')


class ModuleCache:
    def __init__(self, tool, folder):
        self.tool = tool
        with open(tool, 'rb') as file:
            digest = hashlib.sha256(file.read()).hexdigest()[:16]
        os.makedirs(folder, exist_ok=True)
        self.folder = os.path.join(folder, digest)
        for other in os.listdir(folder):
            if other != digest:
                shutil.rmtree(os.path.join(folder, other), ignore_errors=True)
        os.makedirs(self.folder, exist_ok=True)

    def compile(self, arguments, folder):
        """Runs the tool in a folder; gives exit status and messages."""
        before = sorted(os.listdir(folder))
        key = self._key(arguments, folder, before)
        kept = os.path.join(self.folder, key)
        if os.path.isdir(kept):
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            return 0, ''
        status, messages = call([self.tool, *arguments], folder)
        if status == 0:
            made = sorted(set(os.listdir(folder)) - set(before))
            if made and not messages:
                self._keep(kept, folder, made)
        return status, messages

    @staticmethod
    def _key(arguments, folder, names):
        """Of all files in the folder: the options may name any of them."""
        digest = hashlib.sha256(repr(arguments).encode())
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                data = file.read()
            digest.update(f'{name}\n{len(data)}\n'.encode() + data)
        return digest.hexdigest()[:32]

    def _keep(self, kept, folder, made):
        """All or nothing, whoever else does the same."""
        with tempfile.TemporaryDirectory(dir=self.folder) as part:
            whole = os.path.join(part, 'whole')
            os.mkdir(whole)
            for name in made:
                path = os.path.join(folder, name)
                if not os.path.isfile(path):
                    return
                shutil.copy(path, whole)
            try:
                os.rename(whole, kept)
            except OSError:
                pass  # another one was first
