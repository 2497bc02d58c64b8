// What the network says at every place, as light: for one class, or for all that are not nothing.
/** @import { Search } from "./search.js" */
/** @import { Area } from "./wall.js" */

/**
 * Compute the winner and the light of an area's windows again.
 * @param {Search} search
 * @param {Area} area
 * @param {number} lit a class, or -1 for any but `nothing`
 * @param {number} nothing a class, or -1 where the network has no such class
 * @param {Float32Array} light one number a window
 * @param {Uint8Array} winners one class a window
 */
export function shine({ scores, classes, rows, columns }, area, lit, nothing, light, winners) {
  const size = rows * columns;
  for (let row = area.top; row < area.bottom; row += 1) {
    for (let at = row * columns + area.left; at < row * columns + area.right; at += 1) {
      let most = 0;
      for (let c = 1; c < classes; c += 1) if (scores[c * size + at] > scores[most * size + at]) most = c;
      let total = 0;
      for (let c = 0; c < classes; c += 1) total += Math.exp(scores[c * size + at] - scores[most * size + at]);
      const part = (/** @type {number} */ c) => Math.exp(scores[c * size + at] - scores[most * size + at]) / total;
      winners[at] = most;
      light[at] = lit >= 0 ? part(lit) : nothing >= 0 ? 1 - part(nothing) : 1;
    }
  }
}

/** Softmax of the scores of one window. @param {Search} search @param {number} row @param {number} column */
export function partsAt({ scores, classes, rows, columns }, row, column) {
  const size = rows * columns;
  const own = Array.from({ length: classes }, (_, c) => scores[c * size + row * columns + column]);
  const powers = own.map((score) => Math.exp(score - Math.max(...own)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * Patches of windows that touch and have one winner, with their middles, the largest first.
 * @param {Uint8Array} winners
 * @param {number} rows
 * @param {number} columns
 * @param {number} nothing
 * @param {number} least
 */
export function findPatches(winners, rows, columns, nothing, least) {
  const seen = new Uint8Array(winners.length);
  const found = [];
  /** @type {number[]} */
  const stack = [];
  for (let start = 0; start < winners.length; start += 1) {
    if (seen[start] || winners[start] === nothing) continue;
    const kind = winners[start];
    let [size, down, across] = [0, 0, 0];
    seen[start] = 1;
    stack.push(start);
    while (stack.length) {
      const at = /** @type {number} */ (stack.pop()); // it is not empty
      const [row, column] = [Math.floor(at / columns), at % columns];
      size += 1;
      down += row;
      across += column;
      if (row > 0) visit(at - columns);
      if (row < rows - 1) visit(at + columns);
      if (column > 0) visit(at - 1);
      if (column < columns - 1) visit(at + 1);
    }
    if (size >= least) found.push({ kind, size, row: down / size, column: across / size });

    /** @param {number} next */
    function visit(next) {
      if (seen[next] || winners[next] !== kind) return;
      seen[next] = 1;
      stack.push(next);
    }
  }
  return found.sort((a, b) => b.size - a.size);
}
