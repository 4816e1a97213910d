// What was made: for each board a card, in it a column for each setting.
import { zipSync } from "fflate";
import { download, grouped, make, size } from "./dom.js";
import { errorView, warningsView } from "./module.js";
import { picture } from "./pictures.js";
import { codeMap, hintList, ramBar } from "./report.js";

function saveButton(name, bytes) {
  return make("button", { class: "file", onclick: () => download(name, bytes) },
    make("code", {}, name), make("span", {}, size(bytes.length)));
}

const ramOf = ({ ram }) => ram.once + ram.instance;

// "412 bytes less": how the second setting differs from the first.
function difference(first, second, same) {
  const bytes = second - first;
  if (bytes === 0) return same;
  return `${grouped(Math.abs(bytes))} bytes ${bytes < 0 ? "less" : "more"}`;
}

function comparison([first, second]) {
  if (!second || first.error || second.error) return null;
  return make("p", { class: "comparison" },
    "With ", make("b", {}, second.setting.title), " it takes ",
    difference(ramOf(first.build), ramOf(second.build), "as much"),
    " RAM, and the file has ",
    difference(first.build.file.bytes, second.build.file.bytes, "as many bytes"), ".");
}

function column(made, board, isOne) {
  const title = isOne && made.setting.text() === "no options" ? null
    : make("h4", {}, isOne ? "" : `${made.setting.title}: `,
      make("code", {}, made.setting.text()));
  if (made.error)
    return make("div", { class: "column" }, title,
      errorView(made.error, made.input, "It cannot be compiled"));
  // The module comes first.
  const files = Object.entries(made.files).sort(([a], [b]) =>
    b.endsWith(".mpy") - a.endsWith(".mpy"));
  return make("div", { class: "column" }, title,
    make("p", { class: "files" }, files.map(([name, bytes]) => saveButton(name, bytes))),
    warningsView(made.text), ramBar(made.build, board),
    make("h5", {}, `Code, ${size(made.build.file.code)}`), codeMap(made.build),
    hintList(made.build));
}

function boardCard(board, columns) {
  const image = make("span", { class: "picture" });
  image.innerHTML = picture(board.name);
  return make("article", { class: "card result" },
    make("header", {}, image, make("h3", {}, board.name),
      make("p", {}, board.description, ", ", make("code", {}, board.arch))),
    comparison(columns),
    make("div", { class: `columns n${columns.length}` },
      columns.map((made) => column(made, board, columns.length === 1))));
}

function command(text) {
  const button = make("button", {
    class: "copy", onclick: async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "copied";
    },
  }, "copy");
  return make("div", { class: "command" }, make("code", {}, text), button);
}

// Names in an archive: a folder for what there are several of.
function archive(results) {
  const files = {};
  for (const { board, columns } of results) {
    for (const { setting, files: made } of columns) {
      let folder = results.length > 1 ? `${board.name}/` : "";
      if (columns.length > 1) folder += `${setting.title}/`;
      for (const [name, bytes] of Object.entries(made ?? {})) files[folder + name] = bytes;
    }
  }
  return zipSync(files);
}

export function resultsView(results, module, makePackage) {
  const good = results.flatMap(({ columns }) => columns).filter(({ error }) => !error);
  const zips = good.length === 0 ? null : make("div", { class: "card take" },
    make("p", { class: "files" },
      make("button", { onclick: () => download(`${module}.zip`, archive(results)) },
        "All files as a .zip"),
      make("button", { onclick: makePackage }, "Package for mip as a .zip")),
    make("p", {}, "Copied to a board from here with mpremote:"),
    command(`mpremote cp ${module}.mpy :`));
  return [zips, ...results.map(({ board, columns }) => boardCard(board, columns))]
    .filter(Boolean);
}

export const zipped = zipSync;
