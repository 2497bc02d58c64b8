// One dot product written out: a line for each row of the filter, then the sum of the lines.
import { bracketed, isRounded, short } from "./format.js";
import { element } from "./grid.js";
/** @import { Products } from "../math/conv.js" */

/** @param {Products} products */
export function writeProducts({ rows, total }) {
  const texts = rows.map(({ terms }) => terms.map(([weight, pixel]) => `${bracketed(weight)}·${bracketed(pixel)}`));
  const written = writeSums(
    rows.map(({ sum }, i) => ({ texts: texts[i], sum })),
    total,
  );
  if (rows.some(({ terms, sum }) => [...terms.flat(), sum].some(isRounded))) {
    written.push(element("p", { className: "lesson-note", text: "Shown rounded to two decimals." }));
  }
  return written;
}

/**
 * Lines of terms and their sums, and below them the sum of the sums.
 * @param {{ texts: string[], sum: number }[]} rows
 * @param {number} total
 */
export function writeSums(rows, total) {
  const widths = rows[0].texts.map((_, j) => Math.max(...rows.map(({ texts }) => texts[j].length)));
  const wide = Math.max(...[...rows.map(({ sum }) => sum), total].map((sum) => short(sum).length));
  const lines = rows.map(({ texts, sum }) => line("lesson-products-row", texts, sum, widths, wide));
  if (rows.length > 1) {
    const sums = rows.map(({ sum }, i) => (i ? bracketed(sum) : short(sum)));
    lines.push(line("lesson-products-total", sums, total, [], wide));
  }
  return [element("div", { className: "lesson-products-lines" }, lines)];
}

/**
 * "a + b + c" and "= sum", in two columns; each term stays in one piece when the line wraps.
 * @param {string} className
 * @param {string[]} terms
 * @param {number} sum
 * @param {number[]} widths of the terms, in characters
 * @param {number} wide the width of the longest sum, in characters
 */
function line(className, terms, sum, widths, wide) {
  const pieces = terms.flatMap((term, i) => {
    const piece = element("span", { className: "lesson-term", text: term });
    if (widths[i]) piece.style.minWidth = `${widths[i]}ch`;
    return i ? [" + ", piece] : [piece];
  });
  const left = element("span", { className: "lesson-products-terms" }, pieces);
  const number = element("span", { className: "lesson-term", text: short(sum) });
  number.style.minWidth = `${wide}ch`;
  const right = element("span", { className: "lesson-products-sum" }, [element("span", {}, ["= ", number])]);
  return element("div", { className }, [left, " ", right]);
}

/** The same as one line of plain text, for the live region. @param {Products} products */
export function sayProducts({ rows, total }) {
  if (rows.length === 1) return short(total);
  return `${rows.map(({ sum }, i) => (i ? bracketed(sum) : short(sum))).join(" + ")} = ${short(total)}`;
}
