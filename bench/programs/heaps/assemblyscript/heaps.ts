// Arrays, a map, objects and strings, with the garbage collector that asc gives
// to programs by default.
class Particle {
  x: f32 = 0;
  y: f32 = 0;
  constructor(public dx: f32, public dy: f32) {}
}

let seed: u32 = 1;

function random(): u32 {
  seed = seed * 1103515245 + 12345;
  return (seed >> 16) & 0x7fff;
}

function sorted(): Array<u32> {
  let numbers = new Array<u32>();
  for (let i = 0; i < 100; i++) numbers.push(random());
  return numbers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function sums(numbers: Array<u32>): u32 {
  let sums = new Map<u32, u32>();
  for (let i = 0; i < numbers.length; i++) {
    let key = numbers[i] % 37;
    sums.set(key, (sums.has(key) ? sums.get(key) : 0) + numbers[i]);
  }
  let sum: u32 = 0;
  let values = sums.values();
  for (let i = 0; i < values.length; i++) sum = sum * 3 + values[i];
  return sum;
}

function particles(): u32 {
  let particles = new Array<Particle>();
  for (let i = 0; i < 16; i++) particles.push(new Particle(<f32>i, 2));
  let sum: f32 = 0;
  for (let step = 0; step < 4; step++) {
    for (let i = 0; i < particles.length; i++) {
      let particle = particles[i];
      particle.x += particle.dx;
      particle.y += particle.dy;
      sum += particle.x - particle.y;
    }
  }
  return <u32>(<i32>sum);
}

// A step of the game of life on a torus.
function life(): u32 {
  let cells = new Uint8Array(256);
  let next = new Uint8Array(256);
  for (let i = 0; i < 256; i++) cells[i] = <u8>(random() & 1);
  let alive: u32 = 0;
  for (let at = 0; at < 256; at++) {
    let count = 0;
    for (let dy = 15; dy < 18; dy++) {
      for (let dx = 15; dx < 18; dx++) {
        if (dx != 16 || dy != 16)
          count += cells[(((at >> 4) + dy) & 15) * 16 + ((at + dx) & 15)];
      }
    }
    next[at] = <u8>(count == 3 || (count == 2 && cells[at] == 1));
    alive += next[at];
  }
  return alive;
}

function text(numbers: Array<u32>): u32 {
  let text = "";
  for (let i = 0; i < 20; i++) text += numbers[i].toString() + ",";
  let sum: u32 = 0;
  for (let i = 0; i < text.length; i++) sum = sum * 17 + text.charCodeAt(i);
  return sum;
}

export function run(rounds: u32): u32 {
  seed = 1;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < rounds; i++) {
    let numbers = sorted();
    sum = sum * 31 + sums(numbers) + particles() + life() + text(numbers);
  }
  return sum;
}
