// Elements from text. Nothing here reads markup, so a document cannot bring any.

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flat(Infinity));
  return made;
}

// `code` or ``code`` within a sentence.
export function prose(text) {
  return text
    .split(/(``[^`]+``|`[^`]+`)/)
    .filter(Boolean)
    .map((part) => (part.startsWith("`") ? element("code", {}, part.replaceAll("`", "")) : part));
}

export function table(headings, rows) {
  const head = headings.map((text) => element("th", { scope: "col" }, prose(text)));
  const body = rows.map((cells) => element("tr", {}, cells.map((cell) => element("td", {}, cell))));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, head)),
    element("tbody", {}, body),
  );
}

// Paragraphs and tables: all of Markdown that our descriptions use.
export function blocks(text) {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((block) => (block.startsWith("|") ? tableOf(block) : element("p", {}, prose(block))));
}

function tableOf(block) {
  const lines = block.split("\n").map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return table(lines[0], lines.slice(2).map((cells) => cells.map(prose)));
}
