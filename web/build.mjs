// Makes the page of the sources here, for tools/web:
//
//   node web/build.mjs MODULES CORES OUT EXAMPLES [LICENCE...]
//
// MODULES has node_modules, CORES the compiler as WebAssembly, EXAMPLES the modules
// of examples/, as EXAMPLE@FILE. Two scripts come out, for the page and
// for its worker, which is a text in the other. Classic ones: of file:// browsers
// load no modules.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync }
  from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, cores, out, built, ...licences] =
  process.argv.slice(2).map((name) => resolve(name));
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const require = createRequire(join(modules, "package.json"));
const { build } = require("esbuild");

// What the service worker keeps; the cores are kept by the page.
const kKept = ["index.html", "page.js", "style.css", "wabt.js"];

function examples() {
  const list = [];
  for (const name of readdirSync(join(root, "examples")).sort()) {
    const files = readdirSync(join(root, "examples", name));
    const text = files.find((file) => file.endsWith(".wat"));
    const binary = readdirSync(built).find((file) => file.startsWith(`${name}@`));
    if (!text && !binary) continue;
    const readme = readFileSync(join(root, "examples", name, "README.md"), "utf8");
    const stub = files.find((file) => file.endsWith(".pyi"));
    list.push({
      name,
      about: readme.match(/^# \w+: (.*)/)[1],
      file: text ?? binary.split("@")[1],
      bytes: readFileSync(text ? join(root, "examples", name, text)
        : join(built, binary)).toString("base64"),
      signatures: stub
        ? readFileSync(join(root, "examples", name, stub), "utf8") : "",
    });
  }
  return list;
}

// Modules that are made here: import x from NAME.
function made(sources) {
  return {
    name: "made",
    setup(build) {
      const filter = new RegExp(`^(${Object.keys(sources).join("|")})$`);
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: "made" }));
      build.onLoad({ filter: /.*/, namespace: "made" }, ({ path }) => sources[path]);
    },
  };
}

// `define`: words that stand for values.
async function script(entry, plugins, define = {}) {
  const result = await build({
    entryPoints: [join(here, "src", entry)],
    bundle: true, minify: true, write: false, format: "iife", target: "es2022",
    charset: "utf8", legalComments: "none", nodePaths: [join(modules, "node_modules")],
    plugins, define,
    // The ways into node, Emscripten's and ours.
    external: ["module", "node:*"],
    // The page gives the compiler its bytes, so nothing asks where its script is.
    logOverride: { "empty-import-meta": "silent" },
  });
  return result.outputFiles[0].text;
}

// These scripts of the compiler are in its build.
const builtScripts = {
  name: "built",
  setup(build) {
    build.onResolve({ filter: /wasm2mpy-(core|tables)\.mjs$/ },
      ({ path }) => ({ path: join(cores, basename(path)) }));
  },
};

// The name of a store of the browser's for files with these contents, quoted.
function cacheName(what, contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return JSON.stringify(`wasm2mpy-${what}-${hash.digest("hex").slice(0, 16)}`);
}

// A script that leaves a text for compiler.js.
function piece(name, text) {
  writeFileSync(join(out, `${name}.js`),
    `self.wasm2mpyPieces[${JSON.stringify(name)}]=${JSON.stringify(text)};`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { default: tables } = await import(join(cores, "wasm2mpy-tables.mjs"));
const names = new Set(tables.archs.map(({ core }) => core));
const wasm = new Map([...names].map((core) => [
  core, readFileSync(join(cores, `wasm2mpy-core-${core}.wasm`))]));
const CORE_CACHE = cacheName("core", wasm.values());
const worker = await script("worker.js", [builtScripts]);
const page = await script("main.js", [builtScripts, made({
  "worker-source": { contents: worker, loader: "text" },
  examples: { contents: JSON.stringify(examples()), loader: "json" },
})], { CORE_CACHE });
writeFileSync(join(out, "page.js"), page);
for (const file of ["index.html", "style.css"])
  copyFileSync(join(here, file), join(out, file));
for (const [core, bytes] of wasm) {
  writeFileSync(join(out, `wasm2mpy-core-${core}.wasm`), bytes);
  piece(`core-${core}`, bytes.toString("base64"));
}
piece("wabt", readFileSync(require.resolve("wabt"), "utf8"));

const PAGE_CACHE = cacheName("page", kKept.map((file) => readFileSync(join(out, file))));
writeFileSync(join(out, "service_worker.js"), await script("service_worker.js", [],
  { CORE_CACHE, PAGE_CACHE, PAGE_FILES: JSON.stringify(["./", ...kKept]) }));
const libraries = ["d3-hierarchy", "fflate", "wabt"].map((name) =>
  join(modules, "node_modules", name, "LICENSE"));
writeFileSync(join(out, "licenses.txt"),
  [join(root, "LICENSE"), ...libraries, ...licences].map((file) => {
    const isNamed = !/^(LICENSE|copyright)$/.test(basename(file));
    const name = isNamed ? basename(file) : basename(dirname(file));
    return `== ${file === join(root, "LICENSE") ? "wasm2mpy" : name}\n\n` +
      readFileSync(file, "utf8");
  }).join("\n"));
