// The chooser of boards: all of the table, by name, chip or architecture.
import { find, make } from "./dom.js";
import { picture } from "./pictures.js";

function card({ name, arch, description, note }, chosen, change) {
  const box = make("input", {
    type: "checkbox", name: "board", value: name, checked: chosen.has(name),
    onchange: () => {
      if (box.checked) chosen.add(name);
      else chosen.delete(name);
      change();
    },
  });
  const image = make("span", { class: "picture" });
  image.innerHTML = picture(name);
  const label = make("label", { class: "board" }, box, image,
    make("strong", {}, name), make("span", {}, description),
    note ? make("span", { class: "note" }, note) : null,
    make("code", {}, arch));
  label.dataset.words = `${name} ${arch} ${description}`.toLowerCase();
  return label;
}

// `change` is called with the chosen boards, in the order of the table.
export function showBoards(boards, change) {
  const chosen = new Set(["pico"]);
  const told = () => change(boards.filter(({ name }) => chosen.has(name)));
  const cards = boards.map((board) => card(board, chosen, told));
  find("boards").replaceChildren(...cards);
  find("board-search").addEventListener("input", ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const label of cards) {
      label.hidden = !words.every((word) => label.dataset.words.includes(word));
      shown += !label.hidden;
    }
    find("board-count").textContent = shown === 0
      ? "No board has that name. For others choose one with the same chip."
      : `${shown} of ${boards.length} boards`;
  });
  told();
}
