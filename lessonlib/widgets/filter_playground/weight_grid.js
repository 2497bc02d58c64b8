// A filter's weights as a small grid: fields to type in, or numbers to read.
import { createNumberField, readNumber } from "../kit/fields.js";
import { short } from "../kit/format.js";
import { createGrid, element, paintSigned, writeCell } from "../kit/grid.js";
/** @import { Read } from "../kit/fields.js" */

export const LIMITS = { least: -1000, most: 1000 };

const withMinus = (/** @type {number | string} */ number) => String(number).replace("-", "\u2212");

/** As a field shows it: ninths and other small fractions as such, else at most four decimals. @param {number} weight */
export function writeWeight(weight) {
  for (const below of [1, 9, 25, 3, 6, 16, 7, 49]) {
    const above = Math.round(weight * below);
    const isExact = Math.abs(weight * below - above) < 1e-9;
    if (isExact && above) return withMinus(below === 1 ? above : `${above}/${below}`);
  }
  return withMinus(Number(weight.toFixed(4)) + 0); // + 0: no minus zero
}

/**
 * The same weights in another size, the middle in the middle: zeros around them, or their rim cut off.
 * @param {number[][]} filter
 * @param {number} size
 */
export function resizeFilter(filter, size) {
  const [down, right] = [filter.length, filter[0].length].map((side) => Math.floor((side - size) / 2));
  const side = [...Array(size).keys()];
  return side.map((row) => side.map((column) => filter[row + down]?.[column + right] ?? 0));
}

/**
 * The grid; write(filter) shows another filter. Its message is placed by the caller.
 * @param {boolean} editable fields, not numbers
 * @param {(filter: number[][]) => void} change hears every filter that the fields make
 */
export function createWeights(editable, change) {
  const title = element("div", { className: "lesson-title" });
  const body = element("div");
  const message = element("p", { className: "lesson-message", role: "status", "data-part": "weights-message" });
  const node = element("div", { className: "lesson-weights", "data-part": "filter" }, [title, body]);
  /** @type {Map<string, string>} */
  const problems = new Map(); // of the fields that hold no number
  /** @type {number[][]} */
  let filter = [];
  let sizesShown = "";
  /** @type {((weight: number) => void)[][]} */
  let writers = [];

  /** @param {number} row @param {number} column @param {Read} read */
  function heard(row, column, { value, problem }) {
    if (problem) problems.set(`${row},${column}`, problem);
    else problems.delete(`${row},${column}`);
    message.textContent = [...problems.values()][0] ?? "";
    if (value === undefined || value === filter[row][column]) return;
    filter = filter.map((line, i) => line.map((weight, j) => (i === row && j === column ? value : weight)));
    tint();
    change(filter);
  }

  /** @returns {NodeListOf<HTMLElement>} */
  const cells = () => body.querySelectorAll(".lesson-cell");
  function tint() {
    const flat = filter.flat();
    const largest = Math.max(...flat.map(Math.abs));
    cells().forEach((cell, i) => paintSigned(cell, flat[i], largest));
  }

  function build() {
    const shape = { rows: filter.length, columns: filter[0].length, headers: false };
    const grid = createGrid({ role: "table", label: "Filter", ...shape });
    grid.frame.style.setProperty("--lesson-cell", filter.length > 3 ? "44px" : "52px");
    writers = grid.cells.map((line, row) =>
      line.map((cell, column) => {
        cell.classList.add("lesson-signed");
        if (!editable) return (weight) => writeCell(cell, short(weight), weight);
        const limits = { name: `Weight in row ${row}, column ${column}`, ...LIMITS };
        const { field, write } = createNumberField(limits, message, (read) => heard(row, column, read));
        cell.append(field);
        return (weight) => {
          const text = writeWeight(weight);
          write(weight, readNumber(field.value, limits).value === weight ? field.value : text);
        };
      }),
    );
    body.replaceChildren(grid.frame);
  }

  /** @param {number[][]} weights */
  function write(weights) {
    problems.clear();
    message.textContent = "";
    filter = weights;
    const sizes = `${filter.length}×${filter[0].length}`;
    title.textContent = `Filter ${sizes}`;
    if (sizes !== sizesShown) build();
    sizesShown = sizes;
    filter.forEach((line, i) => line.forEach((weight, j) => writers[i][j](weight)));
    const texts = filter.flat().map(writeWeight);
    cells().forEach((cell, i) => cell.classList.toggle("lesson-long", texts[i].length > 4));
    tint();
  }
  return { node, title, message, write };
}

/** What the sum of the weights means, as a sentence. @param {number} sum */
export function explainSum(sum) {
  const said = `The weights sum to ${short(sum)}`;
  if (sum === 1) return `${said}: a uniform area keeps its brightness.`;
  if (Math.abs(sum) < 1e-9) return `${said}: a uniform area gives 0, so the filter responds only to differences.`;
  if (sum < 0) return `${said}: a uniform area comes out below 0, and the brighter it is, the further below.`;
  return `${said}: a uniform area comes out ${short(sum)} times as bright.`;
}
