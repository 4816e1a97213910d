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

function load() {
  core ??= createCore({ print() {}, printErr() {} }).catch((error) => {
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
  if (done) return;
  const text = core.UTF8ToString(core._wasm2mpy_settings_error(settings));
  throw fail(plain(text) || "out of memory");
}

function fillSettings(
  core, settings, { file, signatures, signaturesFile = "signatures.pyi", ...options },
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

// Compiles a binary module, a Uint8Array or an ArrayBuffer.
//
// Options are those of the command line, as `stackSize: 8192`, `memory: "lean"`,
// `growableMemory: true`; one of `board` and `arch` must be there. `file` is the
// name of the module ("module.wasm"), `signatures` the text of --bind's file and
// `signaturesFile` what messages call that.
//
// Gives `files`, what the command line would write, by name; `messages`, warnings
// and notes in parts, and `text`, the same as lines; and the text of `report`, if
// that was asked for. Throws a CompileError.
export async function compile(wasm, options = {}) {
  const bytes = wasm instanceof ArrayBuffer ? new Uint8Array(wasm) : wasm;
  if (!(bytes instanceof Uint8Array))
    throw new TypeError("the module must be a Uint8Array or an ArrayBuffer");
  return use((core) => withSettings(core, (settings) => {
    fillSettings(core, settings, options);
    return withBytes(core, bytes, (bytes, size) =>
      resultOf(core, core._wasm2mpy_compile(settings, bytes, size)));
  }));
}

// Whether an option must have a value, for a command line.
export async function needsValue(option) {
  return use((core) => withSettings(core, (settings) => {
    withText(core, option, (name) => core._wasm2mpy_set(settings, name, 0));
    const text = core.UTF8ToString(core._wasm2mpy_settings_error(settings));
    return text.includes("needs a value");
  }));
}

// The architectures and boards: [{name}], [{name, arch, description}].
export async function targets() {
  return use((core) => {
    const text = (call, i) => core.UTF8ToString(core[`_wasm2mpy_${call}`](i));
    const list = (kind, row) =>
      Array.from({ length: core[`_wasm2mpy_${kind}_count`]() }, (_, i) => row(i));
    return {
      archs: list("arch", (i) => ({ name: text("arch_name", i) })),
      boards: list("board", (i) => ({
        name: text("board_name", i),
        arch: text("board_arch", i),
        description: text("board_description", i),
      })),
    };
  });
}

export async function version() {
  return use((core) => core.UTF8ToString(core._wasm2mpy_version()));
}
