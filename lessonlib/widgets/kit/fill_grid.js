// Whole grids of numbers, written and coloured: pixels in grey, weights and maps by their sign.
import { short } from "./format.js";
import { paintPixel, paintSigned, writeCell } from "./grid.js";

/**
 * @param {HTMLElement[][]} cells
 * @param {(cell: HTMLElement, i: number, j: number) => void} act
 */
const eachCell = (cells, act) => cells.forEach((line, i) => line.forEach((cell, j) => act(cell, i, j)));

/**
 * Pixels in grey. Cells beyond the values, in `padding` rings around them, are zeros.
 * @param {HTMLElement[][]} cells
 * @param {number[][]} values
 * @param {number[]} ends the darkest and the lightest number
 * @param {number} padding
 * @param {number[]} [tint] the lightest colour, if it is no grey: red, green, blue
 */
export function fillPixels(cells, values, ends, padding = 0, tint) {
  const [least, most] = ends;
  eachCell(cells, (cell, i, j) => {
    const value = values[i - padding]?.[j - padding];
    cell.classList.toggle("lesson-pad", value === undefined);
    writeCell(cell, short(value ?? 0), value ?? 0);
    paintPixel(cell, value ?? 0, least, most, tint);
  });
}

/**
 * Numbers in blue and orange, by their sign.
 * @param {HTMLElement[][]} cells
 * @param {number[][]} values
 * @param {number} largest the size of the strongest colour
 * @param {(value: number) => string} write gives a number's text
 */
export function fillSigned(cells, values, largest = Math.max(...values.flat().map(Math.abs)), write = short) {
  eachCell(cells, (cell, i, j) => {
    cell.classList.add("lesson-signed");
    writeCell(cell, write(values[i][j]), values[i][j]);
    paintSigned(cell, values[i][j], largest);
  });
}

/** The least number, at most 0, and the largest. @param {number[][] | number[][][]} values */
export function pixelRange(values) {
  const flat = values.flat(2);
  return [Math.min(0, ...flat), Math.max(...flat)];
}
