# fannkuch.c in Python.
N = 7


def one_round():
    most = checksum = sign = 0
    r = N
    permutation = list(range(N))
    flipped = [0] * N
    counts = [0] * N
    while True:
        while r != 1:
            counts[r - 1] = r
            r -= 1
        for i in range(N):
            flipped[i] = permutation[i]
        flips = 0
        first = flipped[0]
        while first:
            i = 0
            j = first
            while i < j:
                swap = flipped[i]
                flipped[i] = flipped[j]
                flipped[j] = swap
                i += 1
                j -= 1
            flips += 1
            first = flipped[0]
        if flips > most:
            most = flips
        checksum += -flips if sign else flips
        sign = not sign
        while True:
            if r == N:
                return checksum * 100 + most
            first = permutation[0]
            for i in range(r):
                permutation[i] = permutation[i + 1]
            permutation[r] = first
            counts[r] -= 1
            if counts[r] > 0:
                break
            r += 1


def run(rounds):
    result = 0
    while rounds:
        rounds -= 1
        result = result * 31 + one_round() & 0xFFFFFFFF
    return result
