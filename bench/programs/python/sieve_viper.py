# sieve.c with MicroPython's viper emitter.
import micropython

SIZE = 4096


@micropython.viper
def one_round(composite: ptr8, size: int) -> int:
    count = 0
    for i in range(size):
        composite[i] = 0
    for i in range(2, size):
        if composite[i]:
            continue
        count += 1
        j = i * 2
        while j < size:
            composite[j] = 1
            j += i
    return count


def run(rounds):
    count = 0
    composite = bytearray(SIZE)
    while rounds:
        rounds -= 1
        count += one_round(composite, SIZE)
    return count
