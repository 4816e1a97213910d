"""Runs scripts on a board and finds out how each command ended.

A crash or hang fails the command that was running and the rest of its unit;
the units that had not ended then run in another start.
"""

import concurrent.futures
import os
import subprocess

from scripts import Part, ScriptWriter

PASSED, FAILED, NO_MEMORY = 'passed', 'failed', 'no memory'


class Limits:
    """What one start of a board can bear."""

    def __init__(self, heap, modules, seconds):
        self.heap = heap        # MiB
        self.modules = modules  # native text is not freed before a soft reset
        self.seconds = seconds


# The emulations have more memory than the chips (armv6m: 256 KiB).
LIMITS = {
    'x64': Limits(64, 120, 1200),
    'x86': Limits(64, 120, 1200),
    'armv6m': Limits(12, 60, 1200),
    # A file grows a memory to 2.7 MiB; code stays on the heap.
    'armv7emdp': Limits(3, 10, 1200),
}
_OTHERS = Limits(15, 60, 1200)


class Start:
    def __init__(self, parts):
        self.parts = parts

    def steps(self):
        """(file number, root of the unit, index), in order."""
        return [(part.number, part.plan.root(step.node), step.index)
                for part in self.parts for step in part.steps]

    def without(self, ended):
        """What remains, or None; `ended`: {(file number, root)}."""
        parts = []
        for part in self.parts:
            roots = {root for root in part.roots
                     if (part.number, root) not in ended}
            if roots:
                parts.append(Part(part.number, part.plan, roots))
        return Start(parts) if parts else None


def plan_starts(plans, limits):
    """Fills starts with units, in order; `plans`: {file number: plan}."""
    starts = []
    parts, modules = [], set()

    def close():
        nonlocal parts, modules
        if parts:
            starts.append(Start([Part(*part) for part in parts]))
        parts, modules = [], set()

    for number, plan in plans.items():
        units = {}
        for step in plan.steps:
            needs = units.setdefault(plan.root(step.node), set())
            needs.update(step.modules, step.spectest)
            if step.adapter:
                needs.add(plan.adapter)
        for root, needs in units.items():
            if len(modules | needs) > limits.modules:
                close()
            if not parts or parts[-1][0] != number:
                parts.append((number, plan, set()))
            parts[-1][2].add(root)
            modules |= needs
    close()
    return starts


class Board:
    def __init__(self, root, arch, work, compiler, collect):
        self.arch = arch
        self.limits = LIMITS.get(arch, _OTHERS)
        self._mpy_run = os.path.join(root, 'tools', 'mpy-run')
        self._work = work
        self._compiler = compiler
        self._collect = collect
        self.outcomes = {}  # {(file number, index): (state, text)}
        self.notes = []
        self._starts = 0

    def run(self, plans, jobs):
        starts = plan_starts(plans, self.limits)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self._run_start, enumerate(starts)))
        return len(starts)

    def _run_start(self, item):
        number, start = item
        attempt = 0
        while start:
            name = f'start-{number}' + ('abcdefghijklmnopqrstuvwxyz'
                                        [attempt - 1] if attempt else '')
            start = self._attempt(name, start)
            attempt = min(attempt + 1, 26)

    def _write(self, name, start):
        writer = ScriptWriter(self._compiler)
        for part in start.parts:
            writer.add(part)
        for key, text in writer.problems.items():
            self.outcomes[key] = (FAILED, text)
        with open(os.path.join(self._work, name + '.txt'), 'w',
                  encoding='utf-8', newline='\n') as file:
            file.write('\n'.join(writer.lines) + '\n')
        return writer.problems

    def _execute(self, name, progress):
        """The lines that driver.py printed, and how the run ended: None when
        it came to its end."""
        script = os.path.join(self._work, name + '.py')
        with open(script, 'w', encoding='utf-8') as file:
            file.write(f'import driver\ndriver.run("{name}.txt", '
                       f'{progress}, {self._collect})\n')
        environment = dict(os.environ, MPY_HEAP=f'{self.limits.heap}M',
                           MPY_RUN_TIMEOUT=str(self.limits.seconds))
        done = subprocess.run(
            [self._mpy_run, self.arch, name + '.py'], cwd=self._work,
            env=environment, stdin=subprocess.DEVNULL, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = done.stdout.decode(errors='replace').splitlines()
        lines = [line.split(' ', 2) for line in output
                 if line.startswith('@')]
        if ['@E'] in lines and done.returncode == 0:
            return lines, None
        others = [line for line in output if not line.startswith('@')]
        return lines, '; '.join(
            [f'MicroPython ended with status {done.returncode}']
            + others[-3:])

    def _attempt(self, name, start):
        """Runs a start; gives what is left of it after a crash, or None."""
        problems = self._write(name, start)
        steps = [step for step in start.steps()
                 if (step[0], step[2]) not in problems]
        if not steps:
            self._forget(name)
            return None
        lines, crash = self._execute(name, False)
        crashed_at = 0
        if crash:
            again, crash_again = self._execute(name, True)
            if crash_again:
                lines, crash = again, crash_again
                ran = [line[1] for line in lines if line[0] == '@C']
                names = [f'{number}:{index}' for number, _, index in steps]
                crashed_at = names.index(ran[-1]) if ran else 0
                if not ran:
                    self._record(steps, lines, len(steps), crash)
                    return None
            else:
                self.notes.append(
                    f'{name}: crashed once, not again: {crash}')
                crash = None
        if not crash:
            self._record(steps, lines, len(steps), None)
            self._forget(name)
            return None
        return self._after_crash(name, start, steps, lines, crashed_at, crash)

    def _after_crash(self, name, start, steps, lines, crashed_at, crash):
        self._record(steps, lines, crashed_at, None)
        number, root, _ = steps[crashed_at]
        text = f'{crash} (see {os.path.join(self._work, name)}.py)'
        rest = steps[crashed_at:]
        for step in rest:
            if step[:2] == (number, root):
                self.outcomes[step[0], step[2]] = (FAILED, text)
                text = 'after the crash'
        unfinished = {step[:2] for step in rest} - {(number, root)}
        ended = {step[:2] for step in steps} - unfinished
        return start.without(ended)

    def _record(self, steps, lines, count, crash):
        """The outcomes of the first `count` steps; all failed if `crash`."""
        state = (FAILED, crash) if crash else (PASSED, '')
        for number, _, index in steps[:count]:
            self.outcomes[number, index] = state
        for line in lines:
            if line[0] not in ('@F', '@M'):
                continue
            text = line[2] if len(line) > 2 else ''
            if line[1] == '-':
                self.notes.append(text)
                continue
            number, index = map(int, line[1].split(':'))
            self.outcomes[number, index] = (
                NO_MEMORY if line[0] == '@M' else FAILED, text)

    def _forget(self, name):
        for suffix in ('.py', '.txt'):
            path = os.path.join(self._work, name + suffix)
            if os.path.exists(path):
                os.remove(path)
