"""How the bench makes native programs: one row per architecture."""

FLAGS = ['-ffreestanding', '-fno-stack-protector', '-fno-asynchronous-unwind-'
         'tables', '-fno-pic', '-ffunction-sections', '-fdata-sections']
LINK = ['-static', '-nostdlib', '-nostartfiles', '-no-pie']
# Programs that need floating-point functions.
FLOATS = ('fft', 'nbody', 'control')


class Native:
    def __init__(self, arch, compiler, emulator, flags=(), link=(),
                 readelf='readelf', has_floats=True):
        self.arch = arch
        self.emulator = emulator.split()
        self.levels = ('gcc -O2', 'gcc -Os')
        self.base = 'gcc -O2'
        self._compiler = compiler
        self._flags = FLAGS + list(flags)
        self._link = LINK + list(link)
        self._readelf = readelf
        self._has_floats = has_floats

    def can_build(self, program):
        return self._has_floats or program not in FLOATS

    def build(self, run, sources, program, level, rounds, executable):
        """Bytes of code and constants of the program itself."""
        flags = self._flags + [level.split()[1]]
        parts = []
        for name in (program, 'native'):
            part = executable.with_name(f'{name}-{rounds}.o')
            run([self._compiler] + flags
                + [f'-DROUNDS={rounds}', '-c', sources / f'{name}.c', '-o',
                   part])
            parts.append(part)
        run([self._compiler] + flags + self._link + parts
            + ['-lgcc', '-o', executable])
        return self._text(run, parts[0])

    def _text(self, run, part):
        total = 0
        for line in run([self._readelf, '-SW', part]).splitlines():
            fields = line.replace('[ ', '[').split()
            if len(fields) > 6 and fields[1].startswith(('.text', '.literal')):
                total += int(fields[5], 16)
        return total


def _arm(arch, *flags):
    return Native(arch, 'arm-none-eabi-gcc', 'qemu-arm -cpu max',
                  ['-mthumb', *flags])


def _riscv(arch, bits, march, abi):
    return Native(arch, 'riscv64-unknown-elf-gcc', f'qemu-riscv{bits}',
                  [f'-march={march}', f'-mabi={abi}', '-mcmodel=medany'],
                  ['-Wl,--no-relax'])


NATIVES = {native.arch: native for native in (
    Native('x64', 'gcc', 'qemu-x86_64'),
    _arm('armv6m', '-mcpu=cortex-m0plus', '-mfloat-abi=soft'),
    _arm('armv7m', '-mcpu=cortex-m3', '-mfloat-abi=soft'),
    _arm('armv7emsp', '-mcpu=cortex-m4', '-mfloat-abi=hard',
         '-mfpu=fpv4-sp-d16'),
    _arm('armv7emdp', '-mcpu=cortex-m7', '-mfloat-abi=hard',
         '-mfpu=fpv5-d16'),
    _riscv('rv32imc', 32, 'rv32imc', 'ilp32'),
    _riscv('rv64imc', 64, 'rv64imc', 'lp64'),
    Native('xtensa', 'xtensa-lx106-elf-gcc', 'qemu-xtensa -cpu lx106',
           link=['-Wl,-N'], has_floats=False),
)}
