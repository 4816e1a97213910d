# sieve.c in Python.
SIZE = 4096


def run(rounds):
    count = 0
    composite = bytearray(SIZE)
    while rounds:
        rounds -= 1
        for i in range(SIZE):
            composite[i] = 0
        for i in range(2, SIZE):
            if composite[i]:
                continue
            count += 1
            for j in range(i * 2, SIZE, i):
                composite[j] = 1
    return count
