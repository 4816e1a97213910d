"""Just enough of the binary format to run the official suite.

Reading: the types of a module's imports and exports, which say how a command
of the suite passes its values. Writing: the helper modules that the suite
needs.

An *adapter* makes runs bit exact. A float that travels through a Python float
loses bits: a single-precision port has no f64, and signaling NaNs do not
survive anywhere. So no float and no vector ever reaches Python: for each
function type with such values the adapter exports a wrapper that takes the
function as a reference, takes and returns the bits as integers, and calls it.

The formats: https://webassembly.github.io/spec/core/binary/modules.html
"""

import collections

FUNC, TABLE, MEMORY, GLOBAL, TAG = range(5)

# Value types are kept as they are encoded, the short form where there is one.
I32, I64, F32, F64, V128 = b'\x7f', b'\x7e', b'\x7d', b'\x7c', b'\x7b'
FUNCREF, EXTERNREF = b'\x70', b'\x6f'
NUMBERS = (I32, I64)

# Only a function of a plain type, which is not declared in a group or with
# `sub`, is what an adapter calls.
FuncType = collections.namedtuple('FuncType', 'params results is_plain',
                                  defaults=(True,))
GlobalType = collections.namedtuple('GlobalType', 'type mutable')
Import = collections.namedtuple('Import', 'module name kind')
Export = collections.namedtuple('Export', 'kind type')


def needs_adapter(value_type):
    return value_type in (F32, F64, V128)


class _Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    def leb(self):
        """A LEB128 number as it is encoded."""
        start = self.at
        while self.byte() >= 0x80:
            pass
        return self.data[start:self.at]

    def name(self):
        return self.take(self.number()).decode()

    def value_type(self):
        first = self.take(1)
        if first not in (b'\x63', b'\x64'):
            return first
        heap = self.leb()
        # (ref null func) is funcref and so on: a negative number of one byte.
        if first == b'\x63' and len(heap) == 1 and heap[0] & 0x40:
            return heap
        return first + heap

    def value_types(self):
        return tuple(self.value_type() for _ in range(self.number()))

    def limits(self):
        flags = self.byte()
        self.number()
        if flags & 1:
            self.number()
        if flags & 8:
            self.number()

    def table_type(self):
        value_type = self.value_type()
        self.limits()
        return value_type

    def global_type(self):
        return GlobalType(self.value_type(), bool(self.byte()))

    def field_type(self):
        if self.data[self.at] in (0x77, 0x78):  # i16, i8
            self.byte()
        else:
            self.value_type()
        self.byte()

    def sub_type(self):
        """A FuncType, or None when it is not a function's."""
        form = self.byte()
        is_plain = True
        while form in (0x4f, 0x50):
            is_plain = form == 0x4f
            for _ in range(self.number()):
                self.number()
                is_plain = False
            form = self.byte()
        if form == 0x60:
            return FuncType(self.value_types(), self.value_types(), is_plain)
        if form == 0x5e:
            self.field_type()
        elif form == 0x5f:
            for _ in range(self.number()):
                self.field_type()
        else:
            raise ValueError(f'unknown type form 0x{form:02x}')
        return None

    def types(self):
        types = []
        for _ in range(self.number()):
            if self.data[self.at] == 0x4e:
                self.byte()
                group = [self.sub_type() for _ in range(self.number())]
                if len(group) > 1:
                    group = [type and type._replace(is_plain=False)
                             for type in group]
                types += group
            else:
                types.append(self.sub_type())
        return types


def keeps_memory(data):
    """Whether the module has a memory 0 that is not imported."""
    if any(item.kind == MEMORY for item in Module(data).imports):
        return False
    reader = _Reader(data)
    reader.take(8)
    while reader.at < len(data):
        section = reader.byte()
        content = reader.take(reader.number())
        if section == 5:
            return content[0] != 0
    return False


class Module:
    """imports: a list of Import; exports: {name: Export}, where the type is a
    FuncType, a GlobalType or None."""

    def __init__(self, data):
        self.imports = []
        self.exports = {}
        self._types = []
        self._functions = []  # type indices
        self._globals = []
        self._exports = []
        self._read(data)
        for name, kind, index in self._exports:
            self.exports[name] = Export(kind, self._type_of(kind, index))

    def _read(self, data):
        reader = _Reader(data)
        reader.take(8)
        while reader.at < len(data):
            section = reader.byte()
            end = reader.number()
            end += reader.at
            if section == 1:
                self._types = reader.types()
            elif section == 2:
                for _ in range(reader.number()):
                    self._read_import(reader)
            elif section == 3:
                self._functions += [reader.number()
                                    for _ in range(reader.number())]
            elif section == 6:
                self._read_globals(reader)
            elif section == 7:
                for _ in range(reader.number()):
                    self._exports.append(
                        (reader.name(), reader.byte(), reader.number()))
            reader.at = end

    def _read_import(self, reader):
        module, name, kind = reader.name(), reader.name(), reader.byte()
        self.imports.append(Import(module, name, kind))
        if kind == FUNC:
            self._functions.append(reader.number())
        elif kind == TABLE:
            reader.table_type()
        elif kind == MEMORY:
            reader.limits()
        elif kind == GLOBAL:
            self._globals.append(reader.global_type())
        elif kind == TAG:
            reader.byte()
            reader.number()
        else:
            raise ValueError(f'unknown import kind {kind}')

    def _read_globals(self, reader):
        """Stops at the first initialiser that takes more than a constant:
        those behind it are only missed when a command gets one."""
        for _ in range(reader.number()):
            self._globals.append(reader.global_type())
            opcode = reader.byte()
            if opcode == 0x43:
                reader.take(4)
            elif opcode == 0x44:
                reader.take(8)
            elif opcode in (0x41, 0x42, 0x23, 0xd2, 0xd0):
                reader.leb()
            elif opcode == 0xfd:
                reader.leb()
                reader.take(16)
            else:
                return
            if reader.byte() != 0x0b:
                return

    def _type_of(self, kind, index):
        if kind == FUNC:
            return self._types[self._functions[index]]
        if kind == GLOBAL and index < len(self._globals):
            return self._globals[index]
        return None


# ------------------------------------------------------------------ writing

def _leb(value):
    data = bytearray()
    while value >= 0x80:
        data.append(value & 0x7f | 0x80)
        value >>= 7
    data.append(value)
    return bytes(data)


def _sleb(value):
    data = bytearray()
    while not -0x40 <= value < 0x40:
        data.append(value & 0x7f | 0x80)
        value >>= 7
    data.append(value & 0x7f)
    return bytes(data)


def _vector(items):
    return _leb(len(items)) + b''.join(items)


def _name(text):
    data = text.encode()
    return _leb(len(data)) + data


def _module(sections):
    """`sections`: a list of (id, items); sections without items are left
    out."""
    data = b'\0asm\1\0\0\0'
    for number, items in sections:
        if items:
            body = _vector(items)
            data += bytes([number]) + _leb(len(body)) + body
    return data


def _func_type(params, results):
    return b'\x60' + _vector(params) + _vector(results)


def _body(local_types, code):
    declared = _vector([b'\1' + t for t in local_types])
    body = declared + code + b'\x0b'
    return _leb(len(body)) + body


def _local_get(index):
    return b'\x20' + _leb(index)


def _local_set(index):
    return b'\x21' + _leb(index)


_BITS = {F32: (I32,), F64: (I64,), V128: (I64, I64)}
_FROM_BITS = {F32: b'\xbe', F64: b'\xbf'}  # fN.reinterpret_iN
_TO_BITS = {F32: b'\xbc', F64: b'\xbd'}  # iN.reinterpret_fN


def as_bits(value_types):
    """How Python sees values of these types."""
    return [t for value in value_types for t in _BITS.get(value, (value,))]


def _push(value_type, local):
    """Code that pushes the value whose bits are in locals from `local` on."""
    if value_type == V128:
        return (_local_get(local) + b'\xfd\x12'  # i64x2.splat
                + _local_get(local + 1) + b'\xfd\x1e\1')  # replace_lane 1
    return _local_get(local) + _FROM_BITS.get(value_type, b'')


def _push_bits(value_type, local):
    """Code that pushes the bits of the value in a local."""
    if value_type == V128:
        return (_local_get(local) + b'\xfd\x1d\0'  # i64x2.extract_lane 0
                + _local_get(local) + b'\xfd\x1d\1')
    return _local_get(local) + _TO_BITS.get(value_type, b'')


def _wrapper(func_type, type_index):
    """(function, bits of the parameters...) -> bits of the results."""
    code = b'\x41\0' + _local_get(0) + b'\x26\0'  # table.set 0
    local = 1
    for value_type in func_type.params:
        code += _push(value_type, local)
        local += len(_BITS.get(value_type, (value_type,)))
    code += b'\x41\0' + b'\x11' + _leb(type_index) + b'\0'  # call_indirect
    results = func_type.results
    for i in reversed(range(len(results))):
        code += _local_set(local + i)
    for i, value_type in enumerate(results):
        code += _push_bits(value_type, local + i)
    return _body(results, code)


def can_wrap(func_type):
    """Types with references to concrete types have no meaning elsewhere."""
    return func_type.is_plain and all(len(t) == 1 for t in func_type.params + func_type.results)


def adapter(func_types):
    """Exports a wrapper for each type, named by its index: "0", "1", ..."""
    types, functions, exports, codes = [], [], [], []
    for i, func_type in enumerate(func_types):
        types.append(_func_type(func_type.params, func_type.results))
        types.append(_func_type([FUNCREF] + as_bits(func_type.params),
                                as_bits(func_type.results)))
        functions.append(_leb(2 * i + 1))
        exports.append(_name(str(i)) + bytes([FUNC]) + _leb(i))
        codes.append(_wrapper(func_type, 2 * i))
    return _module([(1, types), (3, functions), (4, [FUNCREF + b'\0\1']),
                    (7, exports), (10, codes)])


def global_adapter(global_type):
    """Imports the global "m" "g" and exports a function "get"."""
    value_type = global_type.type
    get = b'\x23\0' + _local_set(0) + _push_bits(value_type, 0)
    return _module([
        (1, [_func_type([], as_bits([value_type]))]),
        (2, [_name('m') + _name('g') + bytes([GLOBAL]) + value_type
             + bytes([global_type.mutable])]),
        (3, [_leb(0)]),
        (7, [_name('get') + bytes([FUNC]) + _leb(0)]),
        (10, [_body([value_type], get)])])


# The host module `spectest` of the suite, in parts, so that a test that needs
# only a function does not pay for 64 KiB of memory on a small board. It is
# made of WebAssembly because its functions have types that an import must
# match and its floats must be exact.
SPECTEST_PRINTS = (
    ('print', ()), ('print_i32', (I32,)), ('print_i64', (I64,)),
    ('print_f32', (F32,)), ('print_f64', (F64,)),
    ('print_i32_f32', (I32, F32)), ('print_f64_f64', (F64, F64)))
SPECTEST_GLOBALS = (
    ('global_i32', I32, b'\x41' + _sleb(666)),
    ('global_i64', I64, b'\x42' + _sleb(666)),
    ('global_f32', F32, b'\x43' + bytes.fromhex('66a62644')),  # 666.6
    ('global_f64', F64, b'\x44' + bytes.fromhex('cdccccccccd48440')))
_SPECTEST_PARTS = {
    'table': [(4, [FUNCREF + b'\1' + _leb(10) + _leb(20)]),
              (7, [_name('table') + bytes([TABLE, 0])])],
    'table64': [(4, [FUNCREF + b'\5' + _leb(10) + _leb(20)]),
                (7, [_name('table64') + bytes([TABLE, 0])])],
    'memory': [(5, [b'\1' + _leb(1) + _leb(2)]),
               (7, [_name('memory') + bytes([MEMORY, 0])])],
}


def spectest_part(name):
    """The part of `spectest` that has the export `name`, or None."""
    for prefix in ('print', 'global'):
        if name.startswith(prefix):
            return prefix
    return name if name in _SPECTEST_PARTS else None


def spectest_exports(part):
    if part == 'print':
        return [name for name, _ in SPECTEST_PRINTS]
    if part == 'global':
        return [name for name, _, _ in SPECTEST_GLOBALS]
    return [part]


def spectest(part):
    """The functions are Python's (imports "host" "print"...), exported again
    with their types."""
    if part == 'print':
        indexed = list(enumerate(SPECTEST_PRINTS))
        return _module([
            (1, [_func_type(params, ()) for _, params in SPECTEST_PRINTS]),
            (2, [_name('host') + _name(name) + bytes([FUNC]) + _leb(i)
                 for i, (name, _) in indexed]),
            (7, [_name(name) + bytes([FUNC]) + _leb(i)
                 for i, (name, _) in indexed])])
    if part == 'global':
        return _module([
            (6, [value_type + b'\0' + init + b'\x0b'
                 for _, value_type, init in SPECTEST_GLOBALS]),
            (7, [_name(name) + bytes([GLOBAL]) + _leb(i)
                 for i, (name, _, _) in enumerate(SPECTEST_GLOBALS)])])
    return _module(_SPECTEST_PARTS[part])
