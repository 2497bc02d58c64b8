// A network of convolution, ReLU, global maximum and linear layer at every place of a wall. The windows share the work:
// the convolution is done once, and its maxima run along rows, then along columns. Where a shape moved, only what it
// touched is done again.
/** @import { Conv, Layer, Linear } from "../math/forward_pass.js" */
/** @import { Area } from "./wall.js" */

/**
 * @typedef {[Conv, Layer, Layer, Linear]} StampNetwork convolution, ReLU, global maximum, linear layer
 * @typedef {ReturnType<typeof createSearch>} Search its scores are class by class, row by row of windows
 */

/**
 * The largest of each `size` numbers in a row: reads count + size - 1 numbers of `source` from `at`, `step` apart, and
 * writes `count` to `target` from `to`, `stride` apart. Three comparisons a number, whatever the size (van Herk 1992).
 * @param {Float32Array} source
 * @param {number} at
 * @param {number} step
 * @param {number} count
 * @param {number} size
 * @param {Float32Array} target
 * @param {number} to
 * @param {number} stride
 */
export function runningMax(source, at, step, count, size, target, to, stride) {
  const length = count + size - 1;
  grow(length);
  for (let i = 0; i < length; i += 1) {
    const value = source[at + i * step];
    forward[i] = i % size && forward[i - 1] > value ? forward[i - 1] : value; // from the start of its block
  }
  for (let i = length - 1; i >= 0; i -= 1) {
    const value = source[at + i * step];
    const ends = (i + 1) % size === 0 || i === length - 1;
    backward[i] = !ends && backward[i + 1] > value ? backward[i + 1] : value; // to the end of its block
  }
  for (let i = 0; i < count; i += 1) {
    target[to + i * stride] = Math.max(backward[i], forward[i + size - 1]);
  }
}

let forward = new Float32Array(0);
let backward = new Float32Array(0);

/** @param {number} length */
function grow(length) {
  if (forward.length >= length) return;
  forward = new Float32Array(length);
  backward = new Float32Array(length);
}

/**
 * A network over a wall that it has not read yet.
 * @param {StampNetwork} network
 * @param {number} height
 * @param {number} width
 * @param {number} window
 */
export function createSearch([conv, , , linear], height, width, window) {
  const [K, , FH, FW] = conv.shape;
  const classes = linear.shape[0];
  const [mapRows, mapColumns] = [height - FH + 1, width - FW + 1];
  const [rows, columns] = [height - window + 1, width - window + 1];
  const [tall, wide] = [window - FH + 1, window - FW + 1]; // places of a filter in a window
  const maps = new Float32Array(K * mapRows * mapColumns);
  const along = new Float32Array(K * mapRows * columns); // the maxima of rows
  const best = new Float32Array(K * rows * columns);
  const scores = new Float32Array(classes * rows * columns);

  /** @param {Float64Array} pixels @param {Area} area */
  function convolve(pixels, area) {
    const count = area.right - area.left;
    for (let k = 0; k < K; k += 1) {
      for (let row = area.top; row < area.bottom; row += 1) {
        const line = (k * mapRows + row) * mapColumns + area.left;
        maps.fill(conv.bias[k], line, line + count);
        for (let i = 0; i < FH; i += 1) {
          for (let j = 0; j < FW; j += 1) {
            const weight = conv.weights[(k * FH + i) * FW + j];
            const from = (row + i) * width + area.left + j;
            for (let n = 0; n < count; n += 1) maps[line + n] += weight * pixels[from + n];
          }
        }
        for (let at = line; at < line + count; at += 1) if (maps[at] < 0) maps[at] = 0; // ReLU
      }
    }
  }

  /**
   * Read the pixels that have changed; gives the area of windows whose scores have.
   * @param {Float64Array} pixels
   * @param {Area} area
   */
  function update(pixels, area) {
    const map = widen(area, FH - 1, FW - 1, mapRows, mapColumns);
    const found = widen(map, tall - 1, wide - 1, rows, columns);
    const [high, across] = [found.bottom - found.top, found.right - found.left];
    convolve(pixels, map);
    for (let k = 0; k < K; k += 1) {
      for (let row = map.top; row < map.bottom; row += 1) {
        const from = (k * mapRows + row) * mapColumns + found.left;
        runningMax(maps, from, 1, across, wide, along, (k * mapRows + row) * columns + found.left, 1);
      }
      for (let column = found.left; column < found.right; column += 1) {
        const from = (k * mapRows + found.top) * columns + column;
        const to = (k * rows + found.top) * columns + column;
        runningMax(along, from, columns, high, tall, best, to, columns);
      }
    }
    for (let c = 0; c < classes; c += 1) {
      for (let row = found.top; row < found.bottom; row += 1) {
        const line = (c * rows + row) * columns;
        scores.fill(linear.bias[c], line + found.left, line + found.right);
        for (let k = 0; k < K; k += 1) {
          const weight = linear.weights[c * K + k];
          const from = (k * rows + row) * columns;
          for (let column = found.left; column < found.right; column += 1) {
            scores[line + column] += weight * best[from + column];
          }
        }
      }
    }
    return found;
  }

  return { scores, classes, rows, columns, update };
}

/**
 * The places of a window, `tall` + 1 by `wide` + 1, that reach into an area.
 * @param {Area} area
 * @param {number} tall
 * @param {number} wide
 * @param {number} rows
 * @param {number} columns
 */
function widen({ top, left, bottom, right }, tall, wide, rows, columns) {
  return {
    top: Math.max(0, top - tall),
    left: Math.max(0, left - wide),
    bottom: Math.min(rows, bottom),
    right: Math.min(columns, right),
  };
}
