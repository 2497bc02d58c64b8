// Light over print: where a map peaks the print shines, the stronger the higher the peak.
import { contextOf } from "./canvas_paint.js";
/** @import { Extent } from "../math/template_search.js" */

/** @typedef {{ row: number, column: number, light: number }} Light of a peak, 0 to 1 */

const FALL = 0.17; // from what counts as a copy down to what stays dark, in parts of the filter's response to its box

/**
 * From 0 (dark) to 1 (a copy, from the score `copy` on): steep, so that what merely resembles the filter hardly shines.
 * @param {number} score
 * @param {number} copy
 */
export function brightness(score, copy) {
  return Math.max(0, Math.min(1, (score - copy + FALL) / FALL)) ** 6;
}

/**
 * Light each peak on a canvas that reaches `bleed` pixels beyond the picture.
 * @param {CanvasRenderingContext2D} context
 * @param {Light[]} peaks
 * @param {Extent} filter
 * @param {number[]} colour red, green, blue
 * @param {{ scale: number, bleed?: number }} size scale: pixels of the canvas to a pixel of the picture
 */
export function drawGlow(context, peaks, { rows, columns }, colour, { scale, bleed = 0 }) {
  const reach = Math.max(rows, 0.85 * columns, 24) * scale;
  const lamp = createLamp(colour, Math.ceil(2 * reach));
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const { row, column, light } of peaks) {
    if (light < 0.01) continue;
    const [x, y] = [(bleed + column + columns / 2) * scale, (bleed + row + rows / 2) * scale];
    context.globalAlpha = light;
    context.drawImage(lamp, x - reach, y - reach);
  }
  context.globalAlpha = 1;
}

/**
 * One light, drawn once: a gradient for each of some hundred peaks would hold the page.
 * @param {number[]} colour
 * @param {number} side
 */
function createLamp(colour, side) {
  const lamp = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = contextOf(lamp);
  const gradient = context.createRadialGradient(side / 2, side / 2, 0, side / 2, side / 2, side / 2);
  for (const [at, alpha] of [
    [0, 0.6],
    [0.35, 0.36],
    [0.7, 0.09],
    [1, 0],
  ]) {
    gradient.addColorStop(at, `rgb(${colour.join(" ")} / ${alpha})`);
  }
  context.fillStyle = gradient;
  context.fillRect(0, 0, side, side);
  return lamp;
}

/**
 * Tint what is drawn on a canvas (the ink, on nothing) below each peak.
 * @param {CanvasRenderingContext2D} context
 * @param {Light[]} peaks
 * @param {Extent} filter
 * @param {number[]} colour
 * @param {number} scale
 */
export function tintInk(context, peaks, { rows, columns }, colour, scale) {
  context.save();
  context.globalCompositeOperation = "source-atop";
  for (const { row, column, light } of peaks) {
    if (light < 0.01) continue;
    context.fillStyle = `rgb(${colour.join(" ")} / ${light})`;
    context.fillRect(column * scale, row * scale, columns * scale, rows * scale);
  }
  context.restore();
}
