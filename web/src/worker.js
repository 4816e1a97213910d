// The worker: the compiler, and libwabt when a text comes. Each request is
// {id, call, arguments}, each answer {id, result} or {id, error}.
import * as compiler from "../../packaging/npm/wasm2mpy.mjs";

let wabt = null;

async function textToBinary(file, text) {
  const features = Object.fromEntries(
    Object.keys(wabt.FEATURES ?? {}).map((name) => [name, true]));
  let module;
  try {
    module = wabt.parseWat(file, text, features);
    module.resolveNames();
    return module.toBinary({ write_debug_names: true }).buffer;
  } catch (error) {
    throw new compiler.CompileError(error.message.trim(), []);
  } finally {
    module?.destroy();
  }
}

const calls = {
  compile: compiler.compile,
  inspect: compiler.inspect,
  question: compiler.question,
  textToBinary,
  // The page has what the compiler is made of: of file:// a worker reads nothing.
  async start(module) {
    compiler.loadWith({
      instantiateWasm(imports, use) {
        WebAssembly.instantiate(module, imports).then((made) => use(made, module));
        return {};
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
