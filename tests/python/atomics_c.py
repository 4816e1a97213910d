# C that was compiled for threads: a mutex as C libraries have it, variables of each
# thread, and data that the first thread copies. Made by clang 22 and wasm-ld 22,
#
#     clang --target=wasm32 -pthread -Os -nostdlib -ffreestanding \
#       -Wl,--no-entry,--strip-all,--shared-memory,--max-memory=131072 \
#       -Wl,--initial-memory=65536,-z,stack-size=1024
#
# from:
#
#     #include <stdatomic.h>
#
#     static _Atomic int lock;
#     static _Atomic long long total;
#     static _Thread_local int calls = 40;
#     static int table[4] = {10, 20, 30, 40};
#     static _Atomic unsigned char flags[3];
#
#     static void acquire(void) {
#       int expected = 0;
#       while (!atomic_compare_exchange_weak(&lock, &expected, 1)) {
#         __builtin_wasm_memory_atomic_wait32((int *)&lock, 1, -1);
#         expected = 0;
#       }
#     }
#
#     static void release(void) {
#       atomic_store(&lock, 0);
#       __builtin_wasm_memory_atomic_notify((int *)&lock, 1);
#     }
#
#     __attribute__((export_name("add"))) long long add(int index) {
#       acquire();
#       total += table[index & 3];
#       calls++;
#       long long result = total;
#       release();
#       return result;
#     }
#     __attribute__((export_name("calls"))) int get_calls(void) { return calls; }
#     __attribute__((export_name("flag"))) int flag(int i, int bits) {
#       atomic_thread_fence(memory_order_seq_cst);
#       return atomic_fetch_or(&flags[i], bits);
#     }
#     // Locks what is locked already.
#     __attribute__((export_name("twice"))) void twice(void) {
#       acquire();
#       acquire();
#     }
#: each arch
#: also --memory=lean
#: needs 80k
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 13 04 60 00 00 60 01 7f 01 7e 60 00 01 7f 60
#| 02 7f 7f 01 7f 03 06 05 00 01 02 03 00 04 05 01 70 01 01 01 05 04 01 03
#| 01 02 06 0c 02 7f 01 41 80 08 0b 7f 01 41 00 0b 07 27 05 06 6d 65 6d 6f
#| 72 79 02 00 03 61 64 64 00 01 05 63 61 6c 6c 73 00 02 04 66 6c 61 67 00
#| 03 05 74 77 69 63 65 00 04 08 01 00 0c 01 02 0a 94 03 05 64 00 02 40 02
#| 40 02 40 41 b0 08 41 00 41 01 fe 48 02 00 0e 02 00 01 02 0b 41 80 08 41
#| 80 08 24 01 41 00 41 04 fc 08 00 00 41 90 08 41 00 41 10 fc 08 01 00 41
#| a0 08 41 00 41 10 fc 0b 00 41 b0 08 41 02 fe 17 02 00 41 b0 08 41 7f fe
#| 00 02 00 1a 0c 01 0b 41 b0 08 41 01 42 7f fe 01 02 00 1a 0b fc 09 01 0b
#| 95 01 01 01 7e 02 40 41 00 41 00 41 01 fe 48 02 ac 88 80 80 00 45 0d 00
#| 03 40 41 00 41 01 42 7f fe 01 02 ac 88 80 80 00 1a 41 00 41 00 41 01 fe
#| 48 02 ac 88 80 80 00 0d 00 0b 0b 41 00 20 00 41 03 71 41 02 74 34 02 90
#| 88 80 80 00 fe 1f 03 a0 88 80 80 00 1a 23 81 80 80 80 00 41 80 80 80 80
#| 00 6a 22 00 20 00 28 02 00 41 01 6a 36 02 00 41 00 fe 11 03 a0 88 80 80
#| 00 21 01 41 00 41 00 fe 17 02 ac 88 80 80 00 41 00 41 01 fe 00 02 ac 88
#| 80 80 00 1a 20 01 0b 12 00 23 81 80 80 80 00 41 80 80 80 80 00 6a 28 02
#| 00 0b 14 00 fe 03 00 20 00 41 a8 88 80 80 00 6a 20 01 fe 35 00 00 0b 6e
#| 00 02 40 41 00 41 00 41 01 fe 48 02 ac 88 80 80 00 45 0d 00 03 40 41 00
#| 41 01 42 7f fe 01 02 ac 88 80 80 00 1a 41 00 41 00 41 01 fe 48 02 ac 88
#| 80 80 00 0d 00 0b 0b 02 40 41 00 41 00 41 01 fe 48 02 ac 88 80 80 00 45
#| 0d 00 03 40 41 00 41 01 42 7f fe 01 02 ac 88 80 80 00 1a 41 00 41 00 41
#| 01 fe 48 02 ac 88 80 80 00 0d 00 0b 0b 0b 0b 19 02 01 04 28 00 00 00 01
#| 10 0a 00 00 00 14 00 00 00 1e 00 00 00 28 00 00 00
from check import equal, raises
import app

equal((app.add(1), app.add(2), app.add(7)), (20, 50, 90))
equal(app.calls(), 43)
equal((app.flag(1, 3), app.flag(1, 4), app.flag(1, 0), app.flag(2, 0)),
      (0, 3, 7, 0))
raises(app.Trap, "deadlock", app.twice)
