"""Compiles WebAssembly modules to native MicroPython modules.

    import wasm2mpy

    files = wasm2mpy.compile("fft.wasm", board="pico")
    files["fft.mpy"]  # bytes

The package holds the tool; `wasm2mpy` on the command line is the same one.
"""

import os
import re
import subprocess
import tempfile

__all__ = ["Error", "compile", "tool", "version"]

version = "@VERSION@"


# What gives no files of the module, or is a parameter of compile().
_NOT_HERE = {"bind", "generate", "help", "o", "output", "package", "report", "version"}


class Error(Exception):
    """What the tool said: its messages, one a line."""


def tool():
    """The path of the executable. $WASM2MPY names another one."""
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "wasm2mpy")
    given = os.environ.get("WASM2MPY")
    return os.path.abspath(given) if given else own


def compile(wasm, *, board=None, arch=None, signatures=None, file=None, warn=None, **options):
    """Compiles a module and returns its files, a dict of names and bytes.

    wasm: the path of a .wasm or .wat file, or the bytes of a binary module
        (then `file` is its name, "module.wasm" unless it is given).
    board, arch: what it is for, one of the two; `arch` may be a list.
        With several architectures names begin with a folder, "x64_6.3/".
    signatures: the text of --bind's file.
    options: those of the command line, with `_` for `-`: stack_size=8192,
        memory="lean", O="z", growable_memory=True, pyi=True,
        hide=["f", "g"], ...
    warn: is called with the text of the tool's warnings and notes, if there
        are any; by default they are not shown.

    Raises Error if the module cannot be compiled, OSError if a file cannot be
    read, and TypeError for options that give no files (report, package).
    """
    for name in sorted(_NOT_HERE.intersection(options)):
        raise TypeError(f"compile() has no option {name!r}: it returns the files")
    if isinstance(wasm, (bytes, bytearray, memoryview)):
        content = bytes(wasm)
        file = os.path.basename(file or "module.wasm")
    else:
        with open(wasm, "rb") as source:
            content = source.read()
        file = os.path.basename(os.fspath(wasm))
    options.update(board=board, arch=arch)
    with tempfile.TemporaryDirectory(prefix="wasm2mpy-") as folder:
        inputs, outputs = os.path.join(folder, "in"), os.path.join(folder, "out")
        os.mkdir(inputs)
        os.mkdir(outputs)
        _write(inputs, file, content)
        command = [tool(), "-o", outputs + "/"]
        if signatures is not None:
            _write(inputs, "signatures.pyi", signatures.encode())
            command.append("--bind=signatures.pyi")
        # A file may have the name of a command, or begin with a dash.
        command += [*_arguments(options), "--", file]
        done = subprocess.run(
            command, cwd=inputs, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise Error(re.sub("(?m)^wasm2mpy: (error: )?", "", done.stderr).rstrip("\n"))
        if warn and done.stderr:
            warn(done.stderr)
        return _files(outputs)


def _arguments(options):
    for name, value in options.items():
        if value is None or value is False:
            continue
        option = "-O" if name == "O" else "--" + name.replace("_", "-")
        if isinstance(value, (list, tuple)):
            value = ",".join(value)
        if value is True:
            yield option
        elif name == "O":
            yield option + str(value)
        else:
            yield f"{option}={value}"


def _write(folder, name, content):
    with open(os.path.join(folder, name), "wb") as target:
        target.write(content)


def _files(folder):
    files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as source:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = source.read()
    return files
