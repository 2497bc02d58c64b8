// What the explorer says below its grids of the cell that is looked at: an output's products, a pixel's outputs, or a
// weight's pixels. Each gives its title, its nodes with their label, a number, and what is said aloud.
import { productsAt } from "../math/conv.js";
import { bracketed, isRounded, plural, short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { outputsOf, pixelsOf } from "../math/dependencies.js";
import { sayProducts, writeProducts, writeSums } from "../kit/dot_product.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { Computed } from "./state.js" */

const MOST_LINKS = 25;
const MOST_TERMS = 8;

/** @param {Computed} state @param {Place} place */
export function lookAtOutput({ image, filter, stride, padding }, { row, column }) {
  const dot = productsAt(image, filter, row, column, stride, padding);
  return {
    title: `Output (${row}, ${column}): filter · patch`,
    label: `Products for output (${row}, ${column})`,
    nodes: writeProducts(dot),
    total: dot.total,
    said: `Output row ${row}, column ${column}: ${sayProducts(dot)}`,
  };
}

/** @param {Computed} state @param {Place} place */
export function lookAtInput(state, { row, column }) {
  const { image, filter } = state;
  const found = linksOf(state, { row, column });
  const pixel = image[row][column];
  const name = (/** @type {Place} */ { row, column }) => `(${row}, ${column})`;
  const texts = found.slice(0, MOST_LINKS).map((link) => {
    const weight = filter[link.i][link.j];
    return { link, text: `${bracketed(weight)}·${bracketed(pixel)} = ${short(weight * pixel)}` };
  });
  const rows = [...new Set(texts.map(({ link }) => link.row))].map((line) => {
    const items = texts.filter(({ link }) => link.row === line);
    const words = (/** @type {typeof texts[number]} */ { link, text }) => [
      element("span", { className: "lesson-note", text: `${name(link)} ` }),
      text,
    ];
    const cells = items.map((item) => element("span", { className: "lesson-link" }, words(item)));
    return element("div", { className: "lesson-link-row" }, cells);
  });
  const more = found.length - texts.length;
  const notes = more > 0 ? [element("p", { className: "lesson-note", text: `and ${more} more` })] : [];
  const count = found.length ? plural(found.length, "output") : "no output";
  const through = found.slice(0, 9).map(({ i, j, ...output }) => `${name(output)} through weight (${i}, ${j})`);
  return {
    title: `Input (${row}, ${column}): read by ${count}${found.length > 1 ? ", each time through another weight" : ""}`,
    label: `Outputs of input (${row}, ${column})`,
    nodes: [element("div", { className: "lesson-links" }, rows), ...notes],
    total: found.length,
    said: `Input row ${row}, column ${column}, ${short(pixel)}: read by ${[count, ...through].join("; ")}`,
  };
}

/** @param {Computed} state @param {Place} place */
export function lookAtWeight(state, { row, column }) {
  const { image, filter, output, stride, padding, gradients } = state;
  const pixels = pixelsOf({ row, column }, image, [output.length, output[0].length], stride, padding);
  const lines = pixels.map((line) => ({
    texts: shorten(line.map(bracketed)),
    sum: line.reduce((sum, pixel) => sum + pixel, 0),
  }));
  const places = output.length * output[0].length;
  const total = /** @type {number[][]} */ (gradients)[row][column]; // computed wherever a weight can be looked at
  const meaning = "If every output’s gradient is 1, the weight’s gradient is the sum of the pixels it meets there:";
  const rounded = pixels.flat().some(isRounded);
  const notes = rounded ? [element("p", { className: "lesson-note", text: "Shown rounded to two decimals." })] : [];
  return {
    title: `Weight (${row}, ${column}) = ${short(filter[row][column])}: used at ${plural(places, "place")}`,
    label: `Places of weight (${row}, ${column})`,
    nodes: [element("p", { className: "lesson-note", text: meaning }), ...writeLines(lines, total), ...notes],
    total,
    said: `Weight row ${row}, column ${column}: used at ${plural(places, "place")}; gradient ${short(total)}`,
  };
}

/** The outputs that read a pixel. @param {Computed} state @param {Place} place */
export function linksOf({ filter, output, stride, padding }, place) {
  const shape = (/** @type {number[][]} */ values) => /** @type {const} */ ([values.length, values[0].length]);
  return outputsOf(place, shape(filter), shape(output), stride, padding);
}

/**
 * All lines if they are few, else one with their sums.
 * @param {{ texts: string[], sum: number }[]} lines
 * @param {number} total
 */
function writeLines(lines, total) {
  if (lines.length <= MOST_TERMS) return writeSums(lines, total);
  const sums = shorten(lines.map(({ sum }, i) => (i ? bracketed(sum) : short(sum))));
  return writeSums([{ texts: sums, sum: total }], total);
}

/** @param {string[]} texts */
function shorten(texts) {
  return texts.length > MOST_TERMS
    ? [...texts.slice(0, MOST_TERMS - 3), "...", /** @type {string} */ (texts.at(-1))]
    : texts;
}
