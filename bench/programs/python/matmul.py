# matmul.c in Python.
N = 24


def run(rounds):
    total = 0
    a = [[i * 3 - j for j in range(N)] for i in range(N)]
    b = [[i + j * 5 for j in range(N)] for i in range(N)]
    c = [[0] * N for _ in range(N)]
    while rounds:
        rounds -= 1
        for i in range(N):
            row = a[i]
            for j in range(N):
                dot = 0
                for k in range(N):
                    dot += row[k] * b[k][j]
                c[i][j] = dot
        total += c[rounds % N][3]
        a[rounds % N][5] += 1
    return total
