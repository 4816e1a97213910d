"""The cells of the bench: one function for each way to run a program.

Each returns figures (instructions, text, ...) and `result`, what the program
printed, which must be the same in all cells of a program.
"""

import json
import shutil

import cells
import natives

ROUNDS = {'nbody': 5, 'calls': 5, 'matmul': 4, 'fannkuch': 2, 'control': 50,
          'heatshrink': 3, 'qrcode': 1}
DEFAULT_ROUNDS = 10
# Programs that are libraries of examples/: folder, files, flags.
LIBRARIES = {
    'heatshrink': ('heatshrink-0.4.1',
                   ['heatshrink_encoder.c', 'heatshrink_decoder.c'],
                   ['-DHEATSHRINK_DYNAMIC_ALLOC=0']),
    'qrcode': ('QR-Code-generator-1.8.0/c', ['qrcodegen.c'], []),
}
# The variants of wasm2mpy, by name. Which one the tables of sizes are about:
DEFAULT = 'default'
VARIANTS = {DEFAULT: [], 'O2': ['-O2'], 'unchecked': ['-O2', '--unchecked']}
# MicroPython compiles these itself.
PYTHONS = ('bytecode', 'viper')
# Where RAM is measured. The other boards are programs of this computer: their
# heaps hold the names of its folders, and their code is elsewhere.
RAM_BOARDS = ('armv6m', 'armv7m', 'armv7emsp', 'armv7emdp', 'xtensa',
              'xtensawin', 'rv32imc')
# Boards whose floats are not doubles: in Python nbody is another program there.
SINGLE = ('armv6m', 'armv7m', 'armv7emsp', 'rv32imc', 'xtensa', 'xtensawin')

# A result that is no small int takes a block of the heap. Without the
# collection the search for one may begin in front of the linear memory and go
# through all of it: 20,000 instructions that are not the program's.
COUNTED = '''import gc, sys, app
gc.collect()
print('%08x' % (app.run(int(sys.argv[1])) & 0xffffffff))
'''
# The module with the instance that import makes, and one instance more.
RAM = '''import gc
gc.collect()
gc.collect()
start = gc.mem_alloc()
import app
gc.collect()
imported = gc.mem_alloc()
instance = app.instantiate()
gc.collect()
print(imported - start, gc.mem_alloc() - imported)
'''
WASM2C_FLAGS = ['-std=gnu99', '-DNDEBUG', '-DWASM_RT_MEMCHECK_BOUNDS_CHECK=1',
                '-DWASM_RT_USE_MMAP=0', '-fhosted', '-w']


def rounds_of(program):
    return ROUNDS.get(program, DEFAULT_ROUNDS)


def folder_of(arch, program, name):
    folder = cells.WORK / arch / program / name.replace(' ', '-')
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sources_of(program):
    """(C files, flags, everything that they are made of)"""
    own = cells.PROGRAMS / f'{program}.c'
    if program not in LIBRARIES:
        return [own], [], [own]
    library, files, flags = LIBRARIES[program]
    folder = cells.DEPS / 'examples/sources' / library
    libc = cells.PROGRAMS / 'libc'
    return ([own, libc / 'libc.c', *(folder / file for file in files)],
            [*flags, '-I', folder, '-I', libc, '-I', cells.PROGRAMS, '-w'],
            [own, libc, folder])


def make_wasm(program):
    """Compiled once for all architectures."""
    output = cells.WORK / f'{program}.wasm'
    sources, flags, _ = sources_of(program)
    cells.run(['clang-19', '--target=wasm32', '-O2', '-ffreestanding',
               '-nostdlib', '-Wl,--no-entry,--export=run,-z,stack-size=1024',
               *flags, *sources, '-o', output])
    return output


def counts(run_rounds, program):
    """(result, instructions) of the difference between some rounds and none.

    Both numbers have as many digits, so that everything is at the same address
    in both runs: where strings are has an effect on copying them.
    """
    rounds = rounds_of(program)
    result, count = run_rounds(str(rounds))
    _, start = run_rounds('0' * len(str(rounds)))
    return result, count - start


def measure_native(arch, program, level):
    native = natives.NATIVES[arch]
    sources, flags, all_sources = sources_of(program)

    def measure():
        folder = folder_of(arch, program, level)
        parts = []
        for source in sources:
            parts.append(folder / f'{source.stem}.o')
            native.compile(level, source, parts[-1], flags)
        return run_native(native, level, parts, program, folder,
                          sum(map(natives.text_of, parts)))

    return cells.cached([native.inputs(level), LIBRARIES.get(program),
                         rounds_of(program),
                         list(map(cells.contents, all_sources))], measure)


def run_native(native, level, parts, program, folder, text):
    def run_rounds(rounds):
        executable = folder / f'native-{rounds}'
        # As C it would be octal.
        native.build(level, parts, int(rounds), executable)
        return cells.counted(folder, [*native.emulator, executable],
                             'QEMU_PLUGIN')

    result, count = counts(run_rounds, program)
    return {'result': result, 'instructions': count, 'text': text}


def measure_wasm2c(arch, program, wasm):
    """What wasm2c writes, compiled for size, as for a natmod."""
    native = natives.NATIVES[arch]
    tool, runtime = cells.wasm2c()
    main = cells.PROGRAMS / 'wasm2c.c'

    def measure():
        folder = folder_of(arch, program, 'wasm2c')
        cells.run([tool, wasm, '-n', 'app', '-o', folder / 'app.c'])
        flags = [*WASM2C_FLAGS, '-I', runtime, '-I', folder]
        parts = [folder / 'app.o', folder / 'main.o']
        native.compile(native.small, folder / 'app.c', parts[0], flags)
        native.compile(native.small, main, parts[1], flags)
        # Not what makes an instance.
        text = natives.text_of(parts[0], lambda section: not any(
            part in section for part in ('.wasm2c_', '.init_')))
        return run_native(native, native.small, parts, program, folder, text)

    return cells.cached([native.inputs(native.small), cells.contents(wasm),
                         cells.contents(main), cells.contents(runtime),
                         WASM2C_FLAGS, rounds_of(program)], measure)


def board_inputs(arch):
    board = cells.DEPS / 'boards' / arch / 'micropython'
    return [arch, cells.contents(board),
            cells.contents(cells.ROOT / f'tools/boards/{arch}.sh'),
            cells.contents(cells.ROOT / 'tools/mpy-run'),
            cells.contents(cells.ROOT / 'bench/count.c'),
            cells.version('qemu-x86_64')]


def run_on_board(arch, folder, *arguments):
    return [cells.ROOT / 'tools/mpy-run', arch, *arguments]


def count_on_board(arch, program, folder):
    (folder / 'run.py').write_text(COUNTED, encoding='ascii')
    return counts(
        lambda rounds: cells.counted(
            folder, run_on_board(arch, folder, 'run.py', rounds),
            'MPY_PLUGIN'), program)


def ram_on_board(arch, folder):
    (folder / 'ram.py').write_text(RAM, encoding='ascii')
    return list(map(int, cells.run(run_on_board(arch, folder, 'ram.py'),
                                   cwd=folder).split()))


def memory_of(arch):
    """The tool's options: chips of these cannot spare a page, so it would make
    the memory lean."""
    return ['--memory=exact'] if arch in ('armv7m', 'xtensa') else []


def measure_module(arch, program, variant, wasm):
    folder = folder_of(arch, program, variant)
    module = folder / 'app.mpy'
    # QEMU's Xtensa cores lack two instructions of the ESP32's.
    board = ['--board=qemu-xtensawin'] if arch == 'xtensawin' else []
    report, seconds, _ = cells.timed(
        [cells.TOOL, wasm, f'--arch={arch}', *board, *memory_of(arch), '-o',
         module, '--report=json', *VARIANTS[variant]])
    code = json.loads(report)['builds'][0]['code']
    has_ram = variant == DEFAULT and arch in RAM_BOARDS

    def measure():
        result, count = count_on_board(arch, program, folder)
        figures = {'result': result, 'instructions': count}
        if has_ram:
            figures['ram_import'], figures['ram_instance'] = ram_on_board(
                arch, folder)
        return figures

    # Most changes of the tool leave most modules as they were.
    figures = cells.cached([board_inputs(arch), module.read_bytes().hex(),
                            COUNTED, RAM, has_ram,
                            rounds_of(program)], measure)
    # The same as of an object file: the module's own functions.
    return {**figures, 'text': code['module'],
            'mpy': module.stat().st_size, 'seconds': round(seconds, 3)}


def python_source(program, name):
    suffix = '' if name == 'bytecode' else f'_{name}'
    return cells.PROGRAMS / f'python/{program}{suffix}.py'


def can_run_python(arch, program, name):
    # MicroPython 1.25 has no native emitter for 64-bit RISC-V.
    return (python_source(program, name).exists()
            and not (program == 'nbody' and arch in SINGLE)
            and not (name == 'viper' and arch == 'rv64imc'))


def measure_python(arch, program, name):
    """The same algorithm in Python, compiled on the board."""
    source = python_source(program, name)

    def measure():
        folder = folder_of(arch, program, name)
        shutil.copy(source, folder / 'app.py')
        result, count = count_on_board(arch, program, folder)
        return {'result': result, 'instructions': count}

    return cells.cached([board_inputs(arch), cells.contents(source), COUNTED,
                         rounds_of(program)], measure)
