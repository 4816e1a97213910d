"""The modules of examples/, and a program as large as what users have.

For tests that compare what two builds of the tool make of them.
"""

import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / 'examples'
# The program that the bench compiles.
PROGRAM = ROOT / 'bench/programs/mix.c'
SKIPPED = 77


class Failure(Exception):
    pass


def call(command, folder):
    """The exit status and the output."""
    done = subprocess.run([str(word) for word in command], cwd=folder,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    return (done.returncode, done.stdout.decode(errors='replace'),
            done.stderr.decode(errors='replace'))


def must(command, folder):
    status, output, errors = call(command, folder)
    if status:
        raise Failure(f'{" ".join(map(str, command))}: exit status {status}\n'
                      + output + errors)
    return output


def make_modules(folder):
    """The names of all .wasm files that are in the folder then."""
    names = []
    for script in sorted(EXAMPLES.glob('*/build.sh')):
        built = folder / 'built'
        shutil.rmtree(built, ignore_errors=True)
        built.mkdir()
        command = [ROOT / 'tools/example-env', script]
        status, output, errors = call(command, built)
        if status == SKIPPED:
            print(f'left out {script.parent.name}: {errors.splitlines()[0]}')
            continue
        if status:
            raise Failure(f'{script}: exit status {status}\n{output}{errors}')
        for file in sorted(built.glob('*.wasm')):
            shutil.copy(file, folder)
            names.append(file.stem)
    must([ROOT / 'tools/example-env', 'sh', '-c',
          '"$CLANG" --target=wasm32 -O2 -ffreestanding -nostdlib -Wl,--no-entry,'
          f'--export=run,-z,stack-size=1024 {PROGRAM} -o mix.wasm'], folder)
    return names + ['mix']


def architectures(tool):
    version = must([tool, '--version'], ROOT)
    return version.rpartition('architectures: ')[2].strip().split(', ')
