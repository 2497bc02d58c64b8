// A grid of numbers: real text in rows and cells that a screen reader can walk, coloured by value.
import { short } from "./format.js";
/** @import { Box } from "../math/dependencies.js" */

/**
 * @typedef {Record<string, string | number | boolean>} Attributes by their names
 * @typedef {{ frame: HTMLElement, cells: HTMLElement[][] }} Grid
 */

/**
 * A node with its class, its text, its attributes and what it holds.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ className?: string, text?: string } & Attributes} properties
 * @param {(Node | string)[]} children
 */
export function element(tag, properties = {}, children = []) {
  const { className, text, ...attributes } = properties;
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * What a grid is made of; its cells[i][j] has the coordinates (first + i, first + j).
 * @typedef {object} GridOptions
 * @property {"grid" | "table"} role "grid" if cells can be chosen
 * @property {string} label
 * @property {number} rows
 * @property {number} columns
 * @property {number} [first]
 * @property {boolean} [headers] numbers of rows and columns
 */

/** @param {GridOptions} options @returns {Grid} */
export function createGrid({ role, label, rows, columns, first = 0, headers = true }) {
  const cellRole = role === "grid" ? "gridcell" : "cell";
  const numbers = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => first + i);
  const lines = [];
  if (headers) {
    const corner = element("div", { className: "lesson-index lesson-corner", role: "columnheader" }, [
      element("span", { className: "lesson-hidden", text: "row" }),
    ]);
    const heads = numbers(columns).map((column) => index("columnheader", column));
    lines.push(element("div", { className: "lesson-row lesson-heads", role: "row" }, [corner, ...heads]));
  }
  const cells = numbers(rows).map((row) => {
    const line = numbers(columns).map((column) =>
      element("div", { className: "lesson-cell", role: cellRole, "data-row": row, "data-column": column }),
    );
    const head = headers ? [index("rowheader", row)] : [];
    lines.push(element("div", { className: "lesson-row", role: "row" }, [...head, ...line]));
    return line;
  });
  const table = element("div", { className: "lesson-grid", role, "aria-label": label }, lines);
  const frame = element("div", { className: headers ? "lesson-frame lesson-indexed" : "lesson-frame" }, [table]);
  return { frame, cells };
}

/** @param {string} role @param {number} place */
const index = (role, place) => element("div", { className: "lesson-index", role, text: short(place) });

/**
 * @param {HTMLElement} cell
 * @param {string} text
 * @param {number} value
 */
export function writeCell(cell, text, value) {
  if (cell.textContent !== text) cell.textContent = text;
  if (cell.dataset.value !== String(value)) cell.dataset.value = String(value);
}

/**
 * From dark (the least value) to `lightest`; with whichever of black and white is legible on it.
 * @param {HTMLElement} cell
 * @param {number} value
 * @param {number} least
 * @param {number} most
 * @param {number[]} lightest red, green, blue
 */
export function paintPixel(cell, value, least, most, lightest = GREY) {
  const share = (value - least) / (most - least || 1);
  const colour = lightest.map((part) => Math.round(DARKEST + (part - DARKEST) * share));
  cell.style.backgroundColor = `rgb(${colour.join(", ")})`;
  cell.style.color = luminance(colour) > EVEN ? "#000" : "#fff";
}

const DARKEST = 48; // of 255, in each of red, green and blue
const GREY = [250, 250, 250];
const EVEN = 0.179; // black and white have the same contrast to what is so bright

/**
 * Relative luminance, as the contrast of WCAG 2 takes it.
 * @param {number[]} colour red, green, blue
 */
function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Blue for positive, orange for negative, stronger for larger; the number says the sign as well.
 * @param {HTMLElement} cell
 * @param {number} value
 * @param {number} largest the size of the strongest colour
 */
export function paintSigned(cell, value, largest) {
  cell.dataset.sign = value > 0 ? "positive" : value < 0 ? "negative" : "zero";
  cell.style.setProperty("--lesson-strength", largest ? Math.min(1, Math.abs(value) / largest).toFixed(3) : "0");
}

/**
 * The rectangle that marks a patch: laid over the cells, so that moving it repaints none of them.
 * @param {HTMLElement} frame
 * @returns {(place: Box | null) => void}
 */
export function createOutline(frame) {
  const outline = element("div", { className: "lesson-outline", "aria-hidden": "true" });
  frame.append(outline);
  return (place) => {
    outline.hidden = !place;
    if (!place) return;
    for (const [name, value] of Object.entries(place)) outline.style.setProperty(`--lesson-${name}`, value);
  };
}

/**
 * Cell sizes in pixels for an input, a filter and an output with these columns. In one row all are alike. On a narrow
 * page the output stays large enough to tap; the filter goes beside the input if both can still be read there.
 * @param {number} width
 * @param {number[]} columns
 * @param {number} least pixels of a cell of an input with the filter beside it
 */
export function cellSizes(width, [input, filter, output], least = 28) {
  const [gap, index, most] = [20, 20, 44]; // as in base.css
  /** @type {(space: number, columns: number, limit: number) => number} */
  const share = (space, columns, limit) => Math.min(limit, Math.floor(space / columns));
  const inOneRow = share(width - 2 * gap - 3 * index, input + filter + output, most);
  if (inOneRow >= 30) return { sizes: [inOneRow, inOneRow, inOneRow], filterIndent: index };
  const toTap = share(width - index, output, most);
  const beside = share(width - gap - index, input + filter, 32);
  if (beside >= least) return { sizes: [beside, beside, toTap], filterIndent: 0 };
  const stacked = share(width - index, Math.max(input, filter), 32);
  return { sizes: [stacked, stacked, toTap], filterIndent: index };
}

/**
 * Give a grid its cell size, and numbers as large as their longest text allows; too small to read, or in cells below
 * `least` pixels, they are not drawn.
 * @param {Grid} grid
 * @param {number} size
 * @param {number} least
 */
export function fitGrid(grid, size, least = 0) {
  fitGrids([[grid, size]], least);
}

/**
 * The same for all grids of a figure: where cells are alike, so are the numbers in them, as long as one long number
 * does not make all others hard to read.
 * @param {[grid: Grid, size: number][]} sized
 * @param {number} least
 */
export function fitGrids(sized, least = 0) {
  for (const size of new Set(sized.map(([, own]) => own))) {
    const alike = sized.filter(([, own]) => own === size).map(([grid]) => grid);
    const shared = fontFor(alike, size);
    for (const grid of alike) {
      const font = shared < LEGIBLE.shared ? fontFor([grid], size) : shared;
      setLength(grid.frame, "--lesson-cell", size);
      setLength(grid.frame, "--lesson-font", font < LEGIBLE.alone || size < least ? 0 : Number(font.toFixed(1)));
      setLength(grid.frame, "--lesson-index-font", size < 16 ? 0 : size < 20 ? 11 : 14);
    }
  }
}

const LEGIBLE = { alone: 6.5, shared: 10, small: 14 }; // pixels; `small` also where that is most of its cell
const MOST_OF_CELL = 0.62; // of its height, for a number in it
const WIDTH_OF_CHARACTER = 0.65; // of the size of its letters: 0.6 in a mono face, and air

/** @param {Grid[]} grids @param {number} size */
function fontFor(grids, size) {
  const lengths = grids.flatMap(({ cells }) => cells.flat().map((cell) => cell.textContent.length));
  return Math.min(
    17,
    Math.max(LEGIBLE.small, MOST_OF_CELL * size),
    (size - 2) / (Math.max(1, ...lengths) * WIDTH_OF_CHARACTER),
  );
}

/**
 * Only where it changes: every cell below would be styled again.
 * @param {HTMLElement} node
 * @param {string} name
 * @param {number} pixels
 */
function setLength({ style }, name, pixels) {
  if (style.getPropertyValue(name) !== `${pixels}px`) style.setProperty(name, `${pixels}px`);
}
