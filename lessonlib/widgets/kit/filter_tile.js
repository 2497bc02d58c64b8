// A filter that was cut out of a picture, large: blue where ink counts for a match, orange where it counts against.
import { createRamp, paint } from "./canvas_paint.js";
import { paletteColours } from "./theme.js";
/** @import { Box } from "../math/dependencies.js" */

/**
 * Paint a box of a picture, minus its mean or as it is.
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, ink: Uint8Array }} picture
 * @param {Box} box
 * @param {boolean} minusMean
 * @param {number} side pixels along the longer side
 */
export function paintFilter(canvas, { width, ink }, { row, column, rows, columns }, minusMean, side) {
  const weights = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i += 1) {
    const from = (row + i) * width + column;
    weights.set(ink.subarray(from, from + columns), i * columns);
  }
  const mean = minusMean ? weights.reduce((sum, weight) => sum + weight, 0) / weights.length : 0;
  let largest = 0;
  for (let i = 0; i < weights.length; i += 1) {
    weights[i] -= mean;
    largest = Math.max(largest, Math.abs(weights[i]));
  }
  const colours = paletteColours(canvas, ["background", "positive", "negative"]);
  paint(canvas, { height: rows, width: columns, values: weights }, largest, createRamp(true, colours));
  const scale = side / Math.max(rows, columns);
  Object.assign(canvas.style, { width: `${columns * scale}px`, height: `${rows * scale}px` });
}
