# Evaluates expressions, by Rust with its standard library.
import calc


def evaluate(text):
    if not calc.evaluate(text):
        raise ValueError(calc.message())
    return calc.value()


EXPRESSION = "-(width + 2) * (height / 4 - 1.5) * ((1 + 2) * (3 + 4)) - .5"
NAMES = {"width": 12.0, "height": 10.0}


class Parser:
    """The parser of calc.rs, line by line."""

    def __init__(self, text, names):
        self.text = text
        self.at = 0
        self.names = names

    def next(self):
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1
        return self.text[self.at : self.at + 1]

    def take(self, wanted):
        if self.next() != wanted:
            return False
        self.at += 1
        return True

    def sum(self):
        value = self.product()
        while True:
            if self.take("+"):
                value += self.product()
            elif self.take("-"):
                value -= self.product()
            else:
                return value

    def product(self):
        value = self.factor()
        while True:
            if self.take("*"):
                value *= self.factor()
            elif self.take("/"):
                value /= self.factor()
            else:
                return value

    def factor(self):
        if self.take("-"):
            return -self.factor()
        if self.take("("):
            value = self.sum()
            if not self.take(")"):
                raise ValueError("expected ')'")
            return value
        c = self.next()
        if c.isdigit() or c == ".":
            return float(self.word(lambda c: c.isdigit() or c == "."))
        if c.isalpha():
            return self.names[self.word(lambda c: c.isalpha() or c.isdigit())]
        raise ValueError("unexpected " + c)

    def word(self, belongs):
        word = ""
        while True:
            c = self.text[self.at : self.at + 1]
            if not c or not belongs(c):
                return word
            word += c
            self.at += 1


for name in NAMES:
    evaluate("%s = %s" % (name, NAMES[name]))


def compiled():
    return evaluate(EXPRESSION)


def in_python():
    return Parser(EXPRESSION, NAMES).sum()


if __name__ == "__main__":
    print(EXPRESSION, "=", compiled())
    assert compiled() == in_python() == -294.5
    assert evaluate("größe = 2") == 2
    assert evaluate("größe * größe") == 4
    for bad in "1 +", "2 * (3", "1.2.3", "depth", "2 $":
        try:
            evaluate(bad)
            assert False
        except ValueError as error:
            print("%s: %s" % (bad, error))
    assert evaluate("1 / 0") == float("inf")

    # Memory is used again: all these texts together are more than there is.
    for i in range(40):
        assert evaluate("%s%d = %d" % ("x" * 200, i % 4, i)) == i
    assert evaluate("x" * 200 + "3") == 39
    assert compiled() == -294.5
