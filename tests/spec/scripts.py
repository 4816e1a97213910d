"""Turns the commands of a file of the suite into lines for driver.py.

A line is LETTER INDEX FIELD..., with one space between fields. LETTER is the
command (the run_* functions of driver.py say which fields it has), INDEX is
FILE:COMMAND, for the report. Names and texts have %XX for spaces, percent
signs and control characters. Values are:
  17       i32 or i64 as a signed number; also the bits of an f32 or f64
  e5 z     host reference number 5; null
  x f      (results) any reference but null; something that can be called
  c4 a8    (results) bits of a canonical f32 NaN; of an arithmetic f64 NaN
  v4:1,c,0,0|v4:...  (results) a vector as two i64: lane size in bytes and
                     lanes, or another choice
  p17      (results) a Python float whose bits as an f32 are the number 17

The commands of a file fall into *units*: a unit shares no instance, memory,
table or name with another one, so units can run in different starts of an
emulator. What is in one unit keeps its order.
"""

import wasmfile
from wasmfile import FUNC, GLOBAL

_ESCAPED = {chr(c): f'%{c:02x}' for c in (*range(0x21), 0x25, 0x7f)}


def escape(text):
    return ''.join(_ESCAPED.get(c, c) for c in text)


def _signed(text, bits):
    value = int(text) & (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


_LANE_BITS = {'i8': 8, 'i16': 16, 'i32': 32, 'i64': 64, 'f32': 32, 'f64': 64}
_NANS = {'nan:canonical': 'c', 'nan:arithmetic': 'a'}


def _argument(value):
    """The tokens of an argument."""
    kind, text = value['type'], value.get('value')
    if kind == 'v128':
        bits = _LANE_BITS[value['lane_type']]
        whole = sum((int(lane) & (1 << bits) - 1) << (i * bits)
                    for i, lane in enumerate(text))
        return [str(_signed(whole, 64)), str(_signed(whole >> 64, 64))]
    if kind in _LANE_BITS:
        return [str(_signed(text, _LANE_BITS[kind]))]
    return ['z' if text == 'null' else 'e' + text]


def _result(value):
    """The token of an expected result."""
    kind, text = value['type'], value.get('value')
    if kind == 'either':
        return '|'.join(_result(choice) for choice in value['values'])
    if kind == 'v128':
        bits = _LANE_BITS[value['lane_type']]
        lanes = [_NANS.get(lane) or str(_signed(lane, bits))
                 for lane in text]
        return f'v{bits // 8}:' + ','.join(lanes)
    if kind in _LANE_BITS:
        bits = _LANE_BITS[kind]
        if text in _NANS:
            return _NANS[text] + str(bits // 8)
        return str(_signed(text, bits))
    if text == 'null' or kind == 'refnull' or kind.startswith('null'):
        return 'z'
    if text is not None:
        return 'e' + text
    return 'f' if kind == 'funcref' else 'x'


class Step:
    """A command that needs MicroPython."""

    def __init__(self, index, node, letter, fields):
        self.index = index
        self.node = node
        self.letter = letter
        self.fields = fields
        self.modules = []    # keys of the compiler
        self.instances = []  # instances used
        self.defines = None  # instance made
        self.spectest = []   # parts of the spectest module needed
        self.adapter = False
        self.gives_floats = False  # Python's, of the type f32


class _Instance:
    def __init__(self, number, node, module):
        self.number = number
        self.node = node
        self.module = module  # wasmfile.Module


class FilePlan:
    """`steps` need MicroPython, `refusals` {index: key} must be refused,
    `compiled` {index: key} must compile, `problems` {index: text} failed
    already; `adapter` is the key of the file's adapter or None. `options`:
    {line of a module: options to compile it with}; `memory`: value of --memory
    for all modules with a memory 0 of their own, in files where no module
    imports the memory of another one."""

    def __init__(self, file, compiler, options=None, memory=None):
        self.file = file
        self._options = options or {}
        # A lean memory cannot be shared.
        self._memory = None if self._shares_memory() else memory
        self.steps = []
        self.refusals = {}
        self.compiled = {}
        self.problems = {}
        self.trivial = []
        self.adapter_types = []
        self._compiler = compiler
        self._parents = []  # union-find over nodes
        self._current = None
        self._names = {}
        self._registry = {}
        self._definitions = {}
        self._count = 0
        self._shared = {}  # node of a spectest part with state
        for index, command in enumerate(file.commands):
            handler = getattr(self, '_do_' + command['type'])
            try:
                handler(index, command)
            except _Problem as problem:
                self.problems[index] = str(problem)
        self.adapter = None
        if self.adapter_types:
            self.adapter = compiler.want(
                wasmfile.adapter(self.adapter_types))

    def _shares_memory(self):
        for command in self.file.commands:
            if command['type'] in ('module', 'assert_uninstantiable'):
                module = wasmfile.Module(self.file.binary(command))
                if any(item.kind == wasmfile.MEMORY
                       and item.module != 'spectest'
                       for item in module.imports):
                    return True
        return False

    def module_keys(self):
        """The file's own modules that must compile."""
        keys = [key for step in self.steps for key in step.modules]
        return list(dict.fromkeys(keys + list(self.compiled.values())))

    def all_keys(self):
        """All modules that must compile."""
        keys = self.module_keys()
        keys += [spectest_key(self._compiler, part)
                 for step in self.steps for part in step.spectest]
        return keys + ([self.adapter] if self.adapter else [])

    # ------------------------------------------------------------- units

    def _new_node(self):
        self._parents.append(len(self._parents))
        return len(self._parents) - 1

    def root(self, node):
        while self._parents[node] != node:
            node = self._parents[node]
        return node

    def _join(self, a, b):
        a, b = sorted((self.root(a), self.root(b)))
        self._parents[b] = a

    # ----------------------------------------------------------- modules

    def _want(self, command):
        options = ['--no-instance']
        options += self._options.get(command['line'], ())
        if self._memory and wasmfile.keeps_memory(self.file.binary(command)):
            options.append('--memory=' + self._memory)
        return self._compiler.want(self.file.binary(command),
                                   options=tuple(options))

    def _imports(self, step, module):
        """Adds what an instantiation imports; gives fields NAME INSTANCE."""
        fields = []
        for name in dict.fromkeys(i.module for i in module.imports):
            if name == 'spectest':
                fields += [name, 'spectest']
            elif name in self._registry:
                instance = self._registry[name]
                fields += [escape(name), str(instance.number)]
                step.instances.append(instance.number)
                self._join(step.node, instance.node)
        for item in module.imports:
            part = wasmfile.spectest_part(item.name)
            if item.module != 'spectest' or not part:
                continue
            if part not in step.spectest:
                step.spectest.append(part)
            if part not in ('print', 'global'):
                node = self._shared.setdefault(part, step.node)
                self._join(step.node, node)
        return fields

    def _instantiation(self, index, letter, key, data, text=None):
        """A step that instantiates, and the module."""
        module = wasmfile.Module(data)
        step = Step(index, self._new_node(), letter, [])
        step.modules.append(key)
        step.fields = [] if text is None else [escape(text)]
        step.fields += [key] + self._imports(step, module)
        self.steps.append(step)
        return step, module

    def _instance(self, index, key, data):
        step, module = self._instantiation(index, 'm', key, data)
        instance = _Instance(self._count, step.node, module)
        self._count += 1
        step.fields.insert(0, str(instance.number))
        step.defines = instance.number
        self._current = instance
        return instance

    def _do_module(self, index, command):
        self._current = None
        key = self._want(command)
        instance = self._instance(index, key, self.file.binary(command))
        if 'name' in command:
            self._names[command['name']] = instance

    def _do_module_definition(self, index, command):
        key = self._want(command)
        self.compiled[index] = key
        self._definitions[command.get('name')] = (
            key, self.file.binary(command))

    def _do_module_instance(self, index, command):
        key, data = self._definitions[command.get('module')]
        instance = self._instance(index, key, data)
        if 'instance' in command:
            self._names[command['instance']] = instance

    def _do_register(self, index, command):
        instance = self._find(command.get('name'))
        self._registry[command['as']] = instance
        self.trivial.append(index)

    def _do_assert_uninstantiable(self, index, command):
        key = self._want(command)
        self._instantiation(index, 'n', key, self.file.binary(command),
                            command['text'])

    def _do_assert_unlinkable(self, index, command):
        key = self._want(command)
        self._instantiation(index, 'l', key, self.file.binary(command))

    # ----------------------------------------------------------- actions

    def _find(self, name):
        instance = self._names.get(name) if name else self._current
        if instance is None:
            raise _Problem('no instance to act on')
        return instance

    def _export(self, action, kind):
        instance = self._find(action.get('module'))
        export = instance.module.exports.get(action['field'])
        if export is None or export.kind != kind:
            raise _Problem(f"no export '{action['field']}'")
        return instance, export.type

    def _call(self, step, action):
        instance, func_type = self._export(action, FUNC)
        wrapper = '-'
        values = func_type.params + func_type.results
        if func_type == ((), (wasmfile.F32,), False):
            step.gives_floats = True
        elif any(wasmfile.needs_adapter(t) for t in values):
            if not wasmfile.can_wrap(func_type):
                raise _Problem('no adapter for the type of the function')
            if func_type not in self.adapter_types:
                self.adapter_types.append(func_type)
            wrapper = str(self.adapter_types.index(func_type))
            step.adapter = True
        arguments = [token for value in action['args']
                     for token in _argument(value)]
        step.node = instance.node
        step.instances.append(instance.number)
        step.fields += [str(instance.number), escape(action['field']),
                        wrapper, str(len(arguments)), *arguments]

    def _get(self, step, action):
        instance, global_type = self._export(action, GLOBAL)
        adapter = '-'
        if global_type is None:
            raise _Problem('the type of the global was not read')
        if wasmfile.needs_adapter(global_type.type):
            adapter = self._compiler.want(
                wasmfile.global_adapter(global_type))
            step.modules.append(adapter)
        step.letter = 'g'
        step.node = instance.node
        step.instances.append(instance.number)
        step.fields += [str(instance.number), escape(action['field']),
                        adapter]

    def _action(self, index, letter, action, fields=()):
        step = Step(index, None, letter, list(fields))
        if action['type'] == 'get':
            self._get(step, action)
        else:
            self._call(step, action)
        self.steps.append(step)
        return step

    def _do_action(self, index, command):
        self._action(index, 'i', command['action'])

    def _do_assert_return(self, index, command):
        step = self._action(index, 'r', command['action'])
        results = [_result(value) for value in command['expected']]
        step.fields += ['p' + result if step.gives_floats else result
                        for result in results]

    def _do_assert_trap(self, index, command):
        self._action(index, 't', command['action'],
                     [escape(command['text'])])

    _do_assert_exhaustion = _do_assert_trap

    def _do_assert_exception(self, index, command):
        self._action(index, 'x', command['action'])

    # ----------------------------------------------------------- refusals

    def _do_assert_invalid(self, index, command):
        """Text that was converted is looked at as a binary module, because
        only then the reason is our validator's."""
        name = command.get('binary_filename', command['filename'])
        with open(self.file.path(name), 'rb') as file:
            data = file.read()
        suffix = '.wat' if name.endswith('.wat') else '.wasm'
        self.refusals[index] = self._compiler.want(data, suffix, ())

    _do_assert_malformed = _do_assert_invalid


class _Problem(Exception):
    pass


# ----------------------------------------------------------------- scripts

class Part:
    """The units of one file that are to run in one start."""

    def __init__(self, number, plan, roots):
        self.number = number  # of the file
        self.plan = plan
        self.roots = roots
        self.steps = [step for step in plan.steps
                      if plan.root(step.node) in roots]


class ScriptWriter:
    """The lines of one start of MicroPython."""

    def __init__(self, compiler):
        self._compiler = compiler
        self.lines = []
        self.problems = {}  # {(file number, index): text}

    def add(self, part):
        absent = {}   # instances that were not compiled
        last_use = {}
        for step in part.steps:
            if step.defines is not None:
                last_use[step.defines] = step.index
            for number in step.instances:
                last_use[number] = step.index
        loaded = set()
        unit = None
        self.lines.append('f -')
        for step in part.steps:
            problem = self._problem(step, part, absent)
            if problem:
                self.problems[part.number, step.index] = problem
                if step.defines is not None:
                    absent[step.defines] = problem
                continue
            root = part.plan.root(step.node)
            if root != unit:
                unit = root
                self.lines.append(f'u {part.number}:{root}')
            self._prepare(step, part, loaded)
            fields = ''.join(' ' + field for field in step.fields)
            self.lines.append(
                f'{step.letter} {part.number}:{step.index}{fields}')
            for number in {step.defines, *step.instances} - {None}:
                if last_use[number] == step.index:
                    self.lines.append(f'd - {number}')

    def _problem(self, step, part, absent):
        """Why a step cannot run."""
        for number in step.instances:
            if number in absent:
                return 'no instance: ' + absent[number]
        keys = list(step.modules)
        keys += [spectest_key(self._compiler, name)
                 for name in step.spectest]
        if step.adapter:
            keys.append(part.plan.adapter)
        for key in keys:
            result = self._compiler.result(key)
            if not result.module:
                return result.summary()
        return None

    def _prepare(self, step, part, loaded):
        if step.adapter and 'adapter' not in loaded:
            loaded.add('adapter')
            self.lines.append(f'a - {part.plan.adapter}')
        for name in step.spectest:
            if name not in loaded:
                loaded.add(name)
                key = spectest_key(self._compiler, name)
                exports = ' '.join(wasmfile.spectest_exports(name))
                self.lines.append(f's - {key} {exports}')


def spectest_key(compiler, part):
    return compiler.want(wasmfile.spectest(part),
                         options=('--no-instance', '--growable-memory'))
