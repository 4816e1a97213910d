// What a module does in V8, for tests/fuzz/modules: calls exports of
//
//   node modules.mjs MODULE CALLS
//
// CALLS being [[export, [kind of a parameter, ...], kind of the result], ...] in
// JSON, and prints a line for each thing that happens: "call", "log", "result",
// "trap", "throw", "limit".
import { readFile } from "node:fs/promises";

const [file, calls] = process.argv.slice(2);
const lines = [];
const say = (...words) => lines.push(words.join(" "));

class Thrown extends Error {}

// JavaScript has no vectors: a module takes them.
//   (module (import "" "log" (func $log))
//     (func (export "log") (param v128) call $log))
const kVectorLog = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  1, 8, 2, 0x60, 0, 0, 0x60, 1, 0x7b, 0,
  2, 8, 1, 0, 3, 0x6c, 0x6f, 0x67, 0, 0,
  3, 2, 1, 1,
  7, 7, 1, 3, 0x6c, 0x6f, 0x67, 0, 1,
  10, 6, 1, 4, 0, 0x10, 0, 0x0b,
]);

async function support() {
  const log = () => say("log", "object");
  const vectors = await WebAssembly.instantiate(kVectorLog, { "": { log } });
  const functions = {
    throw() { throw new Thrown(); },
    "log-v128": vectors.instance.exports.log,
  };
  for (const kind of ["i32", "i64", "f32", "f64"])
    functions[`log-${kind}`] = (value) => say("log", value);
  return { "fuzzing-support": functions };
}

const zero = (kind) =>
  kind === "i64" ? 0n : ["i32", "f32", "f64"].includes(kind) ? 0 : null;

// Whether the module goes on after it.
function tell(error) {
  const isLimit = error instanceof RangeError ||
    /stack|memory allocation|too large/.test(error.message);
  if (isLimit) say("limit");
  else say(error instanceof WebAssembly.RuntimeError ? "trap" : "throw");
  return !isLimit;
}

function callAll(exports) {
  for (const [name, parameters, result] of JSON.parse(calls)) {
    say("call", name);
    try {
      const value = exports[name](...parameters.map(zero));
      if (["i32", "i64", "f32", "f64"].includes(result)) say("result", value);
    } catch (error) {
      if (!tell(error)) return;
    }
  }
}

const module = await WebAssembly.compile(await readFile(file));
try {
  callAll((await WebAssembly.instantiate(module, await support())).exports);
} catch (error) {
  if (error instanceof WebAssembly.LinkError) throw error;
  tell(error);
}
console.log(lines.join("\n"));
