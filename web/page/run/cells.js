// The code cells of a page that can run in it, and what their classes say (web/extension/chapters/running.py).

/**
 * `numpy` and `torch`: "here" or "missing", where they are needed; `long`: seconds; `shows`: "widget".
 * @typedef {"imports" | "cell" | "before" | "elsewhere" | "starter" | "check"} Kind the last two: of an exercise
 * @typedef {{ kind: Kind, id?: string, numpy?: string, torch?: string, long?: string, shows?: string }} About
 */

/** @type {(cell: HTMLElement) => About} */
export const about = (cell) =>
  Object.fromEntries(
    [...cell.classList].filter((name) => name.startsWith("run-")).map((name) => name.slice(4).split("--")),
  );
export const codeOf = (/** @type {HTMLElement} */ cell) =>
  /** @type {Element} */ (cell.querySelector(".cell_input pre")).textContent.replace(/\n$/, "");
export const cells = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".cell[class*='run-kind--']")]);
export const ofKind = (/** @type {Kind[]} */ ...kinds) => cells.filter((cell) => kinds.includes(about(cell).kind));
export const imports = ofKind("imports").map(codeOf).join("\n");

export const headingOf = (/** @type {HTMLElement} */ cell) =>
  /** @type {Text | undefined} */ (
    cell.closest("section")?.querySelector("h1, h2, h3")?.firstChild
  )?.textContent.trim() ?? "";
export const nameOf = (/** @type {HTMLElement} */ cell) =>
  about(cell).kind === "starter"
    ? `exercise ${headingOf(cell)}`
    : `cell ${cells.indexOf(cell) + 1}, ${headingOf(cell)}`;
// A cell of a chapter is named in its page; see cells.py.
export const keyOf = (/** @type {HTMLElement} */ cell) => `answer:${about(cell).id ?? cell.id}`;

/** @param {HTMLElement} cell */
export function lacking(cell) {
  const { numpy, torch } = about(cell);
  if (torch === "missing") return "PyTorch, which runs in no page";
  return numpy === "missing" && "NumPy, which this copy of the book does not carry";
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

/** @param {string} text @param {() => unknown} action */
export const button = (text, action) => make("button", { type: "button", textContent: text, onclick: action });
