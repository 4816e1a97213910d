# trees.wat in Python.


class Node:
    def __init__(self, left, right, key, value):
        self.left = left
        self.right = right
        self.key = key
        self.value = value


class Tree:
    def __init__(self, left, right, value):
        self.left = left
        self.right = right
        self.value = value


def build(depth):
    if depth == 0:
        return Tree(None, None, 1)
    return Tree(build(depth - 1), build(depth - 1), depth)


def sum_of(tree):
    if tree is None:
        return 0
    return tree.value + sum_of(tree.left) + sum_of(tree.right)


def trees(depth, rounds):
    total = 0
    while rounds:
        rounds -= 1
        total += sum_of(build(depth))
    return total


kept = None


def keep(depth):
    global kept
    kept = build(depth)


def add(root, key):
    new = Node(None, None, key, key * 3)
    at = root
    if at is None:
        return new
    while True:
        if key < at.key:
            if at.left is None:
                at.left = new
                return root
            at = at.left
        else:
            if at.right is None:
                at.right = new
                return root
            at = at.right


def find(at, key):
    while at is not None:
        if at.key == key:
            return at.value
        at = at.left if key < at.key else at.right
    return 0


def next_random(seed):
    return (seed * 1103515245 + 12345) & 0x3FFFFFFF


def map(count, rounds):
    total = 0
    while rounds:
        rounds -= 1
        root = None
        seed = rounds
        for _ in range(count):
            seed = next_random(seed)
            root = add(root, seed)
        seed = rounds
        for _ in range(count):
            seed = next_random(seed)
            total += find(root, seed)
    return total
