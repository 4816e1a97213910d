// Runs a program under node's WASI, as board.py does on a board.
// usage: node node.mjs PROGRAM.wasm FOLDER [ARG...]
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, folder, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1',
  args,
  env: { COLOUR: 'blue' },
  preopens: { '/': folder },
  returnOnExit: true,
});
const module = await WebAssembly.compile(await readFile(file));
// Debian bookworm's node 18 has no getImportObject yet.
const imports =
  wasi.getImportObject?.() ?? { wasi_snapshot_preview1: wasi.wasiImport };
const instance = await WebAssembly.instantiate(module, imports);
process.exitCode = wasi.start(instance);
