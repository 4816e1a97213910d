// The options, as the compiler tells them: a control for each, and its help.
import { find, make } from "./dom.js";

// What the page itself is about: boards, names and places of files.
const kOwn = new Set(["--arch", "--board", "-o", "--report", "--emit", "--name",
  "--debug-map"]);
const isChoosable = ({ name, about }) =>
  !kOwn.has(name) && (about === "code" || about === "module");

// The options of one setting, {name: value}, for compile().
export class Setting {
  constructor(title) {
    this.title = title;
    this.values = {};
  }

  set(name, value) {
    if (value === "" || value === false) delete this.values[name];
    else this.values[name] = value;
  }

  // "-Oz --memory=lean"; "no options".
  text() {
    const words = Object.entries(this.values).map(([name, value]) => {
      if (value === true) return name;
      return name + (name.startsWith("--") ? "=" : "") + value;
    });
    return words.join(" ") || "no options";
  }
}

// compile() takes names without dashes.
export const forCompile = ({ values }) => Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name.replace(/^-+/, ""), value]));

function control({ name, value, choices }, setting, change) {
  const set = (now) => {
    setting.set(name, now);
    change();
  };
  const label = `${name}, ${setting.title}`;
  const given = setting.values[name];
  if (value === "" || value.startsWith("[")) {
    const field = make("input", {
      type: "text", size: 6, placeholder: value.replace(/\W/g, ""), autocomplete: "off",
      "aria-label": `value of ${label}`, value: given === true ? "" : given ?? "",
      onchange: () => {
        if (field.value.trim()) box.checked = true;
        tell();
      },
    });
    const box = make("input", {
      type: "checkbox", "aria-label": label, checked: given !== undefined,
      onchange: () => tell(),
    });
    const tell = () => set(box.checked && (field.value.trim() || true));
    return value === "" ? box : make("span", {}, box, field);
  }
  // Words alone; a list beside a field where it can be something else, too.
  const hint = value.replace(/^[= ]/, "");
  if (choices.length > 2) {
    return make("select", {
      "aria-label": label, onchange: ({ target }) => set(target.value),
    }, make("option", { value: "" }, "default"),
    choices.map((choice) => make("option", {
      value: choice, selected: given === choice,
    }, name.startsWith("--") ? choice : name + choice)));
  }
  const list = `choices${name}`;
  return make("input", {
    type: "text", placeholder: choices.join(", ") || hint, size: 10, list,
    "aria-label": label, value: given ?? "", autocomplete: "off",
    spellcheck: false, onchange: ({ target }) => set(target.value.trim()),
  });
}

function row(option, settings, change) {
  const lists = option.choices.length === 0 ? [] : [make("datalist",
    { id: `choices${option.name}` },
    option.choices.map((choice) => make("option", { value: choice })))];
  return make("div", { class: "option" },
    make("div", { class: "controls" },
      settings.map((setting) => control(option, setting, change))),
    make("div", {},
      make("code", {}, option.name + option.value),
      make("p", {}, option.help)), lists);
}

export function showOptions(options, settings, change) {
  find("options").replaceChildren(
    make("div", { class: "option heads", "aria-hidden": "true" },
      make("div", { class: "controls" },
        settings.map(({ title }) => make("b", {}, settings.length > 1 ? title : ""))),
      make("span")),
    ...options.filter(isChoosable).map((option) => row(option, settings, change)));
  find("options").classList.toggle("two", settings.length > 1);
}
