"""How the bench makes native programs: one row per architecture.

Programs run in QEMU's user mode. The start of a program and its two system
calls are programs/native.c, so that nothing but run() differs between the
compilers.
"""

import re

import cells

FLAGS = ['-ffreestanding', '-fno-stack-protector', '-fno-asynchronous-unwind-'
         'tables', '-fno-pic', '-ffunction-sections', '-fdata-sections']
LINK = ['-static', '-nostdlib', '-nostartfiles', '-no-pie']
GCC_LEVELS = ('gcc -O2', 'gcc -Os')
CLANG_LEVEL = 'clang -O2'
# Headers of a C library, which what wasm2c writes includes.
PICOLIBC = '/usr/lib/picolibc/riscv64-unknown-elf/include'
XTENSA_HEADERS = '/usr/lib/xtensa-lx106-elf/include'
# Debian's libgcc for Xtensa has not all; these files of runtime/builtins are
# in its place.
BUILTINS_FOLDER = cells.ROOT / 'runtime/builtins'
BUILTINS = ('bits', 'f32', 'f64', 'int32', 'int64')
BUILTINS_FLAGS = ['-std=gnu2x', '-fno-builtin', '-include', 'stdbool.h',
                  '-Dstatic_assert=_Static_assert', '-w', '-O2']


# Of the core of the ESP8266, as far as LLVM makes use of it.
LX106_FEATURES = ('density', 'exception', 'nsa', 'mul16', 'mul32')

# LLVM writes literals where another section may be the current one.
LITERAL = re.compile(r'^\t\.literal\t?\s*([^,\s]+), (.*)$', re.MULTILINE)
LITERAL_SECTION = (r'\t.pushsection .literal,"ax",@progbits' '\n\t.p2align 2\n'
                   r'\1:' '\n' r'\t.long \2' '\n\t.popsection')


class Native:
    """`gcc` and `ld` are commands, `flags` of both compilers, `clang` flags of
    clang alone. Without gcc, clang's object files are linked with `ld`."""

    # What the core has beyond what its compiler knows.
    _features = ()

    def __init__(self, arch, emulator, gcc, flags=(), clang=(), link=(),
                 headers=None, builtins=False, ld=None):
        self.arch = arch
        self.emulator = emulator.split()
        self.levels = (GCC_LEVELS if gcc else ()) + (
            (CLANG_LEVEL,) if clang else ())
        self.base = self.levels[0]
        # For what wasm2c writes.
        self.small = 'gcc -Os' if gcc else 'clang -Os'
        self._gcc = gcc
        self._ld = ld or [gcc, *flags, *LINK]
        self._core = list(flags)
        self._flags = FLAGS + self._core
        self._clang = list(clang)
        self._link = list(link)
        self._headers = ['-isystem', headers] if headers else []
        self._builtins = builtins

    def inputs(self, level):
        """What results depend on, for the cache."""
        compiler = self._gcc if 'gcc' in level else cells.clang_22()
        return [level, cells.version(compiler), *map(str, self._features),
                cells.version(self._ld[0]),
                cells.version(self.emulator[0]), self.emulator,
                self._flags, self._clang, self._link, LINK,
                cells.contents(cells.PROGRAMS / 'native.c'),
                cells.contents(cells.PROGRAMS / 'program.h'),
                cells.contents(cells.ROOT / 'bench/count.c'),
                [BUILTINS_FLAGS, cells.contents(BUILTINS_FOLDER)]
                if self._builtins else None]

    def compile(self, level, source, output, extra=()):
        cells.run(self.command(level, source, output, extra))

    def command(self, level, source, output, extra=()):
        name, optimise = level.split()
        if name == 'gcc':
            command = [self._gcc, *self._flags]
        else:
            command = self._clang_command() + self._flags
        return command + [optimise, '-c', *extra, *self._headers, source,
                          '-o', output]

    def natmod_command(self, source, output, extra):
        """As py/dynruntime.mk compiles native modules."""
        return [self._gcc, *self._core, '-std=gnu99', '-Os', '-fpic',
                '-fno-common', '-U_FORTIFY_SOURCE', '-fno-stack-protector',
                '-DNDEBUG', '-DNO_QSTR', '-DMICROPY_ENABLE_DYNRUNTIME',
                '-DMICROPY_FLOAT_IMPL=MICROPY_FLOAT_IMPL_NONE', *self._headers,
                *extra, '-c', source, '-o', output]

    def _clang_command(self):
        return [cells.clang_22(), *self._clang]

    def build(self, level, parts, rounds, executable):
        """From the program's own object files."""
        folder = executable.parent
        start = folder / f'native-{rounds}.o'
        self.compile(level, cells.PROGRAMS / 'native.c', start,
                     [f'-DROUNDS={rounds}'])
        command = self._ld + self._link + [start, *parts]
        if self._builtins:
            command += self._make_builtins(level, folder)
        else:
            command += ['-lgcc']
        cells.run(command + ['-o', executable])

    def _make_builtins(self, level, folder):
        archive = folder / 'builtins.a'
        if not archive.exists():
            parts = []
            for name in BUILTINS:
                parts.append(folder / f'builtins-{name}.o')
                source = BUILTINS_FOLDER / f'{name}.c'
                self.compile(level, source, parts[-1], BUILTINS_FLAGS)
            cells.run(['ar', 'rcs', archive, *parts])
        return [archive]


class Call0(Native):
    """Xtensa's plain ABI. Objects of LLVM 22 are wrong there (see the board's
    windowed/cc), so GNU's assembler makes them of its assembly."""

    def compile(self, level, source, output, extra=()):
        if level.startswith('gcc'):
            super().compile(level, source, output, extra)
            return
        assembly = output.with_suffix('.s')
        # The second -S wins over -c.
        super().compile(level, source, assembly, [*extra, '-S', '-fno-addrsig'])
        text = assembly.read_text(encoding='ascii')
        assembly.write_text(LITERAL.sub(LITERAL_SECTION, text),
                            encoding='ascii')
        cells.run(['xtensa-lx106-elf-as', assembly, '-o', output])

    def _clang_command(self):
        command = super()._clang_command() + ['-fomit-frame-pointer']
        for feature in LX106_FEATURES:
            command += ['-Xclang', '-target-feature', '-Xclang', '+' + feature]
        return command


class Windowed(Native):
    """Xtensa's windowed ABI: a compiler script of the board, clang only."""

    _compiler = cells.ROOT / 'tools/boards/xtensa/windowed/cc'
    _features = ('fp', 'bool')

    def _clang_command(self):
        return ['env', f'BOARD_CLANG={cells.clang_22()}',
                f'BOARD_FEATURES={" ".join(self._features)}', self._compiler]


def text_of(part, is_counted=lambda section: True):
    """Bytes of code and literals in an object file."""
    total = 0
    for line in cells.run(['readelf', '-SW', part]).splitlines():
        fields = line.replace('[ ', '[').split()
        if len(fields) > 6 and fields[1].startswith(
                ('.text', '.literal', '.code')) and is_counted(fields[1]):
            total += int(fields[5], 16)
    return total


def _arm(arch, triple, cpu, *flags):
    return Native(arch, 'qemu-arm -cpu max', 'arm-none-eabi-gcc',
                  ['-mthumb', f'-mcpu={cpu}', *flags],
                  [f'--target={triple}'], headers='/usr/include/newlib')


def _riscv(arch, bits, abi):
    return Native(arch, f'qemu-riscv{bits}', 'riscv64-unknown-elf-gcc',
                  [f'-march={arch}', f'-mabi={abi}', '-mcmodel=medany'],
                  [f'--target=riscv{bits}-unknown-elf'],
                  ['-Wl,--no-relax'], headers=PICOLIBC)


NATIVES = {native.arch: native for native in (
    Native('x86', 'qemu-i386', 'gcc',
           ['-m32', '-march=i686', '-msse2', '-mfpmath=sse'],
           ['--target=i686-linux-gnu']),
    Native('x64', 'qemu-x86_64', 'gcc', clang=['--target=x86_64-linux-gnu']),
    _arm('armv6m', 'thumbv6m-none-eabi', 'cortex-m0plus', '-mfloat-abi=soft'),
    _arm('armv7m', 'thumbv7m-none-eabi', 'cortex-m3', '-mfloat-abi=soft'),
    _arm('armv7emsp', 'thumbv7em-none-eabihf', 'cortex-m4',
         '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'),
    _arm('armv7emdp', 'thumbv7em-none-eabihf', 'cortex-m7',
         '-mfloat-abi=hard', '-mfpu=fpv5-d16'),
    _riscv('rv32imc', 32, 'ilp32'),
    _riscv('rv64imc', 64, 'lp64'),
    Call0('xtensa', 'qemu-xtensa -cpu lx106', 'xtensa-lx106-elf-gcc',
          clang=['--target=xtensa'], link=['-Wl,-N'], headers=XTENSA_HEADERS,
          builtins=True),
    Windowed('xtensawin', 'qemu-xtensa -cpu de233_fpu', None,
             clang=['--target=xtensa'], link=['-N', '-static'],
             headers=XTENSA_HEADERS, builtins=True,
             ld=['xtensa-lx106-elf-ld']),
)}
