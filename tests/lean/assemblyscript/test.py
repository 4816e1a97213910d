import items

for i in range(30):
    assert items.put(i) == i + 1
assert [items.nameLength(i) for i in (5, 15, 30)] == [6, 7, -1]
for turn in range(5):
    assert items.squares(200) == sum(i * i for i in range(200))
    items.__collect()
assert items.nameLength(29) == 7
