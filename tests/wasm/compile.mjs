// compile.mjs FOLDER: compiles FOLDER/NAME.wasm for each architecture with the
// tool as WebAssembly, FOLDER/jobs.json lists them; writes FOLDER/ARCH/NAME.mpy.
// Prints, as JSON, how long it took to load, and the seconds of each: the first
// time and the best of those after it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, tool] = process.argv.slice(2);
const { compile, version } = await import(pathToFileURL(tool));
const jobs = JSON.parse(readFileSync(`${folder}/jobs.json`));

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const times = { load: await seconds(version), jobs: [] };
for (const { name, arch, options, runs } of jobs) {
  const input = readFileSync(`${folder}/${name}.wasm`);
  let files;
  const all = [];
  for (let i = 0; i < runs; ++i)
    all.push(await seconds(async () => {
      files = (await compile(input, { file: `${name}.wasm`, arch, ...options })).files;
    }));
  mkdirSync(`${folder}/${arch}`, { recursive: true });
  writeFileSync(`${folder}/${arch}/${name}.mpy`, files[`${name}.mpy`]);
  times.jobs.push({ first: all[0], warm: Math.min(...all.slice(1)) });
}
console.log(JSON.stringify(times));
