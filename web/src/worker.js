// The worker: the compiler, and libwabt when a text comes. Each request is
// {id, call, given}, each answer {id, result} or {id, error}. When the compiler needs
// a core it asks the page, {core: name}, and gets {core, module} or {core, error}: of
// file:// a worker reads nothing.
import * as compiler from "../../packaging/npm/wasm2mpy.mjs";

const waiting = new Map();  // who waits for a core

compiler.loadWith((core) => new Promise((resolve, reject) => {
  waiting.set(core, { resolve, reject });
  self.postMessage({ core });
}));

function take({ core, module, error }) {
  const { resolve, reject } = waiting.get(core);
  waiting.delete(core);
  if (error) return reject(new Error(error));
  resolve({
    // Not later: what fails then would be told to nobody.
    instantiateWasm: (imports, use) =>
      use(new WebAssembly.Instance(module, imports), module),
  });
}

let wabt = null;

const calls = {
  compile: compiler.compile,
  inspect: compiler.inspect,
  question: compiler.question,
  async textToBinary(file, text) {
    return compiler.textToBinary(wabt, file, text);
  },
  async startWabt(source) {
    importScripts(URL.createObjectURL(new Blob([source])));
    wabt = await self.WabtModule();
  },
};

self.onmessage = async ({ data }) => {
  if (data.core) return take(data);
  const { id, call, given } = data;
  try {
    self.postMessage({ id, result: await calls[call](...given) });
  } catch (error) {
    const { message, messages = [] } = error;
    self.postMessage({ id, error: { message, messages } });
  }
};
