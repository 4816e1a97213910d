// From a file to what is made of it. Everything that the page knows is in `state`.
import examples from "examples";
import { binaryOf, compile, inspect, prepare, start, stop, Stopped } from "./compiler.js";
import { showBoards } from "./boards.js";
import { showDevice, suggestLine } from "./device.js";
import { download, find, make, size } from "./dom.js";
import { errorView, moduleView } from "./module.js";
import { forCompile, Setting, showOptions } from "./options.js";
import { resultsView, zipped } from "./results.js";

const state = {
  compiler: null,  // {version, options, boards}
  boards: [],
  settings: [new Setting("Setting A")],
  module: null,  // {file, bytes}, bytes of a binary module
  compiling: null,  // a promise, until it ends
};

const signatures = () => find("signatures").value.trim();
const moduleName = () => state.module.file.replace(/\.[^.]*$/, "");

function optionsOf(setting) {
  const options = forCompile(setting);
  if (signatures()) options.signatures = find("signatures").value;
  return options;
}

// --- The module --------------------------------------------------------------

// Python imports a module by the name of its file. The suffix stays: modules tell
// of what they were made.
function importable(file) {
  const [, stem, suffix] = file.match(/^(.*?)(\.was?[mt]|\.wast)?$/);
  return stem.replace(/\W/g, "_").replace(/^(?=\d|$)/, "_") + (suffix ?? ".wasm");
}

function showModule(...views) {
  find("module-view").replaceChildren(...views);
}

async function describe() {
  const { file, bytes } = state.module;
  try {
    const options = { ...optionsOf(state.settings[0]), file };
    showModule(moduleView(await inspect(bytes, options)));
    return true;
  } catch (error) {
    showModule(errorView(error, bytes, `${file} is not a module that can be compiled`));
    return false;
  }
}

// What can be done with a module that can be compiled.
function offer(isGood) {
  find("compile").disabled = !isGood;
  find("device").hidden = !isGood;
}

async function openModule(file, bytes) {
  if (state.compiling) {
    stop();
    await state.compiling;
  }
  find("results").replaceChildren();
  find("compile-state").textContent = "";
  state.module = null;
  offer(false);
  showModule(make("p", { class: "busy" }, `reading ${file}, ${size(bytes.length)} ...`));
  try {
    state.module = { file: importable(file), bytes: await binaryOf(file, bytes) };
  } catch (error) {
    showModule(errorView(error, bytes, `${file} is not a module that can be compiled`));
    return;
  }
  suggestLine(moduleName());
  offer(await describe());
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

function showExamples() {
  find("examples").replaceChildren(...examples.map((example) => make("button", {
    class: "example", title: example.about,
    onclick: () => {
      find("signatures").value = example.signatures;
      openModule(example.file, bytesOf(example.bytes));
    },
  }, make("b", {}, example.name), make("span", {}, example.about))));
}

function listenForFiles() {
  const open = async (file) => {
    find("signatures").value = "";
    openModule(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  const input = find("file");
  input.onchange = () => {
    if (input.files[0]) open(input.files[0]);
    input.value = "";
  };
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    find("drop").classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) find("drop").classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    find("drop").classList.remove("over");
    if (event.dataTransfer.files[0]) open(event.dataTransfer.files[0]);
  });
}

// --- Settings ----------------------------------------------------------------

function showSettings() {
  const { settings, compiler } = state;
  showOptions(compiler.options, settings, () => {
    find("chosen").textContent = settings.map((setting) =>
      (settings.length > 1 ? `${setting.title}: ` : "") + setting.text()).join("; ");
  });
  find("compare").checked = settings.length > 1;
}

function compareSettings(event) {
  state.settings.length = 1;
  if (event.target.checked) {
    const second = new Setting("Setting B");
    second.set("-O", "z");
    state.settings.push(second);
  }
  showSettings();
}

// --- Compiling ---------------------------------------------------------------

async function compileFor({ file, bytes }, board, setting) {
  const options = { ...optionsOf(setting), file, board: board.name, pyi: true,
    report: "json" };
  try {
    const { files, text, report } = await compile(bytes, options);
    return { setting, files, text, build: JSON.parse(report).builds[0] };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return { setting, error, input: bytes };
  }
}

async function compileAll() {
  const { module, boards, settings } = state;
  find("results").replaceChildren();
  const results = [];
  const started = performance.now();
  for (const board of boards) {
    find("compile-state").textContent = `compiling for ${board.name} ...`;
    const columns = [];
    for (const setting of settings)
      columns.push(await compileFor(module, board, setting));
    results.push({ board, columns });
    find("results").replaceChildren(...resultsView(results, moduleName(), savePackage));
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return boards.length === 0 ? "Choose a board." : `compiled in ${seconds} s`;
}

// One button: while it compiles that stops it.
function compileOrStop() {
  if (state.compiling) return stop();
  find("compile").textContent = "Stop";
  state.compiling = compileAll().catch((error) => {
    if (!(error instanceof Stopped)) throw error;
    return "Stopped.";
  }).then((told) => {
    find("compile-state").textContent = told;
  }).finally(() => {
    find("compile").textContent = "Compile";
    state.compiling = null;
  });
}

// For the architectures of all boards, as --package makes it.
async function savePackage() {
  const { file, bytes } = state.module;
  const arch = [...new Set(state.boards.map((board) => board.arch))].join(",");
  const name = moduleName();
  try {
    const { files } = await compile(bytes,
      { ...optionsOf(state.settings[0]), file, arch, package: name, pyi: true });
    download(`${name}-mip.zip`, zipped(files));
  } catch (error) {
    find("results").prepend(errorView(error, bytes, "There is no package"));
  }
}

// --- Start -------------------------------------------------------------------

// What the chosen boards need is loaded while one does something else.
async function prepareBoards() {
  const told = find("loading");
  try {
    const keep = await prepare(state.boards);
    told.textContent = `wasm2mpy ${state.compiler.version} is ready.`;
    await keep();
  } catch (error) {
    told.textContent = `The compiler cannot be loaded: ${error.message}`;
    throw error;
  }
}

async function load() {
  state.compiler = start((bytes) => {
    find("loading").textContent = `loading the compiler: ${size(bytes)}`;
  });
  let prepared = null;
  showBoards(state.compiler.boards, (boards) => {
    state.boards = boards;
    find("chosen-boards").textContent =
      boards.map(({ name }) => name).join(", ") || "none";
    const last = prepareBoards();
    last.catch(() => {});
    prepared ??= last;
  });
  showSettings();
  await prepared;
}

function workOffline() {
  if ("serviceWorker" in navigator && location.protocol.startsWith("http"))
    navigator.serviceWorker.register("service_worker.js");
}

showExamples();
listenForFiles();
showDevice(() => ({ ...state.module, options: optionsOf(state.settings[0]) }));
find("device").hidden = true;
find("compare").onchange = compareSettings;
find("signatures").onchange = () => state.module && describe();
find("compile").onclick = compileOrStop;
load().then(workOffline, () => {});
