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
