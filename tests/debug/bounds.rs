// Functions that the compiler inlines, of this crate and of core, and a panic.
#![no_std]
#![crate_type = "cdylib"]

#[panic_handler]
fn stop(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable() // @index.1 rust_begin_unwind
}

struct Reader {
    from: *const u32,
}

impl Reader {
    #[inline(always)]
    fn get(&self, index: usize) -> u32 {
        unsafe { *self.from.wrapping_add(index) } // @pointer.0 bounds::Reader::get
    }
}

#[no_mangle]
pub extern "C" fn pointer(n: i32) -> u32 {
    let reader = Reader { from: (n - 64) as usize as *const u32 };
    let mut sum = 1u32;
    for i in 0..4 {
        sum = sum.rotate_left(3) ^ reader.get(i); // @pointer.1 pointer
    }
    sum
}

static ITEMS: [u32; 4] = [1, 2, 3, 4];

#[no_mangle]
pub extern "C" fn index(n: i32) -> u32 {
    ITEMS[(n + 4) as usize] // @index.2 called by index
}
