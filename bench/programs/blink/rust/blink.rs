// With std: a text that is formatted, on the heap.
#[link(wasm_import_module = "wiring")]
extern "C" {
    fn print(text: *const u8, size: usize);
    #[link_name = "pinMode"]
    fn pin_mode(pin: u32, mode: u32);
    #[link_name = "digitalWrite"]
    fn digital_write(pin: u32, value: u32);
    fn delay(milliseconds: u32);
    fn millis() -> u32;
}

const LED: u32 = 2;

fn say(text: &str) {
    unsafe { print(text.as_ptr(), text.len()) }
}

#[no_mangle]
pub extern "C" fn setup() {
    say("Rust blinks\n");
    unsafe { pin_mode(LED, 1) }
}

#[no_mangle]
pub extern "C" fn r#loop() {
    say(&format!("{} ms\n", unsafe { millis() }));
    for (value, time) in [(1, 100), (0, 900)] {
        unsafe {
            digital_write(LED, value);
            delay(time);
        }
    }
}
