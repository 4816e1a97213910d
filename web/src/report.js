// The report as pictures: RAM of the board as a bar, code as a treemap.
import { hierarchy, treemap } from "d3-hierarchy";
import { grouped, make, size } from "./dom.js";

const kOrigins = {
  module: "functions of the module",
  glue: "bridges to Python, start-up, traps",
  runtime: "runtime",
  compiler_runtime: "compiler runtime",
  other: "literals, padding",
};

// {name, bytes} of what import takes, in the order of the bar.
export function ramParts({ ram }) {
  return [
    { kind: "code", name: "code", bytes: ram.text + ram.constants },
    { kind: "names", name: "names and module object",
      bytes: ram.names + ram.module + ram.data },
    { kind: "instance", name: "instance and tables",
      bytes: ram.instance_objects + ram.tables },
    { kind: "memory", name: ram.linear_memory_is_lean
      ? "linear memory, as far as touched" : "linear memory", bytes: ram.linear_memory },
  ];
}

const percent = (part, whole) => `${((100 * part) / whole).toFixed(3)}%`;

export function ramBar(build, board) {
  const parts = ramParts(build).filter(({ bytes }) => bytes > 0);
  const used = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const whole = Math.max(board.ram, used);
  const rest = whole - used;
  const text = board.ram === 0 ? size(used)
    : `${size(used)} of ${size(board.ram)}, ${(100 * used / board.ram).toFixed(1)}%`;
  const tooMuch = board.ram > 0 && used > board.ram;
  const bar = make("div", { class: "bar", role: "img", "aria-label":
    `RAM: ${text}. ${parts.map(({ name, bytes }) => `${name} ${size(bytes)}`).join(", ")}` },
  parts.map(({ kind, name, bytes }) => {
    const segment = make("span", { class: kind, title: `${name}: ${size(bytes)}` });
    segment.style.width = percent(bytes, whole);
    return segment;
  }));
  const rows = parts.map(({ kind, name, bytes }) => make("li", {},
    make("i", { class: kind }), name, make("b", {}, grouped(bytes))));
  if (rest > 0) rows.push(make("li", {}, make("i", { class: "rest" }),
    "rest of the chip's RAM, of which the firmware needs some",
    make("b", {}, grouped(rest))));
  return make("div", { class: "ram" },
    make("p", { class: tooMuch ? "figure bad" : "figure" },
      make("strong", {}, text), ` RAM when ${board.name} imports it`,
      build.ram.text_outside_heap ? "; its code is not in Python's heap" : ""),
    bar, make("ul", { class: "legend" }, rows));
}

// Positions are in per cent, so that it has any width.
const kHeight = 0.5;

export function codeMap({ functions }) {
  const root = hierarchy({
    children: Object.keys(kOrigins).map((origin) => ({
      origin, children: functions.filter((row) => row.origin === origin),
    })).filter(({ children }) => children.length > 0),
  }).sum(({ bytes }) => bytes ?? 0).sort((a, b) => b.value - a.value);
  treemap().size([100, 100 * kHeight])(root);
  const cells = root.leaves().map(({ data, x0, x1, y0, y1 }) => {
    const cell = make("div", {
      class: data.origin, title: `${data.name}: ${size(data.bytes)}`,
    }, make("span", {}, data.name), make("small", {}, grouped(data.bytes)));
    Object.assign(cell.style, {
      left: percent(x0, 100), width: percent(x1 - x0, 100),
      top: percent(y0, 100 * kHeight), height: percent(y1 - y0, 100 * kHeight),
    });
    return cell;
  });
  const used = new Set(functions.map(({ origin }) => origin));
  return make("figure", { class: "map" },
    make("div", { class: "cells", "aria-hidden": "true" }, cells),
    make("ul", { class: "legend" }, Object.entries(kOrigins)
      .filter(([origin]) => used.has(origin))
      .map(([origin, text]) => make("li", {}, make("i", { class: origin }), text,
        make("b", {}, grouped(functions.filter((row) => row.origin === origin)
          .reduce((sum, { bytes }) => sum + bytes, 0)))))),
    make("details", {}, make("summary", {}, `All ${functions.length} functions`),
      make("div", { class: "scroll tall" }, make("table", {},
        make("thead", {}, make("tr", {}, ["function", "part", "bytes"].map((head) =>
          make("th", { scope: "col" }, head)))),
        make("tbody", {}, functions.map(({ name, origin, bytes }) => make("tr", {},
          make("td", {}, make("code", {}, name)), make("td", {}, kOrigins[origin]),
          make("td", { class: "number" }, grouped(bytes)))))))));
}

export function hintList({ hints }) {
  if (hints.length === 0) return null;
  return make("details", { class: "hints" },
    make("summary", {}, "What would make it smaller"),
    make("ul", {}, hints.map(({ what, advice, bytes, of }) => make("li", {},
      make("strong", {}, what),
      bytes > 0 ? ` about ${size(bytes)} of ${of === "ram" ? "RAM" : "the file"}` : "",
      make("p", {}, advice)))));
}
