// A text and a variable in memory.
extern "wiring" fn print(text: [*]const u8, size: usize) void;
extern "wiring" fn pinMode(pin: u32, mode: u32) void;
extern "wiring" fn digitalWrite(pin: u32, value: u32) void;
extern "wiring" fn delay(milliseconds: u32) void;

const led = 2;
var is_on = false;

export fn setup() void {
    const text = "Zig blinks\n";
    print(text, text.len);
    pinMode(led, 1);
}

export fn loop() void {
    is_on = !is_on;
    digitalWrite(led, @intFromBool(is_on));
    delay(if (is_on) 100 else 900);
}
