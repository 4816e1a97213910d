// The compiler in its worker, as functions that give promises.
//
// The worker's script is a text in this one, because a page of file:// may start
// no worker by a URL. For the same reason there are two ways to a core of the
// compiler: wasm2mpy-core-NAME.wasm, and from a folder core-NAME.js, which has the
// same as text.
import workerSource from "worker-source";
import tables from "../../packaging/npm/wasm2mpy-tables.mjs";

export class CompileError extends Error {
  constructor({ message, messages }) {
    super(message);
    this.messages = messages;
  }
}

export class Stopped extends CompileError {
  constructor() {
    super({ message: "stopped", messages: [] });
  }
}

const isFile = location.protocol === "file:";
const waiting = new Map();
let worker = null;
let count = 0;

function ask(call, ...given) {
  return new Promise((resolve, reject) => {
    waiting.set(++count, { resolve, reject });
    worker.postMessage({ id: count, call, given });
  });
}

function startWorker() {
  const url = URL.createObjectURL(
    new Blob([workerSource], { type: "text/javascript" }));
  const own = (worker = new Worker(url));
  own.onmessage = ({ data }) => data.core ? give(own, data.core) : answer(data);
}

// Ends whatever the compiler does: with its worker, as it hears nothing meanwhile.
// The next one gets the same cores. What was asked for ends as Stopped.
export function stop() {
  worker.onmessage = null;
  worker.terminate();
  startWorker();
  wabt = null;
  for (const { reject } of waiting.values()) reject(new Stopped());
  waiting.clear();
}

function answer({ id, result, error }) {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error) reject(new CompileError(error));
  else resolve(result);
}

async function give(asking, core) {
  try {
    asking.postMessage({ core, module: (await load(core)).module });
  } catch (error) {
    asking.postMessage({ core, error: error.message });
  }
}

// Runs a script of the page's folder, which leaves a text in `pieces`.
const pieces = (self.wasm2mpyPieces = {});
function loadPiece(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${name}.js`;
    script.onload = () => resolve(pieces[name]);
    script.onerror = () => reject(new Error(`cannot load ${name}.js`));
    document.head.append(script);
  });
}

async function fromText(core) {
  const text = atob(await loadPiece(`core-${core}`));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  delete pieces[`core-${core}`];
  return { module: await WebAssembly.compile(bytes) };
}

// Tells how much has come of all cores. How much there is to come is not known of
// compressed files.
let tell = null;
let come = 0;
function counted(response) {
  const counter = new TransformStream({
    transform(chunk, controller) {
      tell((come += chunk.length));
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter),
    { headers: { "Content-Type": "application/wasm" } });
}

// The service worker's store gets the cores from here: it would have to load them a
// second time. A new version of the page finds the old ones there if they are the
// same.
async function keep(response) {
  const cache = "caches" in self ? await caches.open(CORE_CACHE) : null;
  if (cache && !(await cache.match(response.url)))
    await cache.put(response.url, response);
  else
    await response.body.cancel();  // else all of it waits for who reads it
}

async function fromServer(core) {
  const file = `wasm2mpy-core-${core}.wasm`;
  const response = await fetch(file, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  // No room in the store is no reason not to compile.
  const kept = keep(response.clone()).catch(() => {});
  const module = await WebAssembly.compileStreaming(counted(response));
  return { module, kept };
}

const cores = new Map();  // promises of {module, kept}, by name

function load(core) {
  if (!cores.has(core)) {
    cores.set(core, (isFile ? fromText(core) : fromServer(core)).catch((error) => {
      cores.delete(core);
      throw error;
    }));
  }
  return cores.get(core);
}

// Gives {version, options, boards}. `progress` is called with how many bytes of cores
// have come.
export function start(progress) {
  tell = progress;
  startWorker();
  return tables;
}

// Loads the cores for these boards before they are needed. The promise is kept when
// they are there; what it gives is done when they are in the store, too.
export async function prepare(boards) {
  const archs = new Set(boards.map(({ arch }) => arch));
  const names = tables.archs.filter(({ name }) => archs.has(name)).map(({ core }) => core);
  const loaded = await Promise.all([...new Set(names)].map(load));
  return () => Promise.all(loaded.map(({ kept }) => kept));
}

let wabt = null;
// A binary module, of text that may also be one.
export async function binaryOf(file, bytes) {
  const isBinary = bytes[0] === 0 && bytes[1] === 0x61;
  if (isBinary || !/\.was?t$/.test(file)) return bytes;
  wabt ??= loadPiece("wabt").then((source) => ask("startWabt", source));
  await wabt;
  return ask("textToBinary", file, new TextDecoder().decode(bytes));
}

export const compile = (bytes, options) => ask("compile", bytes, options);
export const inspect = (bytes, options) => ask("inspect", bytes, options);
export const question = (options) => ask("question", options);
