import lists

for i in range(100):
    assert lists.push(i) == 0
assert lists.sum() == 4950
assert lists.primes(3000) == 430
assert lists.append(600) == 600
lists.clear()
assert lists.sum() == 0
# As much as there is, and no more; then it goes on.
try:
    while lists.push(1) == 0:
        pass
    raise AssertionError("no end of memory")
except MemoryError:
    pass
assert lists.sum() > 200
lists.clear()
for i in range(100):
    assert lists.push(i) == 0
assert lists.sum() == 4950
