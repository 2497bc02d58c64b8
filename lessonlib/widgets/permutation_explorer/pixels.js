// Pixels of a scrambled picture, each with its weights: where they lie on the way home, and the sums over them.

/** @import { Linear } from "../math/forward_pass.js" */

/** @typedef {[x: number, y: number]} Spot in columns and rows, whole or between two */

/**
 * Where every pixel lies, `share` of the way from its place in the scrambled picture to its own.
 * @param {number[]} order pixel i of the scrambled picture is pixel order[i] of the picture
 * @param {number} size
 * @param {number} share
 * @returns {Spot[]}
 */
export function placePixels(order, size, share) {
  const eased = share * share * (3 - 2 * share); // slow at both ends
  return order.map((home, i) => {
    const [fromX, fromY, toX, toY] = [i % size, Math.floor(i / size), home % size, Math.floor(home / size)];
    return [fromX + (toX - fromX) * eased, fromY + (toY - fromY) * eased];
  });
}

/** The pixels row by row as they now lie. @param {Spot[]} places */
export function readingOrder(places) {
  const key = (/** @type {Spot} */ [x, y]) => Math.round(y) * 1e4 + x;
  return [...places.keys()].sort((a, b) => key(places[a]) - key(places[b]));
}

/**
 * Ten scores, added up in this order. Pixels are whole numbers to 255 and weights have 11 binary digits, so every
 * partial sum is exact: no order gives another last digit.
 * @param {Linear} layer
 * @param {Uint8Array} pixels
 * @param {number[]} order
 */
export function scorePixels({ weights, bias }, pixels, order) {
  const size = pixels.length;
  return Array.from(bias, (start, k) => {
    let sum = 0;
    for (const i of order) sum += weights[k * size + i] * pixels[i];
    return sum / 255 + start;
  });
}
