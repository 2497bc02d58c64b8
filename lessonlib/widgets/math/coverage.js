// Where a window can stand in a padded image, counted in its rows and columns, zeros included; what it never reads;
// and which outputs have a part of the zeros.
import { outputSize } from "./conv.js";
/** @import { Sizes } from "./conv.js" */

/** @typedef {{ rows: Sizes, columns: Sizes }} Sides */

/**
 * Along each side: the first line of every window (starts), the lines that none reads (unread), and the outputs whose
 * window reaches into the zeros (touched).
 * @param {Sides} sides
 * @param {number} stride
 * @param {number} padding
 */
export function coverage(sides, stride, padding) {
  const along = (/** @type {Sizes} */ [inputSize, filterSize]) => {
    const outputs = lines(outputSize(inputSize, filterSize, stride, padding, "floor"));
    const starts = outputs.map((output) => output * stride);
    const isRead = (/** @type {number} */ line) => starts.some((start) => start <= line && line < start + filterSize);
    const end = inputSize + padding;
    return {
      starts,
      unread: lines(inputSize + 2 * padding).filter((line) => !isRead(line)),
      touched: outputs.filter((output) => starts[output] < padding || starts[output] + filterSize > end),
    };
  };
  return { rows: along(sides.rows), columns: along(sides.columns) };
}

/**
 * Lines that follow each other as [first, count].
 * @param {number[]} found
 */
export function runs(found) {
  const firsts = found.filter((line) => !found.includes(line - 1));
  return firsts.map((first) => {
    let count = 1;
    while (found.includes(first + count)) count += 1;
    return [first, count];
  });
}

/** @param {number} count */
const lines = (count) => Array.from({ length: count }, (_, line) => line);
