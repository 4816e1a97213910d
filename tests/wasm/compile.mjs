// compile.mjs FOLDER TOOL CORES: compiles FOLDER/NAME.wasm for each architecture with
// the tool as WebAssembly, FOLDER/jobs.json lists them; writes
// FOLDER/CORES/ARCH/NAME.mpy. CORES is `all`, the core of the package for npm, or
// `families`. Prints, as JSON, the seconds of each: the first time, for which a core
// may have to be loaded, and the best of those after it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, tool, cores] = process.argv.slice(2);
const { compile, loadWith } = await import(pathToFileURL(tool));
if (cores === "families") loadWith(() => ({}));
const jobs = JSON.parse(readFileSync(`${folder}/jobs.json`));

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const times = { jobs: [] };
for (const { name, arch, options, runs } of jobs) {
  const input = readFileSync(`${folder}/${name}.wasm`);
  let files;
  const all = [];
  for (let i = 0; i < runs; ++i)
    all.push(await seconds(async () => {
      files = (await compile(input, { file: `${name}.wasm`, arch, ...options })).files;
    }));
  mkdirSync(`${folder}/${cores}/${arch}`, { recursive: true });
  writeFileSync(`${folder}/${cores}/${arch}/${name}.mpy`, files[`${name}.mpy`]);
  times.jobs.push({ first: all[0], warm: Math.min(...all.slice(1)) });
}
console.log(JSON.stringify(times));
