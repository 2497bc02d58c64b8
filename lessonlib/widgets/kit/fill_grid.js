// Whole grids of numbers, written and coloured: pixels in grey, weights and maps by their sign.
import { short } from "./format.js";
import { paintPixel, paintSigned, writeCell } from "./grid.js";

const eachCell = (cells, act) => cells.forEach((line, i) => line.forEach((cell, j) => act(cell, i, j)));

// values: rows of pixels. range: [least, most], what is black and what is white. Cells beyond the values, in `padding`
// rings around them, are zeros. tint: the lightest colour, if it is no grey.
/**
 * @param {number[]} ends the darkest and the lightest number
 * @param {number[]} [tint] red, green, blue
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

// Blue and orange by sign; `largest` is the size of the strongest colour, and write() gives a number's text.
export function fillSigned(cells, values, largest = Math.max(...values.flat().map(Math.abs)), write = short) {
  eachCell(cells, (cell, i, j) => {
    cell.classList.add("lesson-signed");
    writeCell(cell, write(values[i][j]), values[i][j]);
    paintSigned(cell, values[i][j], largest);
  });
}

export function pixelRange(values) {
  const flat = values.flat(Infinity);
  return [Math.min(0, ...flat), Math.max(...flat)];
}
