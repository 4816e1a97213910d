// all_at_once.mjs TOOL MODULE: writes what the tool as WebAssembly makes of a module
// for all architectures with the cores of all families, as the command line does, and
// the report and the messages as `report` and `text`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

const [tool, module] = process.argv.slice(2);
const { compile, loadWith } = await import(pathToFileURL(tool));
loadWith(() => ({}));
const { files, report, text } = await compile(readFileSync(module), {
  file: module, arch: "all", pyi: true, debugMap: true, romfs: true,
  report: "json",
});
for (const [name, contents] of Object.entries({ ...files, report, text })) {
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, contents);
}
