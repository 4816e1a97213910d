// Compiles WebAssembly modules to native MicroPython modules, in browsers, their
// workers and node:
//
//   import { compile } from "wasm2mpy";
//   const { files } = await compile(bytes, { board: "pico" });
//   files["module.mpy"]  // a Uint8Array
//
// It is the C interface (include/wasm2mpy.h) in terms of JavaScript. The compiler is
// a core, or several, one for each family of processors, which all do the same but
// that each has only its own code generator. A core is loaded when it is needed
// first, and kept.
import createCore from "./wasm2mpy-core.mjs";
import tables from "./wasm2mpy-tables.mjs";

const kSeverities = ["error", "warning", "note"];

// What is wrong with a module or with an option. `messages` has it in parts.
export class CompileError extends Error {
  name = "CompileError";

  constructor(text, messages) {
    super(text);
    this.messages = messages;
  }
}

const kAll = "all";  // the core with all code generators
const coreOfArch = new Map(tables.archs.map(({ name, core }) => [name, core]));
const cores = new Map();  // promises, by name
let optionsOf = unpacked;
let hasFamilies = false;

// Emscripten's options, such as wasmBinary or instantiateWasm, for who has
// wasm2mpy-core-all.wasm elsewhere, or not packed. Or a function: then there is a
// core for each family, and it gives these options for one, or promises them.
export function loadWith(options) {
  hasFamilies = typeof options === "function";
  optionsOf = hasFamilies ? options : () => options;
}

// In the package the core is packed, which node can unpack.
async function unpacked() {
  if (!globalThis.process?.versions?.node) return {};
  const { readFile } = await import("node:fs/promises");
  const { brotliDecompressSync } = await import("node:zlib");
  const file = new URL(`./wasm2mpy-core-${kAll}.wasm.br`, import.meta.url);
  const packed = await readFile(file).catch(() => null);
  return packed ? { wasmBinary: brotliDecompressSync(packed) } : {};
}

async function start(name) {
  return createCore({
    print() {}, printErr() {},
    locateFile: () => new URL(`./wasm2mpy-core-${name}.wasm`, import.meta.url).href,
    ...(await optionsOf(name)),
  });
}

function load(name) {
  if (!cores.has(name)) {
    cores.set(name, start(name).catch((error) => {
      cores.delete(name);
      throw error;
    }));
  }
  return cores.get(name);
}

// The core to ask: of several that of the architecture, or of the first one. If that
// is not known, one that is there, or that of the first board that is no PC.
function coreFor({ arch, board }) {
  if (!hasFamilies) return kAll;
  const archOf = (isIt) => tables.boards.find(isIt)?.arch;
  const [first] = String(archOf(({ name }) => name === board) ?? arch).split(",");
  const [loaded] = cores.keys();
  return coreOfArch.get(first) ?? loaded ??
    coreOfArch.get(archOf(({ ram }) => ram > 0));
}

// Calls `work` with a core. One that trapped (no memory is left, or LLVM crashed)
// cannot go on: the next call loads another.
async function use(name, work) {
  const core = await load(name);
  try {
    return work(core);
  } catch (error) {
    if (error instanceof CompileError) throw error;
    cores.delete(name);
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError))
      throw error;
    const what = error.message.replace(/ Build with .*/, "");
    throw fail(`the compiler crashed, or had no memory or stack left (${what})`);
  }
}

function fail(text) {
  const message = { severity: "error", text, file: "", context: "", offset: -1 };
  return new CompileError(text, [message]);
}

// Messages of the command line without what it begins errors with.
function plain(text) {
  return text.replace(/^wasm2mpy: (error: )?/gm, "").trimEnd();
}

// Calls `work` with the address of a copy of the bytes; a zero follows them.
function withBytes(core, bytes, work) {
  // Numbers of JavaScript's WebAssembly have a sign.
  const address = core._malloc(bytes.length + 1) >>> 0;
  if (!address) throw fail("out of memory");
  core.HEAPU8.set(bytes, address);
  core.HEAPU8[address + bytes.length] = 0;
  try {
    return work(address, bytes.length);
  } finally {
    core._free(address);
  }
}

function withText(core, text, work) {
  return withBytes(core, new TextEncoder().encode(text), work);
}

// "stackSize" is "stack-size" on the command line.
function optionName(name) {
  return name.length === 1 ? name : name.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase());
}

function set(core, settings, name, value) {
  const done = withText(core, optionName(name), (name) =>
    value === true
      ? core._wasm2mpy_set(settings, name, 0)
      : withText(core, String(value), (value) =>
          core._wasm2mpy_set(settings, name, value)),
  );
  check(core, settings, done);
}

function check(core, settings, done) {
  if (done) return;
  const text = core.UTF8ToString(core._wasm2mpy_settings_error(settings));
  throw fail(plain(text) || "out of memory");
}

function fillSettings(
  core, settings,
  { file, signatures, signaturesFile = "signatures.pyi", answer, ...options },
) {
  const isSet = (done) => {
    if (!done) throw fail("out of memory");
  };
  if (file !== undefined)
    isSet(withText(core, file, (file) => core._wasm2mpy_set_file(settings, file)));
  if (signatures !== undefined) {
    isSet(withText(core, signaturesFile, (file) =>
      withText(core, signatures, (text, size) =>
        core._wasm2mpy_set_signatures(settings, file, text, size)),
    ));
  }
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && value !== null && value !== false)
      set(core, settings, name, value);
  // Last: it makes the settings those for the board.
  if (answer !== undefined)
    check(core, settings, withText(core, answer, (text, size) =>
      core._wasm2mpy_set_answer(settings, text, size)));
}

function messagesOf(core, result) {
  const count = core._wasm2mpy_message_count(result);
  return Array.from({ length: count }, (_, i) => ({
    severity: kSeverities[core._wasm2mpy_message_severity(result, i)],
    text: core.UTF8ToString(core._wasm2mpy_message_text(result, i)),
    file: core.UTF8ToString(core._wasm2mpy_message_file(result, i)),
    context: core.UTF8ToString(core._wasm2mpy_message_context(result, i)),
    offset: Number(core._wasm2mpy_message_offset(result, i)),
  }));
}

function filesOf(core, result) {
  const files = {};
  withBytes(core, new Uint8Array(4), (place) => {
    for (let i = 0; i < core._wasm2mpy_artifact_count(result); ++i) {
      const name = core.UTF8ToString(core._wasm2mpy_artifact_name(result, i));
      const bytes = core._wasm2mpy_artifact_bytes(result, i, place) >>> 0;
      const size = new DataView(core.HEAPU8.buffer).getUint32(place, true);
      files[name] = core.HEAPU8.slice(bytes, bytes + size);
    }
  });
  return files;
}

function resultOf(core, result) {
  if (!result) throw fail("out of memory");
  try {
    const messages = messagesOf(core, result);
    const text = core.UTF8ToString(core._wasm2mpy_messages(result));
    if (!core._wasm2mpy_succeeded(result))
      throw new CompileError(plain(text), messages);
    const report = core.UTF8ToString(core._wasm2mpy_report(result));
    return { files: filesOf(core, result), messages, text, report };
  } finally {
    core._wasm2mpy_result_free(result);
  }
}

// Calls `work` with a core and settings in it.
function withSettings(name, options, work) {
  return use(name, (core) => {
    const settings = core._wasm2mpy_settings_new();
    if (!settings) throw fail("out of memory");
    try {
      fillSettings(core, settings, options);
      return work(core, settings);
    } finally {
      core._wasm2mpy_settings_free(settings);
    }
  });
}

function bytesOf(wasm) {
  const bytes = wasm instanceof ArrayBuffer ? new Uint8Array(wasm) : wasm;
  if (!(bytes instanceof Uint8Array))
    throw new TypeError("the module must be a Uint8Array or an ArrayBuffer");
  return bytes;
}

// What other cores have to generate for one that makes all modules, by architecture.
async function generatedElsewhere(name, bytes, options) {
  const others = await withSettings(name, options, (core, settings) => {
    // None if something is wrong: compile() will tell.
    const names = core._wasm2mpy_other_cores(settings);
    return names ? core.UTF8ToString(names).split(",").filter(Boolean) : [];
  });
  const generated = {};
  for (const other of others) {
    Object.assign(generated, await withSettings(other, options, (core, settings) =>
      withBytes(core, bytes, (address, size) =>
        resultOf(core, core._wasm2mpy_generate(settings, address, size)).files)));
  }
  return generated;
}

function setGenerated(core, settings, generated) {
  for (const [arch, code] of Object.entries(generated))
    check(core, settings, withText(core, arch, (arch) =>
      withBytes(core, code, (address, size) =>
        core._wasm2mpy_set_generated(settings, arch, address, size))));
}

// Compiles a binary module, a Uint8Array or an ArrayBuffer.
//
// Options are those of the command line, as `stackSize: 8192`, `memory: "lean"`,
// `growableMemory: true`; one of `board` and `arch` must be there. `file` is the
// name of the module ("module.wasm"), `signatures` the text of --bind's file and
// `signaturesFile` what messages call that. `answer` is what a board printed for
// question(): then the module is for that board, and the result has `firmware`,
// what it is.
//
// Gives `files`, what the command line would write, by name; `messages`, warnings
// and notes in parts, and `text`, the same as lines; and the text of `report`, if
// that was asked for. Throws a CompileError.
export async function compile(wasm, options = {}) {
  const bytes = bytesOf(wasm);
  const name = coreFor(options);
  const generated = await generatedElsewhere(name, bytes, options);
  return withSettings(name, options, (core, settings) => {
    setGenerated(core, settings, generated);
    return withBytes(core, bytes, (address, size) => ({
      ...resultOf(core, core._wasm2mpy_compile(settings, address, size)),
      firmware: core.UTF8ToString(core._wasm2mpy_firmware(settings)),
    }));
  });
}

// What a module offers and needs, before anything is made of it: the object that
// docs/library.md describes, and its `stub`, the text of a .pyi file. Options are
// those of compile(), of which some change the stub. Throws a CompileError.
export async function inspect(wasm, options = {}) {
  const bytes = bytesOf(wasm);
  const wanted = { ...options, report: "json" };
  return withSettings(coreFor(options), wanted, (core, settings) =>
    withBytes(core, bytes, (address, size) => {
      const { files, report } = resultOf(
        core, core._wasm2mpy_inspect(settings, address, size));
      const [stub] = Object.values(files);
      return { ...JSON.parse(report), stub: new TextDecoder().decode(stub) };
    }));
}

// Python for a board to run, before a module of that name (the option `file`) is
// compiled for it: what it prints is compile()'s `answer`.
export async function question(options = {}) {
  return withSettings(coreFor(options), options, (core, settings) =>
    core.UTF8ToString(core._wasm2mpy_question(settings)));
}

// The architectures and boards: [{name, core}], [{name, arch, description, note,
// ram}], where ram is bytes in the chip, 0 for as much as one likes. No core is
// needed for this, nor for options() and version().
export async function targets() {
  const { archs, boards } = structuredClone(tables);
  return { archs, boards };
}

// The options that compile() takes: [{name, value, help, about, choices}], as
// include/wasm2mpy.h describes them.
export async function options() {
  return structuredClone(tables.options);
}

// Whether an option of that name must have a value, for a command line.
export async function needsValue(name) {
  const option = tables.options.find((option) => option.name === name);
  return Boolean(option && /^[^[]/.test(option.value));
}

// The binary module of one in the text format, a string or an ArrayBuffer, by what
// the npm package wabt gives. Throws a CompileError.
export function textToBinary(wabt, file, text) {
  const features = Object.fromEntries(
    Object.keys(wabt.FEATURES ?? {}).map((name) => [name, true]));
  let module;
  try {
    module = wabt.parseWat(file, text, features);
    module.resolveNames();
    return module.toBinary({ write_debug_names: true }).buffer;
  } catch (error) {
    throw fail(error.message.trim());
  } finally {
    module?.destroy();
  }
}

export async function version() {
  return tables.version;
}
