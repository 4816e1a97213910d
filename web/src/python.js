// Python with colours, for stubs: comments, strings, words, names that are defined.
import { make } from "./dom.js";

const kToken =
  /(?<comment>#.*)|(?<string>"""[^]*?"""|"[^"\n]*")|\b(?<word>def|class|import|from|return|None|True|False|as)\b|(?<=\b(?:def|class) )(?<name>\w+)/g;

export function pythonCode(text) {
  const code = make("code");
  let at = 0;
  for (const match of text.matchAll(kToken)) {
    const [kind] = Object.entries(match.groups).find(([, found]) => found);
    code.append(text.slice(at, match.index), make("span", { class: kind }, match[0]));
    at = match.index + match[0].length;
  }
  code.append(text.slice(at));
  return make("pre", { class: "python", tabindex: "0" }, code);
}
