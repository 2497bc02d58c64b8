// A grid with too many numbers for text, as a picture: it looks and answers like a grid of grid.js. Where its cells can
// be chosen, one cell of text lies over the picture, at the chosen place: that one is for the keyboard and screen
// readers.
import { createRamp, paint } from "../kit/canvas_paint.js";
import { short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { paletteColours } from "../kit/theme.js";
/** @import { GridOptions } from "../kit/grid.js" */
/** @import { Place } from "../math/dependencies.js" */

/** @typedef {{ clientX: number, clientY: number }} Point of the screen */

const MOST_PIXEL = 12; // a picture's pixel is at most so many of the screen's
const NARROW = 640;

/** @param {GridOptions} options without its headers */
export function createPixmap({ role, label, rows, columns, first = 0 }) {
  const canvas = element("canvas", { className: "lesson-pixmap" });
  const shape = { "aria-rowcount": rows, "aria-colcount": columns };
  const cell = element("div", { className: "lesson-cell lesson-lone", role: "gridcell" });
  const line = element("div", { className: "lesson-row", role: "row" }, [cell]);
  const grid = element("div", { className: "lesson-lone-grid", role: "grid", "aria-label": label, ...shape }, [line]);
  const chosen = role === "grid";
  const frame = element("div", { className: "lesson-frame lesson-picture" }, chosen ? [canvas, grid] : [canvas]);
  if (!chosen) canvas.setAttribute("role", "img");
  for (const [name, count] of Object.entries({ rows, columns })) frame.style.setProperty(`--lesson-${name}`, count);
  /** @type {[values: number[][], flat: Float64Array, range: number[], signed: boolean]} */
  let [values, flat, range, signed] = [[], new Float64Array(0), [0, 0], false];
  /** @type {Uint8Array | null} */
  let ramp = null; // known in the page only, which has the palette

  const at = (/** @type {Place} */ { row, column }) => values[row - first]?.[column - first];

  // Paint in the page's colours as they are now.
  function repaint() {
    if (!frame.isConnected || !flat.length) return;
    ramp = createRamp(signed, paletteColours(frame, ["background", "positive", "negative"]));
    draw(ramp);
  }

  /** @param {Uint8Array} colours of a ramp */
  function draw(colours) {
    const [low, high] = signed ? [0, Math.max(-range[0], range[1])] : [Math.min(0, range[0]), range[1]];
    const shown = low ? flat.map((value) => value - low) : flat;
    paint(canvas, { height: rows, width: columns, values: shown }, high - low, colours);
  }

  /** Write `rows` lines of numbers. @param {number[][]} numbers @param {boolean} isSigned */
  function write(numbers, isSigned) {
    [values, signed] = [numbers, isSigned];
    flat = new Float64Array(rows * columns);
    numbers.forEach((line, i) => flat.set(line, i * columns));
    range = ends(flat);
    if (ramp) draw(ramp);
    else repaint();
    canvas.setAttribute("aria-label", `${label}, ${rows} by ${columns} numbers from ${range.map(short).join(" to ")}`);
  }

  /** @param {Place} place @param {boolean} isChosen */
  function choose(place, isChosen) {
    for (const [name, value] of Object.entries(place)) {
      cell.dataset[name] = String(value);
      cell.style.setProperty(`--lesson-${name}`, value - first);
    }
    cell.textContent = short(at(place));
    cell.dataset.value = String(at(place));
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", isChosen);
    line.setAttribute("aria-rowindex", place.row - first + 1);
    cell.setAttribute("aria-colindex", place.column - first + 1);
    return cell;
  }

  /** The place under the mouse or finger; null beside the picture. @param {Point} point */
  function placeAt({ clientX, clientY }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const place = {
      row: Math.floor(((clientY - top) / height) * rows) + first,
      column: Math.floor(((clientX - left) / width) * columns) + first,
    };
    return at(place) === undefined ? null : place;
  }

  return { frame, write, choose, placeAt, repaint };
}

/**
 * Like cellSizes of grid.js, where one of the three is a picture: input and output alike, side by side where there is
 * room.
 * @param {number} width
 * @param {number[]} columns
 */
export function pixelSizes(width, [input, filter, output]) {
  const [gap, index, cell] = [20, 20, 28];
  const beside = (width - 2 * gap - 3 * index - 4 - Math.min(filter, 9) * cell) / (input + output);
  const stacked = (width - index - 2) / Math.max(input, output);
  const pixel = Math.min(MOST_PIXEL, width < NARROW ? stacked : beside);
  return { sizes: [pixel, filter > 9 ? (9 * cell) / filter : cell, pixel], filterIndent: index };
}

/** @param {Iterable<number>} numbers */
function ends(numbers) {
  let [least, most] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return [least, most];
}
