// The feature map of a letter as a small picture: the stronger the response of a place, the stronger its colour.
import { contextOf } from "../kit/canvas_paint.js";
/** @import { Colour } from "../kit/canvas_paint.js" */
/** @import { Place } from "../math/dependencies.js" */
/** @import { Extent, Responses } from "../math/template_search.js" */
/** @import { Layout } from "./title.js" */

const BLOCK = 4; // pixels of the map to one of the picture: the largest of them, so that no peak is lost
const DOT = 2.5; // the radius of a copy, in pixels of the picture
const WIDE = 840; // pixels, as in widget.css: the map stands beside the filter
const STEEPNESS = 1.4; // of the share of the filter's response to its own box

/** @typedef {ReturnType<typeof reduceMap>} SmallMap its strength from 0 to 255 */

/** The map as it is painted: one number for each block, by its strongest place. @param {Responses} map */
export function reduceMap({ height, width, values, own }) {
  const rows = Math.ceil(height / BLOCK);
  const columns = Math.ceil(width / BLOCK);
  const strength = new Uint8Array(rows * columns);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / BLOCK) * columns;
    for (let x = 0; x < width; x += 1) {
      const share = values[y * width + x] / own;
      if (share <= 0) continue;
      const at = row + Math.floor(x / BLOCK);
      strength[at] = Math.max(strength[at], Math.round(255 * Math.min(1, share) ** STEEPNESS));
    }
  }
  return { height: rows, width: columns, strength };
}

/** The part of a map that something has passed. @param {SmallMap} map @param {(place: Place) => boolean} isPassed */
export function passedPart({ height, width, strength }, isPassed) {
  const place = (/** @type {number} */ i) => ({ row: BLOCK * Math.floor(i / width), column: BLOCK * (i % width) });
  return { height, width, strength: strength.map((value, i) => (value && isPassed(place(i)) ? value : 0)) };
}

/**
 * Make a canvas as large as the maps of a title will be, before there is one: nothing below it moves when it comes. On
 * a wide page it ends with the text and is enlarged; on a narrow one it would grow higher with every other title.
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} title
 */
export function sizeMap(canvas, { width, height, letters }) {
  const end = Math.max(...letters.map(({ box }) => box.column + box.columns)) + 2 * BLOCK;
  const across = width < WIDE ? width : Math.min(width, end);
  const size = { width: Math.ceil(across / BLOCK), height: Math.ceil(height / BLOCK) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
}

/**
 * Paint it, in one colour on nothing: each place where the middle of the filter was. The copies of the filter are dots
 * that are seen from afar.
 * @param {HTMLCanvasElement} canvas
 * @param {SmallMap} map
 * @param {Colour} colour
 * @param {Place[]} copies in the title
 * @param {Extent} filter
 */
export function paintMap(canvas, { height, width, strength }, colour, copies, filter) {
  const [red, green, blue] = colour;
  const context = contextOf(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const picture = context.createImageData(width, height);
  strength.forEach((alpha, i) => picture.data.set([red, green, blue, alpha], 4 * i));
  const [left, top] = [filter.columns, filter.rows].map((side) => Math.floor((side - 1) / (2 * BLOCK)));
  context.putImageData(picture, left, top);
  context.fillStyle = `rgb(${red} ${green} ${blue})`;
  for (const { row, column } of copies) {
    context.beginPath();
    context.arc(left + column / BLOCK + 0.5, top + row / BLOCK + 0.5, DOT, 0, 2 * Math.PI);
    context.fill();
  }
}
