// Floyd-Steinberg dithering: grey pixels to black and white ones, for displays
// that know nothing between. The error of each pixel is spread to its
// neighbours to the right and below.

const WIDTH: i32 = 64;
const HEIGHT: i32 = 48;

// Fixed places in memory: nothing is allocated.
const grey = memory.data(WIDTH * HEIGHT);
const black = memory.data((WIDTH * HEIGHT) / 8);
// Errors of the row and the one below, in sixteenths; one more on either side.
const errors = memory.data((WIDTH + 2) * 2 * 4, 4);

export function width(): i32 {
  return WIDTH;
}

export function height(): i32 {
  return HEIGHT;
}

/** Where Python puts the picture, a byte a pixel, 255 is white. */
export function input(): usize {
  return grey;
}

/** Where it gets the result, eight pixels a byte, 1 is white. */
export function output(): usize {
  return black;
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function spread(cell: usize, error: i32): void {
  store<i32>(cell, load<i32>(cell) + error);
}

export function dither(): void {
  let here = errors + 4;
  let below = here + (WIDTH + 2) * 4;
  memory.fill(errors, 0, (WIDTH + 2) * 2 * 4);
  for (let y = 0; y < HEIGHT; y++) {
    let bits: u32 = 0;
    for (let x = 0; x < WIDTH; x++) {
      const cell = here + (x << 2);
      const at = y * WIDTH + x;
      const wanted = <i32>load<u8>(grey + at) + (load<i32>(cell) >> 4);
      const white = wanted >= 128;
      const error = white ? wanted - 255 : wanted;
      spread(cell + 4, error * 7);
      const under = below + (x << 2);
      spread(under - 4, error * 3);
      spread(under, error * 5);
      spread(under + 4, error);
      bits = (bits << 1) | u32(white);
      if ((at & 7) == 7) {
        store<u8>(black + (at >> 3), bits);
      }
    }
    memory.fill(here - 4, 0, (WIDTH + 2) * 4);
    const row = here;
    here = below;
    below = row;
  }
}
