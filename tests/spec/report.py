"""Counts outcomes, prints the table of the official suite, and writes the
counts for the table of all architectures (table.py)."""

import collections
import json
import os
import re

from board import FAILED, NO_MEMORY, PASSED

LEFT_OUT = 'left out'  # not asked for: --no-refusals

_COLUMNS = ('assert_return', 'assert_trap', 'refused', 'other')
_COLUMN_OF = {'assert_return': 'assert_return', 'assert_trap': 'assert_trap',
              'assert_invalid': 'refused', 'assert_malformed': 'refused'}


def column(command):
    return _COLUMN_OF.get(command['type'], 'other')


def _words(text):
    """Without what a message may say in its own way: an index at the end,
    details behind a colon."""
    return re.sub(r'( \d+|:.*)$', '', text)


def refusal_problem(command, result):
    """What is wrong with the tool's answer to a bad module, or None.

    The text format is libwabt's, which has its own words: there only the
    refusal counts.
    """
    if not result.refused:
        return result.summary()
    is_text = command['filename'].endswith('.wat') and \
        'binary_filename' not in command
    if is_text or _words(command['text']) in result.message:
        return None
    return result.summary()


def describe(command):
    """What a command does and expects, in one line."""
    text = command['type']
    action = command.get('action')
    if action:
        arguments = ', '.join(_value(a) for a in action.get('args', ()))
        instance = action.get('module', '')
        text += f" {instance}.{action['field']}({arguments})"
    if 'expected' in command:
        text += ' -> ' + ', '.join(_value(v) for v in command['expected'])
    if 'filename' in command:
        text += ' ' + command['filename']
    if 'text' in command:
        text += f": \"{command['text']}\""
    return text


def _value(value):
    kind = value['type']
    if kind == 'either':
        return ' or '.join(_value(v) for v in value['values'])
    data = value.get('value', '?')
    if kind == 'v128':
        return f"{value['lane_type']}x{len(data)}({' '.join(data)})"
    if kind in ('f32', 'f64') and not data.startswith('nan'):
        return f'{kind}:{int(data):#x}'
    return f'{kind}:{data}'


class Outcome:
    """How the commands of one file ended: states[i] belongs to command i."""

    def __init__(self, file):
        self.file = file
        self.states = [(FAILED, 'did not run')] * len(file.commands)

    def set(self, index, state, text=''):
        self.states[index] = (state, text)

    def count(self, state):
        return sum(s == state for s, _ in self.states)

    def columns(self):
        """{column: [passed, total]}"""
        counts = {name: [0, 0] for name in _COLUMNS}
        for command, (state, _) in zip(self.file.commands, self.states):
            if state == LEFT_OUT:
                continue
            count = counts[column(command)]
            count[0] += state == PASSED
            count[1] += 1
        return counts


def _cell(passed, total):
    if not total:
        return '-'
    return str(total) if passed == total else f'{passed}/{total}'


def print_table(outcomes):
    width = max(len(o.file.name) for o in outcomes)
    header = ''.join(f'{name:>14}' for name in (*_COLUMNS, 'total'))
    print(f"{'file':{width}}{header}")
    for outcome in outcomes:
        counts = outcome.columns()
        cells = [_cell(*counts[name]) for name in _COLUMNS]
        cells.append(_cell(*map(sum, zip(*counts.values()))))
        failed, short = outcome.count(FAILED), outcome.count(NO_MEMORY)
        remark = f'  {failed} FAILED' if failed else ''
        remark += f'  {short} need more memory' if short else ''
        print(f'{outcome.file.name:{width}}'
              + ''.join(f'{cell:>14}' for cell in cells) + remark)


def print_failures(outcomes, limit):
    """Every failed command, or the first ones of each file."""
    for outcome in outcomes:
        shown = 0
        for command, (state, text) in zip(outcome.file.commands,
                                          outcome.states):
            if state not in (FAILED, NO_MEMORY):
                continue
            shown += 1
            if limit and shown > limit:
                continue
            print(f"{outcome.file.name}.wast:{command['line']}: "
                  f'{describe(command)}\n    {state}: {text}')
        if limit and shown > limit:
            print(f'{outcome.file.name}.wast: {shown - limit} more')


def print_totals(outcomes):
    for kind in ('assert_return', 'assert_trap'):
        states = [state for outcome in outcomes
                  for command, (state, _) in zip(outcome.file.commands,
                                                 outcome.states)
                  if command['type'] == kind]
        ran = states.count(PASSED) + states.count(FAILED)
        print(f'{kind}: {len(states)} in all, {ran} ran, '
              f'{states.count(PASSED)} passed')
    for outcome in outcomes:
        short = outcome.count(NO_MEMORY)
        if short:
            print(f'{outcome.file.name}: {short} commands need more memory '
                  'than the board has')


def write_counts(path, arch, outcomes, slice_name):
    """What table.py reads: {file: {'commands': {command: {state: count}}}}."""
    files = {}
    for outcome in outcomes:
        commands = collections.defaultdict(collections.Counter)
        for command, (state, _) in zip(outcome.file.commands,
                                       outcome.states):
            commands[command['type']][state] += 1
        files[outcome.file.name] = {'commands': commands}
    with open(path + '.new', 'w', encoding='utf-8') as file:
        json.dump({'arch': arch, 'slice': slice_name, 'files': files}, file,
                  indent=1, sort_keys=True)
    os.replace(path + '.new', path)
