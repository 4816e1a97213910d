"""Modules of any size, each of one thing many times.

Programs that machines write look like these: parsers, lexers, translated
bytecode, generated bindings. Compilers tend to take more than linear time for
one or the other.
"""

I32 = 0x7f
NONE = 0x40


def unsigned(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def signed(value):
    out = bytearray()
    while not -64 <= value < 64:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value & 127])


def vector(items):
    items = list(items)
    return unsigned(len(items)) + b''.join(items)


def section(number, content):
    return bytes([number]) + unsigned(len(content)) + content


# Instructions, as far as they are needed.
END, ELSE, BR_TABLE, ADD, SUB, AND, XOR, SHL = (
    bytes([code]) for code in (0x0b, 0x05, 0x0e, 0x6a, 0x6b, 0x71, 0x73, 0x74))
DIVIDE, EQ, SELECT = b'\x6d', b'\x46', b'\x1b'
BLOCK, LOOP, IF = b'\x02\x40', b'\x03\x40', b'\x04\x40'
CONVERT, MULTIPLY, TRUNCATE, FILL = b'\xb7', b'\xa2', b'\xaa', b'\xfc\x0b\0'
LOAD, LOAD_BYTE, STORE = b'\x28\x02', b'\x2d\x00', b'\x36\x02'


def get(local):
    return b'\x20' + unsigned(local)


def put(local):
    return b'\x21' + unsigned(local)


def tee(local):
    return b'\x22' + unsigned(local)


def const(value):
    return b'\x41' + signed(value)


def br(depth):
    return b'\x0c' + unsigned(depth)


def br_if(depth):
    return b'\x0d' + unsigned(depth)


def call(function):
    return b'\x10' + unsigned(function)


def global_get(index):
    return b'\x23' + unsigned(index)


def load(offset=0):
    return LOAD + unsigned(offset)


def store(offset=0):
    return STORE + unsigned(offset)


def module(bodies, parameters=2, n_globals=0, locals_=2, exports=(0,)):
    """All functions take that many i32 and give one."""
    function_type = (b'\x60' + vector([bytes([I32])] * parameters)
                     + vector([bytes([I32])]))
    code = []
    for body in bodies:
        body = vector([unsigned(locals_) + bytes([I32])]) + body + END
        code.append(unsigned(len(body)) + body)
    parts = [
        b'\0asm\1\0\0\0',
        section(1, vector([function_type])),
        section(3, vector([b'\0'] * len(code))),
        section(5, vector([b'\1\1\1'])),
    ]
    if n_globals:
        parts.append(section(6, vector(
            [bytes([I32, 1]) + const(i) + END for i in range(n_globals)])))
    parts += [
        section(7, vector([vector([b'f', *(bytes([c]) for c in str(i).encode())]
                                  ) + b'\0' + unsigned(i) for i in exports])),
        section(10, vector(code)),
    ]
    return b''.join(parts)


def one(parts, result=get(0), **more):
    return module([b''.join(parts) + result], **more)


# The shapes: n -> a module.

def chain(n):
    """Functions, each calling the next."""
    return module([get(0) + const(i) + ADD + get(1)
                   + (call(i + 1) if i + 1 < n else XOR) for i in range(n)])


def blocks(n):
    """Nested blocks, left early."""
    return one([BLOCK] * n + [
        get(0) + const(i % 1000 + 1) + AND + br_if(0) + get(0) + const(1) + ADD
        + put(0) + END for i in range(n)])


def switch(n):
    """Nested blocks, entered by a table."""
    return one([BLOCK] * (n + 1) + [
        get(0) + BR_TABLE + vector(unsigned(i) for i in range(n))
        + unsigned(n) + END] + [
            get(1) + const(i * 77) + XOR + put(1) + END for i in range(n)],
        result=get(1))


def loops(n):
    """Small loops in sequence."""
    return one([get(0) + put(2) + LOOP + get(3) + get(2) + ADD + put(3)
                + get(2) + const(i % 5 + 1) + SUB + tee(2) + br_if(0) + END
                for i in range(n)], result=get(3))


def memory_loops(n):
    """Small loops in sequence that read memory."""
    return one([get(0) + put(2) + LOOP + get(3) + get(2) + load(4 * i % 4096)
                + ADD + put(3) + get(2) + const(4) + SUB + tee(2) + br_if(0)
                + END for i in range(n)], result=get(3))


def diamonds(n):
    """if and else in sequence."""
    return one([get(0) + const(i + 1) + AND + IF + get(1) + const(i) + ADD
                + put(1) + ELSE + get(1) + const(i) + XOR + put(1) + END
                for i in range(n)], result=get(1))


def selects(n):
    """select in sequence."""
    return one([get(1) + const(i) + get(0) + const(i + 1) + AND + SELECT
                + get(0) + ADD + put(1) for i in range(n)], result=get(1))


def divisions(n):
    """A chain of divisions."""
    return one([get(0) + const(i) + ADD + get(1) + DIVIDE + put(0)
                for i in range(n)])


def conversions(n):
    """A chain of f64.convert_i32_s, f64.mul, i32.trunc_f64_s."""
    return one([get(0) + CONVERT + get(1) + CONVERT + MULTIPLY + TRUNCATE
                + put(i % 2) for i in range(n)])


def fills(n):
    """memory.fill in sequence."""
    return one([get(0) + const(i * 4) + ADD + get(1) + get(1) + FILL
                for i in range(n)])


def nested_calls(n):
    """f(f(...), f(...), f(...), f(...)), f being four loads."""
    def tree(size):
        if size < 4:
            return get(0) + const(size) + ADD
        return b''.join(tree(size // 4) for _ in range(4)) + call(1)
    leaf = get(0) + load() + b''.join(
        get(i) + load(4 * i) + ADD for i in range(1, 4))
    trees = [tree(4**6) + b'\x1a' for _ in range(n // 4**6)]
    return module([b''.join(trees) + tree(n % 4**6), leaf], parameters=4)


def call_levels(n):
    """Functions that call the one below four times, the lowest one loads."""
    levels = 7
    bodies = []
    for i in range(max(n // levels, 1) * levels):
        if i % levels == 0:
            bodies.append(b''.join(
                get(0) + load(4 * j) + get(1) + ADD + put(1)
                for j in range(4)) + get(1))
        else:
            bodies.append(b''.join(
                get(0) + const(i) + ADD + get(1) + call(i - 1) + put(1)
                for _ in range(4)) + get(1))
    return module(bodies, exports=range(levels - 1, len(bodies), levels))


def globals_(n):
    """The sum of many globals."""
    most = min(n, 10000)
    return one([get(0)] + [global_get(i % most) + ADD for i in range(n)],
               result=b'', n_globals=most)


def additions(n):
    """One expression of additions."""
    return one([get(0)] + [get(i % 8) + ADD for i in range(n)], result=b'',
               parameters=8)


def steps(n):
    """Additions and shifts in sequence, each using the one before."""
    return one([get(0) + get(1) + ADD + put(0) + get(1) + get(0) + const(i % 31)
                + SHL + XOR + put(1) for i in range(n)])


def loads(n):
    """Loads of many fields of one structure."""
    return one([get(1) + get(0) + load(4 * i % 16384) + ADD + put(1)
                for i in range(n)], result=get(1))


def stores(n):
    """Stores to computed addresses."""
    return one([get(0) + const(4 * i) + ADD + get(1) + store() + get(1)
                + const(i) + XOR + put(1) for i in range(n)])


def lexer(n):
    """A state machine: in each state, a character decides the next one."""
    def state(i):
        return b''.join(
            get(2) + const(32 + (i + 7 * j) % 90) + EQ + IF
            + const((i * 5 + j * 11) % n) + put(1) + br(n - i) + END
            for j in range(4)) + get(3) + const(i) + ADD + put(3) + br(n - i)
    head = (LOOP + get(0) + LOAD_BYTE + b'\0' + put(2) + get(0) + const(1) + ADD
            + put(0))
    dispatch = (BLOCK * (n + 1) + get(1) + BR_TABLE
                + vector(unsigned(i) for i in range(n)) + unsigned(n) + END)
    states = []
    for i in range(n):
        # Within state i: n - i blocks around, then the loop.
        states.append(state(i) + END)
    return one([head, dispatch, *states, END], result=get(3))


SHAPES = {
    'chain': chain,
    'blocks': blocks,
    'switch': switch,
    'loops': loops,
    'memory loops': memory_loops,
    'diamonds': diamonds,
    'selects': selects,
    'divisions': divisions,
    'conversions': conversions,
    'fills': fills,
    'nested calls': nested_calls,
    'call levels': call_levels,
    'globals': globals_,
    'additions': additions,
    'steps': steps,
    'loads': loads,
    'stores': stores,
    'lexer': lexer,
}


def of_size(shape, size):
    """The module of that shape with about so many bytes."""
    n = 64
    while True:
        made = SHAPES[shape](n)
        if len(made) * 1.1 > size:
            return made
        n = max(n + 1, int(n * size / len(made)))
