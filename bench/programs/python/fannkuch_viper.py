# fannkuch.c with MicroPython's viper emitter.
from array import array
import micropython

N = 7


@micropython.viper
def one_round(n: int, permutation: ptr32, flipped: ptr32, counts: ptr32) -> int:
    most = 0
    checksum = 0
    sign = 0
    r = n
    for i in range(n):
        permutation[i] = i
    while True:
        while r != 1:
            counts[r - 1] = r
            r -= 1
        for i in range(n):
            flipped[i] = permutation[i]
        flips = 0
        first = int(flipped[0])
        while first:
            low = 0
            high = first
            while low < high:
                swap = int(flipped[low])
                flipped[low] = flipped[high]
                flipped[high] = swap
                low += 1
                high -= 1
            flips += 1
            first = int(flipped[0])
        if flips > most:
            most = flips
        if sign:
            checksum -= flips
        else:
            checksum += flips
        sign = 1 - sign
        going = 1
        while going:
            if r == n:
                return checksum * 100 + most
            first = int(permutation[0])
            for i in range(r):
                permutation[i] = permutation[i + 1]
            permutation[r] = first
            left = int(counts[r]) - 1
            counts[r] = left
            if left > 0:
                going = 0
            else:
                r += 1
    return 0


def run(rounds):
    result = 0
    arrays = [array("i", bytes(4 * N)) for _ in range(3)]
    while rounds:
        rounds -= 1
        result = result * 31 + one_round(N, *arrays) & 0xFFFFFFFF
    return result
