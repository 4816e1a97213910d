// A stand-in for the compiler as WebAssembly, wasm2mpy-core.mjs, which takes an hour to
// build: the same functions on a memory of its own, over the library for this
// computer ($NPM_CORE, made of core.c). What is in the memory and what the handles
// are is as wasm2mpy.mjs expects it, and only that.
//
// $NPM_FAULT: "memory", where nothing can be allocated any more, or "crash", a
// compiler that traps.
import { spawnSync } from "node:child_process";

const kMemory = 1 << 24;

function records(words, input) {
  const { status, stdout } =
    spawnSync(process.env.NPM_CORE, words, { input, maxBuffer: kMemory });
  if (status !== 0) throw new Error(`${process.env.NPM_CORE} failed`);
  let at = 0;
  const bytes = () => {
    const end = stdout.indexOf(10, at);
    const begin = end + 1;
    at = begin + Number(stdout.subarray(at, end).toString());
    return stdout.subarray(begin, at);
  };
  const text = () => bytes().toString();
  const number = () => Number(text());
  const list = (item) => Array.from({ length: number() }, item);
  return { bytes, text, number, list };
}

function resultOf({ bytes, text, number, list }) {
  return {
    succeeded: number(),
    text: text(),
    report: text(),
    messages: list(() => ({
      severity: number(),
      text: text(),
      file: text(),
      context: text(),
      offset: BigInt(number()),
    })),
    artifacts: list(() => ({ name: text(), bytes: bytes() })),
  };
}

export default async function createCore() {
  const heap = new Uint8Array(kMemory);
  const handles = [null];
  let top = 8;
  const put = (bytes) => {
    const address = top;
    top = (top + bytes.length + 8) & -8;
    heap.set(bytes, address);
    return address;
  };
  const putText = (text) => put(new TextEncoder().encode(text + "\0"));
  const textAt = (address) =>
    new TextDecoder().decode(heap.subarray(address, heap.indexOf(0, address)));
  const add = (handle) => handles.push(handle) - 1;
  const change = (settings, ...words) => {
    const handle = handles[settings];
    handle.error = records([...handle.words, ...words]).text();
    if (handle.error) return 0;
    handle.words.push(...words);
    return 1;
  };
  const known = records(["tables"]);
  const version = known.text();
  const archs = known.list(() => ({ name: known.text(), core: known.text() }));
  const boards = known.list(() =>
    ({ name: known.text(), arch: known.text(), description: known.text() }));
  const options = known.list(() => ({ name: known.text(), value: known.text() }));
  const message = (name) => (result, i) => putText(handles[result].messages[i][name]);
  return {
    HEAPU8: heap,
    UTF8ToString: textAt,
    _malloc: (size) => process.env.NPM_FAULT === "memory" ? 0 : put(new Uint8Array(size)),
    _free() {},
    _wasm2mpy_version: () => putText(version),
    _wasm2mpy_arch_count: () => archs.length,
    _wasm2mpy_arch_name: (i) => putText(archs[i].name),
    _wasm2mpy_arch_core: (i) => putText(archs[i].core),
    _wasm2mpy_board_count: () => boards.length,
    _wasm2mpy_board_name: (i) => putText(boards[i].name),
    _wasm2mpy_board_arch: (i) => putText(boards[i].arch),
    _wasm2mpy_board_description: (i) => putText(boards[i].description),
    _wasm2mpy_option_count: () => options.length,
    _wasm2mpy_option_name: (i) => putText(options[i].name),
    _wasm2mpy_option_value: (i) => putText(options[i].value),
    // It has all code generators.
    _wasm2mpy_other_cores: () => putText(""),
    // The command shows none of these, and asks no board.
    _wasm2mpy_board_note: () => putText(""),
    _wasm2mpy_board_ram: () => 0,
    _wasm2mpy_option_help: () => putText(""),
    _wasm2mpy_option_about: () => putText(""),
    _wasm2mpy_option_choice: () => 0,
    _wasm2mpy_firmware: () => putText(""),
    _wasm2mpy_settings_new: () => add({ words: [], error: "" }),
    _wasm2mpy_settings_free: (settings) => delete handles[settings],
    _wasm2mpy_settings_error: (settings) => putText(handles[settings].error),
    _wasm2mpy_set: (settings, name, value) => value
      ? change(settings, `set=${textAt(name)}`, textAt(value))
      : change(settings, `flag=${textAt(name)}`),
    _wasm2mpy_set_file: (settings, file) => change(settings, `file=${textAt(file)}`),
    _wasm2mpy_set_signatures: (settings, file, text) =>
      change(settings, `signatures=${textAt(file)}`, textAt(text)),
    _wasm2mpy_compile(settings, bytes, size) {
      if (process.env.NPM_FAULT === "crash")
        throw new WebAssembly.RuntimeError("unreachable executed");
      const answer = records(handles[settings].words, heap.slice(bytes, bytes + size));
      answer.text();  // no error: they are set
      return add(resultOf(answer));
    },
    _wasm2mpy_result_free: (result) => delete handles[result],
    _wasm2mpy_succeeded: (result) => handles[result].succeeded,
    _wasm2mpy_messages: (result) => putText(handles[result].text),
    _wasm2mpy_report: (result) => putText(handles[result].report),
    _wasm2mpy_message_count: (result) => handles[result].messages.length,
    _wasm2mpy_message_severity: (result, i) => handles[result].messages[i].severity,
    _wasm2mpy_message_text: message("text"),
    _wasm2mpy_message_file: message("file"),
    _wasm2mpy_message_context: message("context"),
    _wasm2mpy_message_offset: (result, i) => handles[result].messages[i].offset,
    _wasm2mpy_artifact_count: (result) => handles[result].artifacts.length,
    _wasm2mpy_artifact_name: (result, i) => putText(handles[result].artifacts[i].name),
    _wasm2mpy_artifact_bytes(result, i, size) {
      const { bytes } = handles[result].artifacts[i];
      new DataView(heap.buffer).setUint32(size, bytes.length, true);
      return put(bytes);
    },
  };
}
