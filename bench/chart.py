"""The chart of the bench, an SVG that is readable on light and dark pages.

Two parts: instructions as multiples of native code, by architecture, and those
of Python as multiples of the module's, by program. The second has a logarithmic
scale.
"""

import math

import measure
import report

STYLE = '''
text { font: 12px sans-serif; fill: #24292f; }
.small { font-size: 10px; fill: #57606a; }
.title { font-size: 14px; font-weight: bold; }
.grid { stroke: #d0d7de; stroke-width: 1; }
.one { stroke: #24292f; stroke-width: 1.5; }
.a { fill: #0969da; } .b { fill: #54aeff; } .c { fill: #1a7f37; }
.d { fill: #bf8700; } .e { fill: #a475f9; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .small { fill: #9198a1; }
  .grid { stroke: #3d444d; } .one { stroke: #e6edf3; }
  .a { fill: #4493f8; } .b { fill: #1f6feb; } .c { fill: #3fb950; }
  .d { fill: #d29922; } .e { fill: #ab7df8; }
}
'''
WIDTH = 760
LEFT = 90  # of the axis
SCALE = WIDTH - LEFT - 50
BAR = 8
GAP = 8  # between groups
FORMS = (('default', 'a'), ('O2', 'b'), ('unchecked', 'c'), ('wasm2c', 'd'))
PYTHONS = (('viper', 'b'), ('bytecode', 'e'))
# The core of the second part: that of many small boards.
PYTHON_ARCH = 'armv6m'


class Drawing:
    def __init__(self):
        self.lines = []
        self.y = 0

    def text(self, x, y, text, kind='', anchor='start'):
        self.lines.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" '
                          f'text-anchor="{anchor}">{text}</text>')

    def title(self, text):
        self.y += 24
        self.text(0, self.y, text, 'title')

    def legend(self, entries):
        self.y += 18
        x = LEFT
        for name, kind in entries:
            self.lines.append(f'<rect x="{x}" y="{self.y - 9}" width="10" '
                              f'height="10" class="{kind}"/>')
            self.text(x + 14, self.y, name)
            x += 30 + 7 * len(name)
        self.y += 10

    def bars(self, groups, position, ticks):
        """groups: (name, [(value, kind)]); position: 0 to 1 of a value."""
        top = self.y
        bottom = top + sum(GAP + BAR * len(bars) for _, bars in groups) + GAP
        for tick in ticks:
            x = LEFT + SCALE * position(tick)
            kind = 'one' if tick == 1 else 'grid'
            self.lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" '
                              f'y2="{bottom}" class="{kind}"/>')
            self.text(x, bottom + 12, f'{tick:g}×', 'small', 'middle')
        for name, bars in groups:
            self.y += GAP
            self.text(LEFT - 6, self.y + BAR * len(bars) / 2 + 4, name, '',
                      'end')
            for value, kind in bars:
                x = SCALE * position(value)
                self.lines.append(
                    f'<rect x="{LEFT}" y="{self.y}" width="{x:.1f}" '
                    f'height="{BAR - 1}" class="{kind}"/>')
                self.text(LEFT + x + 3, self.y + 7, report.number(
                    value, 2 if value < 10 else 0), 'small')
                self.y += BAR
        self.y = bottom + 22

    def svg(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
                f'height="{self.y}" viewBox="0 0 {WIDTH} {self.y}">\n'
                f'<style>{STYLE}</style>\n' + '\n'.join(self.lines)
                + '\n</svg>\n')


def natives_part(drawing, figures):
    drawing.title('Executed instructions, as multiples of native code '
                  '(mean of the kernels)')
    drawing.legend([(report.NAMES[form], kind) for form, kind in FORMS])
    groups = []
    for arch, programs in figures.items():
        bars = [(report.mean_ratio(programs, form, 'instructions',
                                   report.base_of(arch)), kind)
                for form, kind in FORMS]
        groups.append((arch, [bar for bar in bars if bar[0]]))
    most = max([value for _, bars in groups for value, _ in bars] or [1])
    most = max(2, math.ceil(most))
    drawing.bars(groups, lambda value: value / most, range(most + 1))


def pythons_part(drawing, programs):
    groups = []
    for program, row in programs.items():
        bars = [(report.ratio(row, form, 'instructions', 'default'), kind)
                for form, kind in PYTHONS]
        if any(value for value, _ in bars):
            groups.append((program, [bar for bar in bars if bar[0]]))
    if not groups:
        return
    drawing.title('Executed instructions of Python, as multiples of '
                  f'wasm2mpy ({PYTHON_ARCH})')
    drawing.legend([(f'MicroPython, {form}', kind) for form, kind in PYTHONS])
    most = max(value for _, bars in groups for value, _ in bars)
    digits = max(1, math.ceil(math.log10(most)))
    drawing.bars(groups, lambda value: max(0, math.log10(value)) / digits,
                 [10 ** power for power in range(digits + 1)])


def svg(figures):
    drawing = Drawing()
    natives_part(drawing, figures)
    pythons_part(drawing, figures.get(PYTHON_ARCH, {}))
    return drawing.svg()


assert {form for form, _ in PYTHONS} == set(measure.PYTHONS)
