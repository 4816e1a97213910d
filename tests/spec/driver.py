# Executes commands of the official test suite inside MicroPython.
#
# The commands are in a text file (made by scripts.py, which describes the
# format), one a line, and are read a block at a time: a board with 30 KB of
# heap can then run a file of the suite with 3,000 commands. For the same
# reason an instance is dropped as soon as no command needs it any more.
#
# Every line printed begins with "@" and a letter:
#   @F INDEX TEXT    a command failed; what was got instead
#   @M INDEX         a command needs more memory than there is
#   @C INDEX         a command begins (only with `progress`)
#   @U UNIT          a unit begins
#   @E               the end
import gc


class Mismatch(Exception):
    pass


class Absent:
    """An instance that could not be made."""

    def __init__(self, problem):
        self.problem = problem


NO_MEMORY = "no memory"


def text(token):
    parts = token.split("%")
    for i in range(1, len(parts)):
        parts[i] = chr(int(parts[i][:2], 16)) + parts[i][2:]
    return "".join(parts)


def ignore(*args):
    pass


class Host:
    """The imports of the spectest module: every name is a function."""

    def __getattr__(self, name):
        return ignore


def lines(path):
    rest = b""
    with open(path, "rb") as file:
        while True:
            block = file.read(512)
            if not block:
                return
            parts = (rest + block).split(b"\n")
            rest = parts.pop()
            for part in parts:
                yield part.decode()


# ---------------------------------------------------------------- results

def lane_matches(lane, got, size):
    if lane == "c":  # a canonical NaN of either sign
        if size == 4:
            return got & 0x7fffffff == 0x7fc00000
        return got & 0x7fffffffffffffff == 0x7ff8000000000000
    if lane == "a":  # an arithmetic NaN: the top bit of the payload is set
        if size == 4:
            return got & 0x7fc00000 == 0x7fc00000
        return got & 0x7ff8000000000000 == 0x7ff8000000000000
    return (int(lane) ^ got) & ((1 << (8 * size)) - 1) == 0


def vector_matches(token, low, high):
    """token: "vSIZE:LANE,LANE,..."; lane 0 is the lowest."""
    size = int(token[1])
    bits = low & 0xffffffffffffffff | (high & 0xffffffffffffffff) << 64
    for lane in token[3:].split(","):
        if not lane_matches(lane, bits & ((1 << (8 * size)) - 1), size):
            return False
        bits >>= 8 * size
    return True


def all_match(tokens, got):
    at = 0
    for token in tokens:
        kind = token[0]
        if kind == "v":
            matched = False
            for choice in token.split("|"):
                if vector_matches(choice, got[at], got[at + 1]):
                    matched = True
                    break
            if not matched:
                return False
            at += 2
            continue
        value = got[at]
        at += 1
        if kind == "z":
            matched = value is None
        elif kind == "x":
            matched = value is not None
        elif kind == "f":
            matched = callable(value)
        elif kind == "e":
            matched = value is host_value(token)
        elif kind == "p":
            import struct
            bits = struct.unpack("<i", struct.pack("<f", value))[0]
            matched = bits == int(token[1:])
        elif kind == "c" or kind == "a":
            matched = type(value) is int and \
                lane_matches(kind, value, int(token[1]))
        else:
            matched = type(value) is int and value == int(token)
        if not matched:
            return False
    return at == len(got)


def check(tokens, result):
    count = len(tokens)
    for token in tokens:
        if token[0] == "v":
            count += 1
    if count == 0:
        good = result is None
    elif count == 1:
        good = all_match(tokens, (result,))
    else:
        good = type(result) is tuple and len(result) == count \
            and all_match(tokens, result)
    if not good:
        raise Mismatch(repr(result))


hosts = {}


def host_value(token):
    if token not in hosts:
        hosts[token] = [token]  # equal to itself only
    return hosts[token]


def argument(token):
    kind = token[0]
    if kind == "z":
        return None
    if kind == "e":
        return host_value(token)
    return int(token)


# --------------------------------------------------------------- commands

# Asked once: it looks at each block of the heap, 40 ms for 12 MB on armv6m.
HAS_ROOM = gc.mem_free() > 1 << 20
loaded = {}


def page():
    return (None,) * 1024


def page_behind_holes():
    """A page, and what must be held until something has been put behind it."""
    first = page()
    holes = None
    for _ in range(1000):
        holes = (holes,) + (None,) * 15
        if id(holes) > id(first):
            break
    return first, holes


def load(name):
    """Imports a module. Nothing but its code shall be in the pages of that: QEMU
    looks through the code of a page at each store to it. A file of the suite then
    takes 14 to 90 s that else takes 0.7 s (rv32imc, return_call_ref)."""
    if name in loaded or not HAS_ROOM:
        return __import__(name)
    before, holes = page_behind_holes()
    module = __import__(name)
    loaded[name] = before, page()
    return module


def member(instance, name):
    if len(name) > 60:  # an attribute has 255 bytes at most
        return instance.__dict__[name]
    return getattr(instance, name)


class Runner:
    def __init__(self):
        self.instances = {}
        self.spectest = {}
        self.adapter = None

    def instance(self, number):
        instance = self.instances[number]
        if isinstance(instance, Absent):
            if instance.problem == NO_MEMORY:
                raise MemoryError
            raise Mismatch("no instance: " + instance.problem)
        return instance

    def call(self, t):
        """t: INSTANCE NAME WRAPPER COUNT ARGUMENT...; gives the result and
        what follows."""
        function = member(self.instance(t[0]), text(t[1]))
        end = 4 + int(t[3])
        arguments = [argument(token) for token in t[4:end]]
        if t[2] != "-":
            arguments.insert(0, function)
            function = getattr(self.adapter, t[2])
        return function(*arguments), t[end:]

    def instantiate(self, t):
        """t: MODULE {NAME INSTANCE}..."""
        module = load(t[0])
        imports = {}
        for i in range(1, len(t), 2):
            if t[i + 1] == "spectest":
                imports[text(t[i])] = self.spectest
            else:
                imports[text(t[i])] = self.instance(t[i + 1])
        return module.instantiate(imports)

    def traps(self, expected, function, t):
        """Whether function(t) raises a trap with this text."""
        try:
            result = function(t)
        except MemoryError:
            raise
        except RuntimeError as error:
            got = error.args[0] if error.args else ""
            if not (got.startswith(expected)
                    or expected.startswith(got + " ")):
                raise Mismatch("trap: " + got)
        else:
            raise Mismatch("no trap: " + repr(result))

    def run_m(self, t):  # module: NUMBER MODULE {NAME INSTANCE}...
        number = t.pop(0)
        try:
            self.instances[number] = self.instantiate(t)
        except MemoryError:
            self.instances[number] = Absent(NO_MEMORY)
            raise
        except Exception as error:
            self.instances[number] = Absent(repr(error))
            raise

    def run_d(self, t):  # drop: NUMBER
        del self.instances[t[0]]

    def run_f(self, t):  # a file begins
        self.instances.clear()
        self.spectest.clear()
        self.adapter = None

    def run_a(self, t):  # adapter: MODULE
        self.adapter = load(t[0]).instantiate({})

    def run_s(self, t):  # spectest: MODULE NAME...
        part = load(t[0]).instantiate({"host": Host()})
        for name in t[1:]:
            self.spectest[name] = getattr(part, name)

    def run_r(self, t):  # assert_return: CALL RESULT...
        result, expected = self.call(t)
        check(expected, result)

    def run_i(self, t):  # action: CALL
        self.call(t)

    def run_t(self, t):  # assert_trap, assert_exhaustion: TEXT CALL
        self.traps(text(t.pop(0)), self.call, t)

    def run_x(self, t):  # assert_exception: CALL
        try:
            result = self.call(t)
        except Exception as error:
            if not hasattr(error, "tag"):
                raise
        else:
            raise Mismatch("no exception: " + repr(result))

    def run_g(self, t):  # get: INSTANCE NAME ADAPTER RESULT
        value = member(self.instance(t[0]), text(t[1]))
        if t[2] == "-":
            value = value.value
        else:
            adapter = load(t[2]).instantiate({"m": {"g": value}})
            value = adapter.get()
        check(t[3:], value)

    def run_n(self, t):  # assert_uninstantiable: TEXT MODULE {NAME INST}...
        self.traps(text(t.pop(0)), self.instantiate, t)

    def run_l(self, t):  # assert_unlinkable: MODULE {NAME INSTANCE}...
        try:
            self.instantiate(t)
        except ImportError as error:
            if str(error).startswith("no module"):
                raise
        else:
            raise Mismatch("instantiated")


def run(path, progress=False, collect=False):
    runner = Runner()
    for line in lines(path):
        tokens = line.split(" ")
        kind = tokens.pop(0)
        index = tokens.pop(0)
        if kind == "u":
            print("@U", index)
            continue
        if progress:
            print("@C", index)
        if collect or kind in "dm":
            gc.collect()
        try:
            getattr(runner, "run_" + kind)(tokens)
        except Mismatch as error:
            print("@F", index, error.args[0])
        except MemoryError as error:
            print("@M", index, error)
        except Exception as error:
            print("@F", index, repr(error))
    print("@E")
