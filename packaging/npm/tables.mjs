// tables.mjs CORE.mjs CORE.wasm OUT: writes wasm2mpy-tables.mjs, what all cores say
// alike, so that nobody has to load one for that. It is of the build, and no part of
// the package.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [script, wasm, out] = process.argv.slice(2);
const { default: createCore } = await import(pathToFileURL(script));
const core = await createCore({ wasmBinary: readFileSync(wasm) });

const text = (call, ...indices) => {
  const address = core[`_wasm2mpy_${call}`](...indices);
  return address ? core.UTF8ToString(address) : null;
};
const list = (kind, row) =>
  Array.from({ length: core[`_wasm2mpy_${kind}_count`]() }, (_, i) => row(i));

function choicesOf(i) {
  const choices = [];
  for (;;) {
    const choice = text("option_choice", i, choices.length);
    if (choice === null) return choices;
    choices.push(choice);
  }
}

const tables = {
  version: text("version"),
  archs: list("arch", (i) => ({ name: text("arch_name", i), core: text("arch_core", i) })),
  boards: list("board", (i) => ({
    name: text("board_name", i),
    arch: text("board_arch", i),
    description: text("board_description", i),
    note: text("board_note", i),
    ram: core._wasm2mpy_board_ram(i) >>> 0,
  })),
  options: list("option", (i) => ({
    name: text("option_name", i),
    value: text("option_value", i),
    help: text("option_help", i),
    about: text("option_about", i),
    choices: choicesOf(i),
  })),
};
writeFileSync(out, `export default ${JSON.stringify(tables, null, 1)};\n`);
