# Helpers of the tests; runs on the board.


def equal(got, expected):
    """Equal and of the same type; 1.0 is not 1 and True is not 1."""
    assert type(got) is type(expected) and got == expected, \
        "got %r, expected %r" % (got, expected)


def raises(kind, text, function, *args, **kwargs):
    """Whether function(*args) raises `kind` with just this text."""
    try:
        result = function(*args, **kwargs)
    except kind as error:
        got = str(error)
        assert got == text, "got %r, expected %r" % (got, text)
        return error
    assert False, "no exception, result: %r" % (result,)


def fails(kind, function, *args, **kwargs):
    """The same for MicroPython's own exceptions, whose texts differ."""
    try:
        result = function(*args, **kwargs)
    except kind as error:
        return error
    assert False, "no exception, result: %r" % (result,)


def trap(function, *args):
    """The text with which function(*args) traps."""
    error = fails(RuntimeError, function, *args)
    assert len(error.args) == 1
    return str(error)


def place(function, *args):
    """The same without the calls that the trap has passed (--names=full)."""
    return trap(function, *args).split("\n")[0]


def without_callers(text):
    """The text of a trap without the functions that called each other."""
    return "\n".join(line for line in text.split("\n")
                     if not line.startswith(("  called by ", "  ...")))


def code(function, *args):
    """The same of a text with codes: the first code is where it trapped."""
    text = trap(function, *args)
    return text[:-1].split(" 0x")[0] + "]" if text.endswith("]") else text


def in_thread(size, function, *args):
    """The result of function(*args) in a thread with a stack of `size` bytes."""
    import _thread
    import time

    results = []

    def work():
        try:
            results.append(function(*args))
        finally:
            results.append(None)

    _thread.stack_size(size)
    _thread.start_new_thread(work, ())
    while None not in results:
        time.sleep(0.01)
    assert len(results) == 2, "exception in a thread"
    return results[0]


def is_in(buffer, function):
    """Whether the code of a function is in the bytes of a buffer."""
    import uctypes

    # A function is a type, then the address of its code (runtime/rt.h).
    code = uctypes.struct(id(function), {"code": uctypes.UINT32 | 4}).code
    start = uctypes.addressof(buffer)
    return start <= code < start + len(buffer)
