// What a module is: its exports as Python sees them, what it imports and who gives
// that; or what is wrong with it.
import { grouped, make, size } from "./dom.js";
import { pythonCode } from "./python.js";

const kGivers = {
  runtime: "is in the module: the runtime serves it",
  python: "Python gives it, from the module of that name",
};

function importRow({ module, name, type, kind, by }) {
  return make("tr", {},
    make("td", {}, make("code", {}, `${module}.${name}`)),
    make("td", {}, kind === "func" ? make("code", {}, type) : `${kind}: ${type}`),
    make("td", {}, make("span", { class: `giver ${by}` }, by), " ",
      make("span", { class: "quiet" }, kGivers[by])));
}

function importTable(imports) {
  if (imports.length === 0)
    return make("p", {}, "Nothing: the module stands on its own.");
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {},
      ["import", "type", "given by"].map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, imports.map(importRow))));
}

// Of a stub, what the module has: not its imports, and not what describes types.
function signaturesOf(stub) {
  const statements = stub.split(/^(?=\S)/m);
  return statements.filter((statement) =>
    /^(@|def |class (?!_)|\w+:)/.test(statement)).join("").trim();
}

export function moduleView({ file, bytes, functions, features, stub, imports }) {
  return make("div", { class: "card module" },
    make("h3", {}, make("code", {}, file)),
    make("p", { class: "facts" },
      `${grouped(bytes)} bytes, ${grouped(functions)} functions, `,
      features.length === 0
        ? "WebAssembly 1.0" : `needs ${features.join(", ")}`),
    make("h4", {}, "What Python sees"), pythonCode(signaturesOf(stub)),
    make("details", {}, make("summary", {}, "The whole stub"), pythonCode(stub)),
    make("h4", {}, "What it imports"), importTable(imports));
}

// Sixteen bytes before and after the place, as a hex editor shows them.
function place(bytes, offset) {
  const first = Math.max(0, (offset & ~15) - 16);
  const lines = [];
  for (let line = first; line < first + 48 && line < bytes.length; line += 16) {
    const cells = Array.from(bytes.subarray(line, line + 16), (byte, i) => {
      const text = byte.toString(16).padStart(2, "0");
      return line + i === offset ? make("mark", {}, text) : text;
    }).flatMap((cell) => [cell, " "]);
    lines.push(make("span", { class: "quiet" },
      `${line.toString(16).padStart(6, "0")}  `), ...cells, "\n");
  }
  return make("pre", { class: "bytes", "aria-label": "the bytes at the place" }, lines);
}

// The command line's text, and the place in the module.
export function errorView(error, bytes, title) {
  const at = error.messages?.find(({ offset }) => offset >= 0);
  const where = at && [at.context, `offset 0x${at.offset.toString(16)}`]
    .filter(Boolean).join(", ");
  return make("div", { class: "card error", role: "alert" },
    make("h3", {}, title),
    make("pre", { class: "text" }, error.message),
    where ? make("p", {}, "The place: ", make("b", {}, where), ", of ", size(bytes.length))
      : null,
    at && at.offset < bytes.length ? place(bytes, at.offset) : null);
}

// Warnings with their notes, as lines of the command line.
export function warningsView(text) {
  if (!text.trim()) return null;
  return make("div", { class: "warnings", role: "status" },
    text.trimEnd().split("\n").map((line) => make("p", {
      class: line.startsWith("wasm2mpy: note") ? "note" : "",
    }, line.replace(/^wasm2mpy: /, ""))));
}
