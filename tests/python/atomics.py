# Atomic accesses are those of one thread: what they do to memory, what they return,
# and that an address that is not aligned traps, be it out of bounds or not.
#: each arch
#: also --memory=lean
#: needs 40k
#: app.wat
#| (module (memory (export "memory") 1)
#|   (func (export "i32_load") (param i32) (result i32)
#|     (i32.atomic.load offset=8 (local.get 0)))
#|   (func (export "i64_load") (param i32) (result i64)
#|     (i64.atomic.load offset=8 (local.get 0)))
#|   (func (export "i32_load8_u") (param i32) (result i32)
#|     (i32.atomic.load8_u offset=8 (local.get 0)))
#|   (func (export "i32_load16_u") (param i32) (result i32)
#|     (i32.atomic.load16_u offset=8 (local.get 0)))
#|   (func (export "i64_load8_u") (param i32) (result i64)
#|     (i64.atomic.load8_u offset=8 (local.get 0)))
#|   (func (export "i64_load16_u") (param i32) (result i64)
#|     (i64.atomic.load16_u offset=8 (local.get 0)))
#|   (func (export "i64_load32_u") (param i32) (result i64)
#|     (i64.atomic.load32_u offset=8 (local.get 0)))
#|   (func (export "i32_store") (param i32 i32)
#|     (i32.atomic.store offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_store") (param i32 i64)
#|     (i64.atomic.store offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_store8") (param i32 i32)
#|     (i32.atomic.store8 offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_store16") (param i32 i32)
#|     (i32.atomic.store16 offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_store8") (param i32 i64)
#|     (i64.atomic.store8 offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_store16") (param i32 i64)
#|     (i64.atomic.store16 offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_store32") (param i32 i64)
#|     (i64.atomic.store32 offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_add") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.add offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw_add") (param i32 i64) (result i64)
#|     (i64.atomic.rmw.add offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw8_add_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw8.add_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw16_add_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw16.add_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw8_add_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw8.add_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw16_add_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw16.add_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw32_add_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw32.add_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_sub") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.sub offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw_sub") (param i32 i64) (result i64)
#|     (i64.atomic.rmw.sub offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw8_sub_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw8.sub_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw16_sub_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw16.sub_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw8_sub_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw8.sub_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw16_sub_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw16.sub_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw32_sub_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw32.sub_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_and") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.and offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw_and") (param i32 i64) (result i64)
#|     (i64.atomic.rmw.and offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw8_and_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw8.and_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw16_and_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw16.and_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw8_and_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw8.and_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw16_and_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw16.and_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw32_and_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw32.and_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_or") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.or offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw_or") (param i32 i64) (result i64)
#|     (i64.atomic.rmw.or offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw8_or_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw8.or_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw16_or_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw16.or_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw8_or_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw8.or_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw16_or_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw16.or_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw32_or_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw32.or_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_xor") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.xor offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw_xor") (param i32 i64) (result i64)
#|     (i64.atomic.rmw.xor offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw8_xor_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw8.xor_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw16_xor_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw16.xor_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw8_xor_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw8.xor_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw16_xor_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw16.xor_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw32_xor_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw32.xor_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_xchg") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.xchg offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw_xchg") (param i32 i64) (result i64)
#|     (i64.atomic.rmw.xchg offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw8_xchg_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw8.xchg_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw16_xchg_u") (param i32 i32) (result i32)
#|     (i32.atomic.rmw16.xchg_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw8_xchg_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw8.xchg_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw16_xchg_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw16.xchg_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_rmw32_xchg_u") (param i32 i64) (result i64)
#|     (i64.atomic.rmw32.xchg_u offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i32_rmw_cmpxchg") (param i32 i32 i32) (result i32)
#|     (i32.atomic.rmw.cmpxchg offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "i64_rmw_cmpxchg") (param i32 i64 i64) (result i64)
#|     (i64.atomic.rmw.cmpxchg offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "i32_rmw8_cmpxchg_u") (param i32 i32 i32) (result i32)
#|     (i32.atomic.rmw8.cmpxchg_u offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "i32_rmw16_cmpxchg_u") (param i32 i32 i32) (result i32)
#|     (i32.atomic.rmw16.cmpxchg_u offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "i64_rmw8_cmpxchg_u") (param i32 i64 i64) (result i64)
#|     (i64.atomic.rmw8.cmpxchg_u offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "i64_rmw16_cmpxchg_u") (param i32 i64 i64) (result i64)
#|     (i64.atomic.rmw16.cmpxchg_u offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "i64_rmw32_cmpxchg_u") (param i32 i64 i64) (result i64)
#|     (i64.atomic.rmw32.cmpxchg_u offset=8 (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "odd") (param i32) (result i32)
#|     (i32.atomic.load offset=2 (local.get 0)))
#|   (func (export "far") (param i32) (result i32)
#|     (i32.atomic.rmw.add offset=65532 (local.get 0) (i32.const 5)))
#|   (func (export "notify") (param i32) (result i32)
#|     (memory.atomic.notify offset=4 (local.get 0) (i32.const 7)))
#|   (func (export "wait32") (param i32) (result i32)
#|     (memory.atomic.wait32 (local.get 0) (i32.const 0) (i64.const 0)))
#|   (func (export "wait64") (param i32) (result i32)
#|     (memory.atomic.wait64 (local.get 0) (i64.const 0) (i64.const 0)))
#|   (func (export "fence") (atomic.fence)))
from check import equal, raises
import app

OFFSET = 8
OLD = 0x8182838485868788
VALUE = 0xF1E2D3C4B5A69788
OPERATIONS = {
    "add": lambda old, value: old + value,
    "sub": lambda old, value: old - value,
    "and": lambda old, value: old & value,
    "or": lambda old, value: old | value,
    "xor": lambda old, value: old ^ value,
    "xchg": lambda old, value: value,
}
KINDS = (("i32", 32), ("i64", 64), ("i32", 8), ("i32", 16),
         ("i64", 8), ("i64", 16), ("i64", 32))
m = app.memory


def misaligned(*call):
    raises(app.Trap, "unaligned atomic", *call)


def outside(*call):
    raises(app.Trap, "out of bounds memory access", *call)


def signed(value, bits):
    return value - (1 << bits) if value >> (bits - 1) else value


# The call changes the bytes at `at` from OLD to `new` and none beside them.
def changes(at, size, new, result, *call):
    m[at:at + 16] = OLD.to_bytes(8, "little") * 2
    equal(call[0](*call[1:]), result)
    want = new.to_bytes(8, "little")[:size] + OLD.to_bytes(8, "little")[size:]
    equal(bytes(m[at:at + 16]), want + OLD.to_bytes(8, "little"))


def test(kind, bits):
    type_bits = int(kind[1:])
    narrow = str(bits) if bits != type_bits else ""
    suffix = "_u" if narrow else ""
    size = bits // 8
    mask = (1 << bits) - 1
    # What fits the type is a number with sign, what is narrower has none.
    result = (OLD & mask) if narrow else signed(OLD & mask, bits)
    value = signed(VALUE & ((1 << type_bits) - 1), type_bits)

    def calls(name, new, result, *values):
        function = getattr(app, name)
        for index in (0, 8 + size, 2000 * size):
            if (index + OFFSET) % 8 == 0:
                changes(index + OFFSET, size, new & mask, result,
                        function, index, *values)
            else:
                m[index + OFFSET:index + OFFSET + size] = (
                    OLD & mask).to_bytes(size, "little")
                equal(function(index, *values), result)
                equal(bytes(m[index + OFFSET:index + OFFSET + size]),
                      (new & mask).to_bytes(size, "little"))
        last = 65536 - OFFSET - size
        function(last, *values)
        outside(function, last + size, *values)
        outside(function, -size, *values)
        for by in range(1, size):
            misaligned(function, by, *values)
            misaligned(function, -by, *values)

    calls(kind + "_load" + narrow + suffix, OLD, result)
    calls(kind + "_store" + narrow, VALUE, None, value)
    head = kind + "_rmw" + narrow + "_"
    for name, operation in OPERATIONS.items():
        calls(head + name + suffix, operation(OLD, VALUE), result, value)
    # Of the value expected only the bits count that are compared.
    high = signed((OLD ^ ~mask) & ((1 << type_bits) - 1), type_bits)
    calls(head + "cmpxchg" + suffix, VALUE, result, high, value)
    calls(head + "cmpxchg" + suffix, OLD, result, result ^ 1, value)


for kind in KINDS:
    test(*kind)

# The address counts, not the index.
m[4:8] = b"\x01\x02\x03\x04"
equal(app.odd(2), 0x04030201)
misaligned(app.odd, 0)
misaligned(app.odd, 4)
equal(app.far(0), 0)
equal(bytes(m[65532:]), b"\x05\0\0\0")
outside(app.far, 4)
misaligned(app.far, 1)

equal(app.notify(0), 0)
misaligned(app.notify, 2)
outside(app.notify, 65532)
equal(app.fence(), None)

# Nobody could change what others wait for.
for wait in app.wait32, app.wait64:
    raises(app.Trap, "expected shared memory", wait, 0)
    misaligned(wait, 1)
