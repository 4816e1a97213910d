// The page is made with these and nothing else.

// An element: attributes by name, `on...` listeners, children that are elements,
// texts or nothing.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

export const find = (id) => document.getElementById(id);

// "12,345".
export const grouped = (number) => number.toLocaleString("en-US");

// "812 bytes", "24.3 KB".
export function size(bytes) {
  if (bytes < 10_000) return `${grouped(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
  const kib = bytes / 1024;
  return kib < 10_000 ? `${kib.toFixed(1)} KB` : `${(kib / 1024).toFixed(1)} MB`;
}

export function download(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes]));
  make("a", { href: url, download: name.replace(/^.*\//, "") }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
