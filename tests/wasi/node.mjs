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
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
