// "Put it on the board": what `wasm2mpy deploy` does, by Web Serial.
import { compile, question } from "./compiler.js";
import { find, grouped, make } from "./dom.js";
import { errorView, warningsView } from "./module.js";
import { asTyped, RawRepl } from "./raw_repl.js";

let repl = null;

const say = (text) => (find("device-state").textContent = text);

function showProgress(name, bytes, whole) {
  find("device-progress").hidden = bytes === whole;
  find("device-progress").value = bytes / whole;
  say(`copying ${name}: ${grouped(bytes)} of ${grouped(whole)} bytes`);
}

function enable() {
  const isOpen = repl !== null;
  find("device-connect").hidden = isOpen;
  find("device-connect").disabled = false;
  for (const id of ["device-copy", "device-disconnect", "device-run"])
    find(id).disabled = !isOpen;
}

async function disconnect() {
  const last = repl;
  repl = null;
  enable();
  await last?.close();
}

// One thing at a time: the line has one conversation.
async function attempt(work, bytes = new Uint8Array()) {
  find("device-messages").replaceChildren();
  for (const id of ["device-connect", "device-copy", "device-run"])
    find(id).disabled = true;
  try {
    await work();
  } catch (error) {
    if (error.name === "NotFoundError") return say("No port was chosen.");
    const view = errorView(error, bytes, "That did not work");
    find("device-messages").replaceChildren(view);
    find("device-progress").hidden = true;
    say("");
  } finally {
    enable();
  }
}

async function connect() {
  const port = await navigator.serial.requestPort();
  const opened = new RawRepl(port);
  say("asking the board what it is ...");
  try {
    await opened.open();
  } catch (error) {
    await opened.close().catch(() => {});
    throw error;
  }
  repl = opened;
  enable();
  say("The board answers.");
}

async function copyTo({ bytes, file, options }) {
  say("asking the board what it is ...");
  const answer = await repl.run(await question({ file }));
  say("compiling ...");
  const result = await compile(bytes, { ...options, file, answer, report: "json" });
  const [build] = JSON.parse(result.report).builds;
  const [name, module] = Object.entries(result.files)
    .find(([name]) => name.endsWith(".mpy"));
  showProgress(name, 0, module.length);
  await repl.copy(name, module, (done) => showProgress(name, done, module.length));
  find("device-messages").replaceChildren(...[warningsView(result.text)].filter(Boolean));
  say(`${name}, ${grouped(module.length)} bytes for ${build.arch}, is on the board: ` +
    result.firmware);
}

async function run(line) {
  const text = find("device-output");
  text.hidden = false;
  text.append(make("b", {}, `>>> ${line}\n`));
  const output = (part) => {
    text.append(part);
    text.scrollTop = text.scrollHeight;
  };
  try {
    await repl.run(asTyped(line), { output, timeout: 120_000 });
  } catch (error) {
    output(error.message + "\n");
  }
}

// `wanted` gives {bytes, file, options} of the module as it is chosen then.
export function showDevice(wanted) {
  find("device").hidden = false;
  if (!navigator.serial) {
    find("device-missing").hidden = false;
    find("device-tools").hidden = true;
    return;
  }
  find("device-connect").onclick = () => attempt(connect);
  find("device-copy").onclick = () => {
    const module = wanted();
    attempt(() => copyTo(module), module.bytes);
  };
  find("device-disconnect").onclick = () => attempt(async () => {
    await disconnect();
    say("Disconnected.");
  });
  find("device-form").onsubmit = (event) => {
    event.preventDefault();
    if (repl) attempt(() => run(find("device-line").value));
  };
  enable();
}

export function suggestLine(module) {
  find("device-line").value = `import ${module}; print(dir(${module}))`;
}
