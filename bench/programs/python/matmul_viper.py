# matmul.c with MicroPython's viper emitter.
from array import array
import micropython

N = 24


@micropython.viper
def product(a: ptr32, b: ptr32, c: ptr32, n: int):
    for i in range(n):
        for j in range(n):
            dot = 0
            for k in range(n):
                dot += int(a[i * n + k]) * int(b[k * n + j])
            c[i * n + j] = dot


def run(rounds):
    total = 0
    a = array("i", (i * 3 - j for i in range(N) for j in range(N)))
    b = array("i", (i + j * 5 for i in range(N) for j in range(N)))
    c = array("i", bytes(4 * N * N))
    while rounds:
        rounds -= 1
        product(a, b, c, N)
        total += c[rounds % N * N + 3]
        a[rounds % N * N + 5] += 1
    return total
