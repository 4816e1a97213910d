// The worker: the compiler, and libwabt when a text comes. Each request is
// {id, call, arguments}, each answer {id, result} or {id, error}.
import * as compiler from "../../packaging/npm/wasm2mpy.mjs";

let wabt = null;

const calls = {
  compile: compiler.compile,
  inspect: compiler.inspect,
  question: compiler.question,
  async textToBinary(file, text) {
    return compiler.textToBinary(wabt, file, text);
  },
  // The page has what the compiler is made of: of file:// a worker reads nothing.
  async start(module) {
    compiler.loadWith({
      instantiateWasm(imports, use) {
        // Not later: what fails then would be told to nobody.
        return use(new WebAssembly.Instance(module, imports), module);
      },
    });
    const [version, options, { boards }] = await Promise.all(
      [compiler.version(), compiler.options(), compiler.targets()]);
    return { version, options, boards };
  },
  async startWabt(source) {
    importScripts(URL.createObjectURL(new Blob([source])));
    wabt = await self.WabtModule();
  },
};

self.onmessage = async ({ data: { id, call, given } }) => {
  try {
    self.postMessage({ id, result: await calls[call](...given) });
  } catch (error) {
    const { message, messages = [] } = error;
    self.postMessage({ id, error: { message, messages } });
  }
};
