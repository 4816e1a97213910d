// Small drawings of boards, by what they look like: pins at the edges, a chip,
// a plug. Colours are those of the style sheet.

const shapes = {
  pico: { width: 92, height: 36, chip: [40, 11, 14], usb: true, pins: 18 },
  esp: { width: 78, height: 42, can: [30, 7, 42, 28], usb: true, pins: 14 },
  feather: { width: 82, height: 38, chip: [42, 12, 14], usb: true, pins: 14 },
  wide: { width: 92, height: 52, chip: [38, 15, 22], usb: true, pins: 12, led: true },
  teensy: { width: 92, height: 32, chip: [44, 8, 16], usb: true, pins: 20 },
  square: { width: 66, height: 52, chip: [24, 17, 18], usb: false, pins: 8, led: true },
  micro: { width: 70, height: 56, micro: true, pins: 0 },
  screen: { width: 76, height: 50, screen: true, pins: 0 },
};

const families = [
  [/^unix/, "screen"], [/^pico/, "pico"], [/^esp/, "esp"], [/^microbit/, "micro"],
  [/^teensy/, "teensy"], [/^(samd|nrf|portenta)/, "feather"], [/^pyboard/, "square"],
];

const shapeOf = (board) =>
  families.find(([name]) => name.test(board))?.[1] ?? "wide";

function rect(kind, x, y, width, height, radius = 2) {
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" ` +
    `height="${height}" rx="${radius}"/>`;
}

function pinsOf({ width, height, pins }) {
  const step = (width - 12) / (pins - 1);
  return Array.from({ length: pins }, (_, i) =>
    [3, height - 3].map((y) =>
      `<circle class="pin" cx="${(6 + i * step).toFixed(1)}" cy="${y}" r="1.3"/>`))
    .flat().join("");
}

function lightsOf({ width, height }) {
  let dots = "";
  for (let row = 0; row < 5; ++row)
    for (let column = 0; column < 5; ++column)
      dots += rect("light", width / 2 - 13 + column * 6, 14 + row * 6, 2, 4, 1);
  return dots + `<circle class="button" cx="9" cy="27" r="5"/>` +
    `<circle class="button" cx="${width - 9}" cy="27" r="5"/>` +
    rect("edge", 4, height - 7, width - 8, 6, 1);
}

// The text of an SVG.
export function picture(board) {
  const shape = shapes[shapeOf(board)];
  const { width, height, chip, can } = shape;
  let inside = "";
  if (shape.screen) {
    inside = rect("pcb", 0, 0, width, height - 8, 4) +
      rect("dark", 4, 4, width - 8, height - 16, 2) +
      `<path class="prompt" d="M10 13l5 4-5 4M18 22h8"/>` +
      rect("dark", width / 2 - 14, height - 5, 28, 5, 2);
  } else {
    inside = rect("pcb", 0, 0, width, height, 4);
    if (shape.pins) inside += pinsOf(shape);
    if (shape.usb) inside += rect("metal", -2, height / 2 - 7, 13, 14, 2);
    if (chip) inside += rect("dark", chip[0], chip[1], chip[2], chip[2], 1.5);
    if (can) inside += rect("metal", ...can, 2) +
      `<path class="trace" d="M${width - 3} 9h-5v5h5v5h-5v5h5v5h-5v5"/>`;
    if (shape.led) inside += rect("light", width - 12, 12, 4, 3, 1);
    if (shape.micro) inside += lightsOf(shape);
  }
  return `<svg viewBox="-3 -1 ${width + 6} ${height + 2}" width="${width}" ` +
    `height="${height}" aria-hidden="true">${inside}</svg>`;
}
