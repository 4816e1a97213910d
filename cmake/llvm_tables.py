"""Writes tables of LLVM without what the tool never needs.

usage: llvm_tables.py TABLE OUTPUT TARGETS

TABLE is a file that LLVM's build generates for one of its targets, TARGETS our
src/target/target.cc, which says for what processors we compile.

GenSubtargetInfo.inc: a processor's row names its schedule; there are sixty, with up
to 90 KB each. Those of other processors become the default one, the compiler then
leaves theirs out. "generic" is what LLVM schedules for in place of x86-64.

GenDAGISel.inc: what selects instructions is a switch by kind of node, whose cases
only say how long they are. Of RISC-V's two thirds are for vectors: the nodes named
_VL, and the intrinsics without side effects, none of which we use.

GenInstrInfo.inc: the names of instructions. LLVM has them in texts for its authors
only. Of ARM's and x86's we read some (src/codegen/isa/), RISC-V's are 440 KB.
"""

import pathlib
import re
import sys


def without_schedules(text, targets):
    ours = ['generic', *re.findall(r'\.cpu\w* = "(.*)"', targets)]

    def row(match):
        begin, cpu = match.groups()
        return match[0] if cpu in ours else f'{begin}&llvm::MCSchedModel::Default }}'

    return re.sub(r'^( \{ "([^"]*)", .*, )&\w+ \}', row, text, flags=re.MULTILINE)


def without_vectors(text):
    node = r'(RISCVISD::\w+_VL|ISD::INTRINSIC_WO_CHAIN)'
    return re.sub(rf'^ [\d|,]+, TARGET_VAL\({node}\),.*\n(  .*\n)*', '', text,
                  flags=re.MULTILINE)


def without_names(text):
    text = re.sub(r'(InstrNameData\[\]) = \{\n.*?\};', r'\1 = "";', text,
                  flags=re.DOTALL)
    return re.sub(r'(?<=InstrNameIndices\[\] = \{\n)[^}]*',
                  lambda numbers: re.sub(r'\d+U', '0', numbers[0]), text)


def main():
    table, output, targets = map(pathlib.Path, sys.argv[1:])
    text = table.read_text()
    if table.name.endswith('GenSubtargetInfo.inc'):
        short = without_schedules(text, targets.read_text())
    elif table.name.endswith('GenDAGISel.inc'):
        short = without_vectors(text)
    else:
        short = without_names(text)
    if short == text:
        sys.exit(f'llvm_tables.py: error: {table} is not as expected')
    if not output.exists() or output.read_text() != short:
        output.write_text(short)


if __name__ == '__main__':
    main()
