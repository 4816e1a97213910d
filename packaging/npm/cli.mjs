#!/usr/bin/env node
// The command line of the npm package: what compiles a module, and `targets`.
// Options and their values are the compiler's own, which also says what is wrong
// with them; here are only those that name files and that print.
import {
  mkdir, readFile, realpath, rename, rm, stat, writeFile,
} from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { getSystemErrorMap } from "node:util";
import { isMainThread, parentPort, workerData, Worker } from "node:worker_threads";
import {
  CompileError, compile, needsValue, targets, textToBinary, version,
} from "./wasm2mpy.mjs";

const kHelp = `usage: wasm2mpy INPUT --arch=ARCH|--board=BOARD [-o FILE] [OPTION]...
       wasm2mpy targets

Compiles a WebAssembly module (.wasm, or .wat if the npm package wabt is there) to
a native MicroPython module (.mpy). 'targets' lists architectures and boards.

  -o FILE      write to FILE; '-' is standard output
  --bind=FILE  file with signatures of exports
  -q, --quiet  no warnings
  --version    print the version
  -h, --help   print this text

All other options of the native tool that change a module are there, too: -Oz,
--memory=lean, --pyi, --report, --package=DIR, ...
`;

class UsageError extends Error {}

const kOwnFlags = ["-q", "--quiet", "-h", "--help", "--version"];
// Of compile(), and no options of a command line.
const kNoOptions = ["--file", "--signatures", "--signaturesFile"];

// "--name=value", "--name value", "-o value", "-Oz" as pairs; the value is true if
// there is none.
async function parse(words) {
  const parsed = { operands: [], options: {} };
  for (let i = 0; i < words.length; ++i) {
    const word = words[i];
    if (word === "--") {
      parsed.operands.push(...words.slice(i + 1));
      break;
    }
    const [, name, given] = /^(-[^-=]|--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (word.startsWith("-O")) {
      parsed.options.O = word.slice(2);
    } else if (!word.startsWith("-") || word === "-") {
      parsed.operands.push(word);
    } else if (!name || kNoOptions.includes(name)) {
      throw new UsageError(`unknown option '${word}'`);
    } else {
      let value = given ?? true;
      const wants = !kOwnFlags.includes(name) && given === undefined &&
        (name === "--bind" || await needsValue(name));
      const next = words[i + 1];
      if (wants && next !== undefined && (next === "-" || !next.startsWith("-")))
        value = words[++i];
      parsed.options[name.replace(/^-+/, "")] = value;
    }
  }
  return parsed;
}

// Does `work` with the file; errors of the system name it and say why.
async function naming(file, what, work) {
  try {
    return await work();
  } catch (error) {
    throw new UsageError(`${file}: cannot ${what}: ${reasonOf(error)}`);
  }
}

function reasonOf(error) {
  return getSystemErrorMap().get(error.errno)?.[1] ?? error.message;
}

const read = (file, encoding) => naming(file, "read", () => readFile(file, encoding));

async function readInput(file) {
  if (file !== "-") return read(file);
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts);
}

// libwabt, of which the native tool has a part.
async function readText(file, text) {
  let wabt;
  try {
    wabt = await (await import("wabt")).default();
  } catch {
    throw new UsageError(
      `${file} is in the text format, for which the npm package wabt is needed`);
  }
  // Of a view it would take all of the buffer.
  return textToBinary(wabt, file, new Uint8Array(text).buffer);
}

// In a thread with a large stack: LLVM recurses, and node's main thread has 1 MB
// for that.
function compileInThread(input, settings) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), {
      workerData: { input, settings },
      resourceLimits: { stackSizeMb: 64 },
    });
    thread.once("error", reject);
    // One that has sent its message is settled.
    thread.once("exit", (status) =>
      reject(new CompileError(`the compiler ended with status ${status}`, [])));
    thread.once("message", ({ result, message }) =>
      result ? resolve(result) : reject(new CompileError(message, [])));
  });
}

async function compileHere({ input, settings }) {
  try {
    parentPort.postMessage({ result: await compile(input, settings) });
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    parentPort.postMessage({ message: error.message });
  }
}

function print(text) {
  process.stdout.write(text);
}

// Of a full disk nobody else would know. A reader that has had enough is none.
function reportOutputError(error) {
  if (error.code !== "EPIPE")
    report(new UsageError(`<stdout>: cannot write: ${reasonOf(error)}`));
}

async function listTargets() {
  const { archs, boards } = await targets();
  const width = Math.max(...boards.map((board) => board.name.length));
  print(`architectures: ${archs.map((arch) => arch.name).join(", ")}\n`);
  for (const { name, arch, description } of boards)
    print(`${name.padEnd(width)}  ${arch.padEnd(9)}  ${description}\n`);
}

// What a path leads to, whether it is there or not.
const placeOf = (file) => realpath(file).catch(() => resolve(file));

async function checkOutputs(names, inputs) {
  const places = new Map();
  for (const input of inputs) places.set(await placeOf(input), "the input");
  for (const name of names) {
    const place = await placeOf(name);
    const other = places.get(place);
    if (other) throw new UsageError(`'${name}' is ${other}: it would be overwritten`);
    const there = await stat(place).catch(() => null);
    if (there?.isDirectory())
      throw new UsageError(`${name}: cannot write: is a directory`);
    places.set(place, `'${name}', too`);
  }
}

// All or none of them. Folders are made for a package and for several
// architectures, not for one file in a folder that may be mistyped.
async function writeFiles(files, makesFolders) {
  const written = [];
  try {
    for (const [name, bytes] of Object.entries(files)) {
      if (name === "-") {
        print(bytes);
        continue;
      }
      const part = `${name}.${process.pid}.part`;
      written.push([part, name]);
      await naming(name, "write", async () => {
        if (makesFolders) await mkdir(dirname(name), { recursive: true });
        await writeFile(part, bytes);
      });
    }
    for (const [part, name] of written)
      await naming(name, "write", () => rename(part, name));
  } finally {
    for (const [part] of written) await rm(part, { force: true });
  }
}

async function main(words) {
  const { operands, options } = await parse(words);
  const { q, quiet = q, h, help = h, bind, ...settings } = options;
  if (help) return print(kHelp);
  if (settings.version) return print(`wasm2mpy ${await version()} (WebAssembly)\n`);
  if (operands.length === 1 && operands[0] === "targets") return listTargets();
  if (operands.length === 0) throw new UsageError("no input file");
  if (operands.length > 1)
    throw new UsageError(`more than one input file: '${operands[0]}' and '${operands[1]}'`);
  let input = await readInput(operands[0]);
  const file = operands[0] === "-" ? undefined : basename(operands[0]);
  if (/\.was?t$/.test(file)) input = await readText(file, input);
  if (bind === true) throw new UsageError("option '--bind' needs a value: --bind=FILE");
  if (bind !== undefined) {
    settings.signatures = await read(bind, "utf8");
    settings.signaturesFile = bind;
  }
  const result = await compileInThread(input, { ...settings, file });
  if (!quiet) process.stderr.write(result.text);
  const names = Object.keys(result.files).filter((name) => name !== "-");
  await checkOutputs(names, [operands[0], bind].filter((name) => name && name !== "-"));
  await writeFiles(result.files, names.length > 1 || /[\\/]$/.test(settings.o ?? ""));
  print(result.report);
}

function report(error) {
  const isKnown =
    error instanceof CompileError || error instanceof UsageError || error.code;
  const text = (isKnown ? error.message : error.stack) ?? String(error);
  for (const line of text.split("\n")) {
    const kind = /^(note|warning): /.test(line) ? "" : "error: ";
    console.error(`wasm2mpy: ${kind}${line}`);
  }
  process.exitCode = 1;
}

if (isMainThread) {
  process.stdout.on("error", reportOutputError);
  main(process.argv.slice(2)).catch(report);
} else {
  compileHere(workerData);
}
