// Compiles WebAssembly modules to native MicroPython modules, in browsers, their
// workers and node:
//
//   import { compile } from "wasm2mpy";
//   const { files } = await compile(bytes, { board: "pico" });
//   files["module.mpy"]  // a Uint8Array
//
// It is the C interface (include/wasm2mpy.h) in terms of JavaScript. The compiler
// is loaded by the first call and kept for the next ones.
import createCore from "./wasm2mpy-core.mjs";

const kSeverities = ["error", "warning", "note"];

// What is wrong with a module or with an option. `messages` has it in parts.
export class CompileError extends Error {
  name = "CompileError";

  constructor(text, messages) {
    super(text);
    this.messages = messages;
  }
}

let core = null;
let coreOptions = {};

// Options of Emscripten's, such as instantiateWasm, for who has
// wasm2mpy-core.wasm elsewhere than beside wasm2mpy-core.mjs.
export function loadWith(options) {
  coreOptions = options;
}

function load() {
  core ??= createCore({ print() {}, printErr() {}, ...coreOptions }).catch((error) => {
    core = null;
    throw error;
  });
  return core;
}

// Calls `work` with the compiler. One that trapped (no memory is left, or LLVM
// crashed) cannot go on: the next call loads another.
async function use(work) {
  const loaded = await load();
  try {
    return work(loaded);
  } catch (error) {
    if (error instanceof CompileError) throw error;
    core = null;
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

function withSettings(core, work) {
  const settings = core._wasm2mpy_settings_new();
  if (!settings) throw fail("out of memory");
  try {
    return work(settings);
  } finally {
    core._wasm2mpy_settings_free(settings);
  }
}

// Calls `work` with settings and a copy of the module.
function withModule(wasm, options, work) {
  const bytes = wasm instanceof ArrayBuffer ? new Uint8Array(wasm) : wasm;
  if (!(bytes instanceof Uint8Array))
    throw new TypeError("the module must be a Uint8Array or an ArrayBuffer");
  return use((core) => withSettings(core, (settings) => {
    fillSettings(core, settings, options);
    return withBytes(core, bytes, (bytes, size) =>
      work(core, settings, bytes, size));
  }));
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
  return withModule(wasm, options, (core, settings, bytes, size) => ({
    ...resultOf(core, core._wasm2mpy_compile(settings, bytes, size)),
    firmware: core.UTF8ToString(core._wasm2mpy_firmware(settings)),
  }));
}

// What a module offers and needs, before anything is made of it: the object that
// docs/library.md describes, and its `stub`, the text of a .pyi file. Options are
// those of compile(), of which some change the stub. Throws a CompileError.
export async function inspect(wasm, options = {}) {
  const wanted = { ...options, report: "json" };
  return withModule(wasm, wanted, (core, settings, bytes, size) => {
    const { files, report } = resultOf(
      core, core._wasm2mpy_inspect(settings, bytes, size));
    const [stub] = Object.values(files);
    return { ...JSON.parse(report), stub: new TextDecoder().decode(stub) };
  });
}

// Python for a board to run, before a module of that name (the option `file`) is
// compiled for it: what it prints is compile()'s `answer`.
export async function question(options = {}) {
  return use((core) => withSettings(core, (settings) => {
    fillSettings(core, settings, options);
    return core.UTF8ToString(core._wasm2mpy_question(settings));
  }));
}

// Texts and lists of the C interface: wasm2mpy_board_name(i) and its like.
function tables(core) {
  const text = (call, i) => core.UTF8ToString(core[`_wasm2mpy_${call}`](i));
  const list = (kind, row) =>
    Array.from({ length: core[`_wasm2mpy_${kind}_count`]() }, (_, i) => row(i));
  return { text, list };
}

// The architectures and boards: [{name}], [{name, arch, description, note, ram}],
// where ram is bytes in the chip, 0 for as much as one likes.
export async function targets() {
  return use((core) => {
    const { text, list } = tables(core);
    return {
      archs: list("arch", (i) => ({ name: text("arch_name", i) })),
      boards: list("board", (i) => ({
        name: text("board_name", i),
        arch: text("board_arch", i),
        description: text("board_description", i),
        note: text("board_note", i),
        ram: core._wasm2mpy_board_ram(i) >>> 0,
      })),
    };
  });
}

// The options that compile() takes: [{name, value, help, about, choices}], as
// include/wasm2mpy.h describes them.
export async function options() {
  return use((core) => {
    const { text, list } = tables(core);
    return list("option", (i) => {
      const choices = [];
      for (;;) {
        const choice = core._wasm2mpy_option_choice(i, choices.length);
        if (!choice) break;
        choices.push(core.UTF8ToString(choice));
      }
      return {
        name: text("option_name", i),
        value: text("option_value", i),
        help: text("option_help", i),
        about: text("option_about", i),
        choices,
      };
    });
  });
}

// Whether an option of that name must have a value, for a command line.
export async function needsValue(name) {
  const option = (await options()).find((option) => option.name === name);
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
  return use((core) => core.UTF8ToString(core._wasm2mpy_version()));
}
