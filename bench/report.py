"""The tables of the bench, in Markdown."""

import math

import measure
import natives

# Programs that are no kernels: a mix of everything, and real libraries.
MIX = 'mix'
NO_KERNELS = (MIX, *measure.LIBRARIES)
FORMS = ('gcc -O2', 'gcc -Os', 'clang -O2', *measure.VARIANTS, 'wasm2c')
NAMES = {'default': 'wasm2mpy', 'O2': 'wasm2mpy -O2',
         'unchecked': 'wasm2mpy -O2 --unchecked',
         'wasm2c': 'wasm2c, -Os', 'gcc -O2': 'gcc -O2', 'gcc -Os': 'gcc -Os',
         'clang -O2': 'clang -O2'}
# Multiples of the native program: instructions of mix and of the kernels
# (geometric mean), text of mix. x86 and rv64imc have those of their relatives.
GOALS = {
    'x86': (1.25, 1.10, 1.7),
    'x64': (1.25, 1.10, 1.7),
    'armv6m': (1.30, 1.08, 1.5),
    'armv7m': (1.30, 1.12, 1.5),
    'armv7emsp': (1.30, 1.12, 1.5),
    'armv7emdp': (1.30, 1.12, 1.5),
    'rv32imc': (1.18, 1.05, 1.4),
    'rv64imc': (1.18, 1.05, 1.4),
    'xtensa': (1.35, 1.15, 1.7),
    'xtensawin': (1.35, 1.15, 1.7),
}


def base_of(arch):
    return natives.NATIVES[arch].base


# LLVM's code for Xtensa is young: its goals are multiples of what clang makes.
GOAL_BASES = {'xtensa': 'clang -O2', 'xtensawin': 'clang -O2'}


def kernels(programs):
    return [program for program in programs if program not in NO_KERNELS]


def geomean(values):
    values = list(values)
    if not values or None in values:
        return None
    return math.exp(sum(map(math.log, values)) / len(values))


def ratio(row, form, what, base):
    """Of one program; None where one of the two was not measured."""
    value = row.get(form, {}).get(what)
    other = row.get(base, {}).get(what)
    return value / other if value and other else None


def mean_ratio(programs, form, what, base):
    """Over all kernels that have both."""
    values = [ratio(programs[program], form, what, base)
              for program in kernels(programs)]
    return geomean(value for value in values if value)


def number(value, digits=2):
    return '-' if value is None else f'{value:.{digits}f}'


def table(head, rows):
    yield '| ' + ' | '.join(head) + ' |'
    yield '| --- |' + ' ---: |' * (len(head) - 1)
    for row in rows:
        yield '| ' + ' | '.join(map(str, row)) + ' |'
    yield ''


def summary(figures, what, of_kernels):
    """Each architecture in a row, all forms side by side."""
    for arch, programs in figures.items():
        base = base_of(arch)
        cells = [f'`{arch}`']
        for form in FORMS:
            if of_kernels:
                value = mean_ratio(programs, form, what, base)
            else:
                value = ratio(programs.get(MIX, {}), form, what, base)
            cells.append('1' if form == base and value else number(value))
        yield cells


def goals(figures):
    def mark(value, goal):
        return f'{value:.2f}' if value <= goal else f'**{value:.2f}**'

    def cell(goal, default, fast=None):
        """With -O2 if that is what it takes, or brings it nearer."""
        if not default:
            return '-'
        if default <= goal or not fast or round(fast, 2) >= round(default, 2):
            return mark(default, goal)
        return f'{mark(default, goal)}; -O2: {mark(fast, goal)}'

    for arch, (mix, kernel, text) in GOALS.items():
        if arch not in figures:
            continue
        programs = figures[arch]
        base = GOAL_BASES.get(arch, base_of(arch))
        row = programs.get(MIX, {})
        forms = ('default', 'O2')
        yield (f'`{arch}`',
               f'{mix:.2f}', cell(mix, *(ratio(row, form, 'instructions', base)
                                         for form in forms)),
               f'{kernel:.2f}', cell(kernel, *(mean_ratio(
                   programs, form, 'instructions', base) for form in forms)),
               f'{text:.1f}', cell(text, ratio(row, 'default', 'text', base)),
               number(mean_ratio(programs, 'default', 'text', base)))


def pythons(figures):
    """How many times the instructions of wasm2mpy."""
    names = sorted({program for programs in figures.values()
                    for program, row in programs.items()
                    if 'bytecode' in row or 'viper' in row})
    yield ['', *names]
    for arch, programs in figures.items():
        cells = []
        for name in names:
            row = programs.get(name, {})
            cells.append(' / '.join(
                number(ratio(row, form, 'instructions', 'default'),
                       0 if form == 'bytecode' else 1)
                for form in measure.PYTHONS))
        yield [f'`{arch}`', *cells]


def ram(figures):
    archs = [arch for arch in figures if arch in measure.RAM_BOARDS]
    names = sorted({name for arch in archs for name in figures[arch]})
    yield ['', *(f'`{arch}`' for arch in archs)]
    for name in names:
        cells = []
        for arch in archs:
            row = figures[arch].get(name, {}).get('default', {})
            cells.append(f'{row["ram_import"]} / {row["ram_instance"]}'
                         if 'ram_import' in row else '-')
        yield [name, *cells]


def sizes(figures):
    names = sorted({name for programs in figures.values()
                    for name in programs})
    yield ['', *(f'`{arch}`' for arch in figures)]
    for name in names:
        yield [name, *(programs.get(name, {}).get('default', {}).get(
            'mpy', '-') for programs in figures.values())]


def times(figures):
    """Milliseconds of the processor for a compilation, by level."""
    for arch, programs in figures.items():
        cells = [f'`{arch}`']
        for form in measure.VARIANTS:
            for program in (MIX, 'qrcode'):
                seconds = programs.get(program, {}).get(form, {}).get(
                    'seconds')
                cells.append(f'{seconds * 1000:.0f}' if seconds else '-')
        yield cells


def one_arch(arch, programs):
    base = base_of(arch)
    forms = [form for form in (*FORMS, *measure.PYTHONS)
             if form != base and any(form in row for row in
                                     programs.values())]
    rows = []
    for program, row in programs.items():
        cells = [program, row.get(base, {}).get('instructions', '-')]
        for form in forms:
            cells.append(number(ratio(row, form, 'instructions', base)))
        cells.append(row.get(base, {}).get('text', '-'))
        for form in ('default', 'O2', 'unchecked', 'wasm2c'):
            cells.append(number(ratio(row, form, 'text', base)))
        default = row.get('default', {})
        rows.append(cells + [default.get('text', '-'), default.get('mpy', '-')])
    means = ['kernels, mean', '']
    means += [number(mean_ratio(programs, form, 'instructions', base))
              for form in forms]
    means += ['']
    means += [number(mean_ratio(programs, form, 'text', base))
              for form in ('default', 'O2', 'unchecked', 'wasm2c')]
    rows.append(means + ['', ''])
    yield f'### {arch}'
    yield ''
    yield (f'Instructions of {base}, and as multiples of them; text of {base} '
           'and as multiples; bytes of the text and of the `.mpy`, default.')
    yield ''
    yield from table(['', base, *(NAMES.get(form, form) for form in forms),
                      'text', 'default', '-O2', 'unchecked', 'wasm2c', 'bytes',
                      '.mpy'], rows)


def markdown(figures):
    head = ['', *(NAMES[form] for form in FORMS)]
    lines = ['# Figures', '', 'Written by `bench/run`; '
             '[README](README.md) tells what is measured.', '']
    lines += ['## Goals', '',
              'Multiples of native code, of gcc -O2 (both Xtensa: clang -O2). '
              'Default options, and -O2 where a goal is missed without. Bold is '
              'missed.', '']
    lines += table(['', 'mix: goal', 'is', 'kernels: goal', 'is',
                    'text of mix: goal', 'is', 'text of kernels'],
                   goals(figures))
    lines += ['## Instructions', '', 'Of mix, as multiples of native code:',
              '']
    lines += table(head, summary(figures, 'instructions', False))
    lines += ['Of the kernels (all programs but mix and the libraries), '
              'geometric mean:', '']
    lines += table(head, summary(figures, 'instructions', True))
    lines += ['## Text', '', 'Code and literals of mix, as multiples of native '
              'code, which has no bounds checks:', '']
    lines += table(head, summary(figures, 'text', False))
    lines += ['Of the kernels, geometric mean:', '']
    lines += table(head, summary(figures, 'text', True))
    lines += ['## Against Python', '', 'Instructions of the same algorithm in '
              'Python, as multiples of those of the module (default): '
              'bytecode / viper.', '']
    head_of_pythons, *rows = pythons(figures)
    if len(head_of_pythons) > 1:
        lines += table(head_of_pythons, rows)
    lines += ['## Sizes', '', 'Bytes of the `.mpy`, default.', '']
    head_of_sizes, *rows = sizes(figures)
    lines += table(head_of_sizes, rows)
    lines += ['## RAM', '', 'Bytes of MicroPython\'s heap, default: what '
              'import takes, with its instance / one instance more.', '']
    head_of_ram, *rows = ram(figures)
    if len(head_of_ram) > 1:
        lines += table(head_of_ram, rows)
    lines += ['## Compile time', '', 'Milliseconds of the processor.', '']
    lines += table(['', *(f'{program} {NAMES[form].removeprefix("wasm2mpy ")}'
                          for form in measure.VARIANTS
                          for program in (MIX, 'qrcode'))], times(figures))
    lines += ['## All programs', '']
    for arch, programs in figures.items():
        lines += one_arch(arch, programs)
    return '\n'.join(lines)
