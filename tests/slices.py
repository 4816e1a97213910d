"""A part of the tests, another one each day: see tests/run-all."""


class Slice:
    """K/N is every N-th item, beginning with number K (from 0)."""

    def __init__(self, text):
        first, _, step = text.partition('/')
        self.first, self.step = int(first), int(step)
        if not 0 <= self.first < self.step:
            raise ValueError(text)

    def __str__(self):
        return f'{self.first}/{self.step}'

    def of(self, items):
        return items[self.first::self.step]
