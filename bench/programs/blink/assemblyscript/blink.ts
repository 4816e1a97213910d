// A string made of others, which the collector frees.
@external("wiring", "print")
declare function write(text: usize, size: usize): void;
@external("wiring", "pinMode")
declare function pinMode(pin: i32, mode: i32): void;
@external("wiring", "digitalWrite")
declare function digitalWrite(pin: i32, value: i32): void;
@external("wiring", "delay")
declare function delay(milliseconds: i32): void;
@external("wiring", "millis")
declare function millis(): i32;

const LED = 2;

function print(text: string): void {
  const bytes = String.UTF8.encode(text);
  write(changetype<usize>(bytes), bytes.byteLength);
}

export function setup(): void {
  print("AssemblyScript blinks\n");
  pinMode(LED, 1);
}

export function loop(): void {
  print(millis().toString() + " ms\n");
  digitalWrite(LED, 1);
  delay(100);
  digitalWrite(LED, 0);
  delay(900);
}
