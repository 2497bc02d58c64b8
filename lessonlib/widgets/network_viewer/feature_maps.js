// Small maps of one size as one picture; one can be chosen. As in conv_explorer/canvas_grid.js, one cell lies over the
// picture at the chosen map, and that cell is what the keyboard and screen readers have.
/** @import { Tensor } from "../math/forward_pass.js" */
import { short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { moveInGrid } from "../kit/keyboard.js";
import { contextOf, paint } from "../kit/canvas_paint.js";

/** @typedef {{ ramp: Uint8Array, line: string }} MapColours the ramp of createRamp, and what is between the maps */

const DRAWN = 24; // pixels of the canvas for a side of a map that is smaller: so the lines between stay thin

/**
 * Paint a tensor of shape [K, H, W] in rows of `columns` maps, lines of a pixel between them.
 * @param {HTMLCanvasElement} canvas
 * @param {Tensor} tensor
 * @param {number} largest at the end of the ramp
 * @param {MapColours} colours
 * @param {number} columns
 */
export function paintMaps(canvas, { shape, data }, largest, { ramp, line }, columns) {
  const [K, H, W] = shape;
  const across = Math.min(K, columns);
  const zoom = K > 1 ? Math.max(1, Math.round(DRAWN / Math.max(H, W))) : 1;
  const [tall, wide] = [H * zoom, W * zoom];
  const [height, width] = [Math.ceil(K / across) * (tall + 1) - 1, across * (wide + 1) - 1];
  const values = new Float64Array(height * width);
  for (let k = 0; k < K; k += 1) {
    const corner = Math.floor(k / across) * (tall + 1) * width + (k % across) * (wide + 1);
    for (let row = 0; row < tall; row += 1) {
      const [from, to] = [(k * H + Math.floor(row / zoom)) * W, corner + row * width];
      for (let column = 0; column < wide; column += 1) values[to + column] = data[from + Math.floor(column / zoom)];
    }
  }
  paint(canvas, { height, width, values }, largest, ramp);
  const context = contextOf(canvas);
  context.fillStyle = line;
  for (let column = wide; column < width; column += wide + 1) context.fillRect(column, 0, 1, height);
  for (let row = tall; row < height; row += tall + 1) context.fillRect(0, row, width, 1);
  const rest = K % across;
  if (rest) context.clearRect(rest * (wide + 1), height - tall, width, tall);
}

/** The ends of map k, and where its greatest number stands. @param {Tensor} tensor @param {number} k */
export function measureMap({ shape: [, H, W], data }, k) {
  const found = { least: Infinity, most: -Infinity, row: 0, column: 0 };
  data.subarray(k * H * W, (k + 1) * H * W).forEach((value, at) => {
    if (value < found.least) found.least = value;
    if (value > found.most) Object.assign(found, { most: value, row: Math.floor(at / W), column: at % W });
  });
  return found;
}

export const largestOf = (/** @type {Pick<Tensor, "data">} */ { data }) =>
  data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
/** The size that 49 of 50 numbers keep to: the full colour begins there, so that a few large ones leave the rest to see. */
export function fullColourAt(/** @type {Pick<Tensor, "data">} */ { data }) {
  const sizes = Float64Array.from(data, Math.abs).sort();
  return sizes[Math.ceil(0.98 * sizes.length) - 1] || largestOf({ data });
}
export const scaleOf = (/** @type {number} */ largest) => [-largest, 0, largest].map(short);
/** @param {{ least: number, most: number }} ends */
export const sayRange = ({ least, most }) => `from ${short(least)} to ${short(most)}`;

/**
 * The picture, which the caller paints on `canvas`, and its cell.
 * @param {(index: number) => void} choose is called for a click, a tap and a key
 * @param {() => void} open is called for Enter and Space
 */
export function createMaps(choose, open) {
  const canvas = element("canvas", { className: "lesson-maps-canvas", "aria-hidden": "true" });
  const cell = element("div", {
    className: "lesson-maps-cell",
    role: "gridcell",
    "aria-selected": "true",
    tabindex: 0,
  });
  const line = element("div", { role: "row" }, [cell]);
  const grid = element("div", { className: "lesson-maps-grid", role: "grid" }, [line]);
  const root = element("div", { className: "lesson-maps" }, [canvas, grid]);
  let [count, columns, chosen] = [1, 1, 0];
  const rows = () => Math.ceil(count / columns);

  grid.addEventListener("click", ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const column = Math.floor(((clientX - left) / width) * Math.min(count, columns));
    const index = Math.floor(((clientY - top) / height) * rows()) * columns + column;
    if (index >= 0 && index < count) choose(index);
    cell.focus({ preventScroll: true });
  });
  grid.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
      return;
    }
    const place = { row: Math.floor(chosen / columns), column: chosen % columns };
    const moved = moveInGrid(event, place, rows(), columns);
    if (!moved) return;
    event.preventDefault();
    choose(Math.min(count - 1, moved.row * columns + moved.column));
  });

  /** Say what is painted. @param {string} label @param {number} newCount @param {number} newColumns */
  function write(label, newCount, newColumns) {
    [count, columns] = [newCount, newColumns];
    grid.setAttribute("aria-label", label);
    grid.setAttribute("aria-rowcount", rows());
    grid.setAttribute("aria-colcount", Math.min(count, columns));
    root.style.setProperty("--lesson-columns", Math.min(count, columns));
    root.style.setProperty("--lesson-rows", rows());
  }

  /** Move the cell. @param {number} index @param {string} words */
  function show(index, words) {
    chosen = index;
    const [row, column] = [Math.floor(index / columns), index % columns];
    root.style.setProperty("--lesson-row", row);
    root.style.setProperty("--lesson-column", column);
    line.setAttribute("aria-rowindex", row + 1);
    cell.setAttribute("aria-colindex", column + 1);
    cell.setAttribute("aria-label", words);
  }

  return { root, canvas, write, show };
}
