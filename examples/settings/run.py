# Reads settings from text, by C++ with exceptions.
import settings

TEXT = """
speed = 115200
address = 0x68
  offset = -40
"""


def read(text):
    wrong = settings.read(text)
    if wrong:
        raise ValueError(wrong)


def compiled():
    read(TEXT)
    return [settings.get(name) for name in ("speed", "address", "offset")]


def in_python():
    found = {}
    for number, line in enumerate(TEXT.split("\n"), 1):
        line = line.strip()
        if not line:
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            raise ValueError("line %d: %s" % (number, line))
        found[name] = int(value, 0)
    return [found[name] for name in ("speed", "address", "offset")]


if __name__ == "__main__":
    print(compiled())
    assert compiled() == in_python() == [115200, 104, -40]
    for bad in "speed", "= 1", "a = 1\nb = 1x", "a = 5\nb = 99999999999":
        try:
            read(bad)
            assert False
        except ValueError as error:
            print(error)
    # Nothing of a text that is wrong is kept, and nothing is lost: all these
    # together are more than there is memory.
    try:
        settings.get("a")
        assert False
    except settings.Exception as error:
        print("not caught:", len(error.args) > 0)
    for i in range(200):
        try:
            read("%s = 1\n%s" % ("n" * 300, "x" * 300))
            assert False
        except ValueError as error:
            assert str(error) == "line 2: there is no '='", error
    assert compiled() == in_python()
