# Runs each endless function until Ctrl-C comes, and uses the instance after it.
import endless


def stopped(function):
    try:
        function()
    except KeyboardInterrupt:
        return True
    return False


for name in ("empty", "stores", "counts", "calls", "recursion"):
    print("running", name)
    assert stopped(getattr(endless, name)), name
    # What it did stays, the stack is whole, and functions can be called.
    assert endless.stack.value == 4096, name
    assert endless.tree(5) == 32, name
assert endless.rounds.value > 0
assert int.from_bytes(endless.memory[4032:4036], "little") > 0
print("all stopped")
