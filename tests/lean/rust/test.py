import words

assert words.memory.size == 17
for turn in range(2):
    for i in range(60):
        assert words.add_word(i * 77) == i + 1
    assert words.is_sorted() == 1
    assert words.bytes() == 60 * 4 + 8 * 2 + 51 * 3
    words.clear()
assert words.deep(9) == 45
# Rust's allocator has asked for a page.
assert words.memory.size == 18
