# nbody.c in Python. Where floats are single it is another program.
BODIES = 4


def inverse_root(a):
    y = 1 / a if a > 1 else 1.0
    for _ in range(12):
        y = y * (1.5 - 0.5 * a * y * y)
    return y


def step(x, v, mass, dt):
    d = [0.0] * 3
    for i in range(BODIES):
        for j in range(i + 1, BODIES):
            square = 0.01
            for k in range(3):
                d[k] = x[i][k] - x[j][k]
                square += d[k] * d[k]
            inverse = inverse_root(square)
            pull = dt * inverse * inverse * inverse
            for k in range(3):
                v[i][k] -= d[k] * mass[j] * pull
                v[j][k] += d[k] * mass[i] * pull
    for i in range(BODIES):
        for k in range(3):
            x[i][k] += dt * v[i][k]


def run(rounds):
    mass = [1.0 / (i + 1) for i in range(BODIES)]
    x = [[(i * 7 + k * 3) % 5 - 1.5 for k in range(3)] for i in range(BODIES)]
    v = [[0.1 * (k - i) for k in range(3)] for i in range(BODIES)]
    while rounds:
        rounds -= 1
        step(x, v, mass, 0.01)
    return int(x[0][0] * 1e6) ^ int(x[3][2] * 1e6)
