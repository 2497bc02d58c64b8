// The code cells of a page that can run in it, and what their classes say (web/extension/chapters/running.py).

export const about = (cell) =>
  Object.fromEntries(
    [...cell.classList].filter((name) => name.startsWith("run-")).map((name) => name.slice(4).split("--")),
  );
export const codeOf = (cell) => cell.querySelector(".cell_input pre").textContent.replace(/\n$/, "");
export const cells = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".cell[class*='run-kind--']")]);
export const ofKind = (...kinds) => cells.filter((cell) => kinds.includes(about(cell).kind));
export const imports = ofKind("imports").map(codeOf).join("\n");

export const headingOf = (cell) =>
  cell.closest("section")?.querySelector("h1, h2, h3")?.firstChild?.textContent.trim() ?? "";
export const nameOf = (cell) =>
  about(cell).kind === "starter"
    ? `exercise ${headingOf(cell)}`
    : `cell ${cells.indexOf(cell) + 1}, ${headingOf(cell)}`;
export const keyOf = (cell) => `answer:${about(cell).id ?? cell.id}`; // a cell of a chapter is named in its page; see cells.py

export function lacking(cell) {
  const { numpy, torch } = about(cell);
  if (torch === "missing") return "PyTorch, which runs in no page";
  return numpy === "missing" && "NumPy, which this copy of the book does not carry";
}

export function make(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

export const button = (text, action) => make("button", { type: "button", textContent: text, onclick: action });
