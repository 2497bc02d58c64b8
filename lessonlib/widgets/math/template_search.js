// Searching a picture for a piece of it: a convolution whose filter was cut out of the picture. A filter of a thousand
// weights takes a product of spectra, not a thousand sums a pixel. Every function here is sent to a worker as text: it
// may use the others and createTransform, and nothing else.
import { createTransform } from "./fourier.js";
/** @import { Box, Place } from "./dependencies.js" */
/** @import { Transform } from "./fourier.js" */

/**
 * @typedef {{ height: number, width: number, ink: Uint8Array }} Print ink: 0 (paper) to 255
 * @typedef {{ rows: number, columns: number }} Extent of a filter
 * @typedef {{ corners: number[][], re: Float64Array, im: Float64Array }} Spectrum of two tiles, by their corners
 * @typedef {{ most: number, side: number, stride: number, transform: Transform, pairs: Spectrum[] }} Spectra
 * @typedef {{ height: number, width: number, values: Float64Array, own: number }} Responses
 * the filter at every place where it fits, row by row, and its response to the box that it was cut from
 * @typedef {Place & { score: number }} Peak a score of 1 is the response to that box
 * @typedef {{ box: Box, minusMean: boolean, least: number }} Question
 */

/**
 * The spectra of a picture: of tiles of 256 pixels that overlap by as much as the largest filter, two to a spectrum, as
 * its real and its imaginary part. In steps, so that a page may draw in between.
 * @param {Print} print
 * @param {number} most the longest side of a filter
 * @returns {Generator<null, Print & Spectra>}
 */
export function* prepareSteps({ height, width, ink }, most = 128) {
  const side = 256; // of a tile
  const stride = side - most + 1; // places in a tile at which every filter fits
  const transform = createTransform(side);
  const corners = [];
  for (let top = 0; top < height; top += stride) {
    for (let left = 0; left < width; left += stride) corners.push([top, left]);
  }
  const cut = (/** @type {number[]} */ corner) => {
    const [top, left] = corner;
    const tile = new Float64Array(side * side);
    for (let y = top; y < Math.min(height, top + side); y += 1) {
      const line = ink.subarray(y * width + left, y * width + Math.min(width, left + side));
      tile.set(line, (y - top) * side);
    }
    return tile;
  };
  const pairs = [];
  for (let i = 0; i < corners.length; i += 2) {
    const two = corners.slice(i, i + 2);
    const re = cut(two[0]);
    const im = two[1] ? cut(two[1]) : new Float64Array(side * side);
    transform.forward(re, im);
    pairs.push({ corners: two, re, im });
    yield null;
  }
  return { height, width, ink, most, side, stride, transform, pairs };
}

/**
 * The map, in steps.
 * @param {Print & Spectra} prepared what prepareSteps gave
 * @param {Box} box the filter, at most `most` along a side
 * @param {boolean} minusMean whether its mean is taken off every weight
 * @returns {Generator<null, Responses>}
 */
export function* searchSteps(prepared, { row, column, rows, columns }, minusMean) {
  const { height, width, ink, side, stride, transform, pairs } = prepared;
  const filter = { re: new Float64Array(side * side), im: new Float64Array(side * side) };
  let total = 0;
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      const weight = ink[(row + i) * width + column + j];
      filter.re[i * side + j] = weight;
      total += weight;
    }
  }
  transform.forward(filter.re, filter.im, rows);
  const [high, wide] = [height - rows + 1, width - columns + 1];
  const values = new Float64Array(high * wide);
  const [re, im] = [new Float64Array(side * side), new Float64Array(side * side)];
  for (const pair of pairs) {
    if (pair.corners.every(([top, left]) => top >= high || left >= wide)) continue; // the filter fits nowhere in them
    for (let k = 0; k < re.length; k += 1) {
      // The picture's spectrum times the filter's, conjugated: correlation.
      re[k] = pair.re[k] * filter.re[k] + pair.im[k] * filter.im[k];
      im[k] = pair.im[k] * filter.re[k] - pair.re[k] * filter.im[k];
    }
    transform.inverse(re, im, stride);
    pair.corners.forEach(([top, left], part) => {
      const found = part ? im : re;
      for (let y = top; y < Math.min(high, top + stride); y += 1) {
        for (let x = left; x < Math.min(wide, left + stride); x += 1) {
          values[y * wide + x] = Math.round(found[(y - top) * side + x - left]); // bytes times bytes: a whole number
        }
      }
    });
    yield null;
  }
  if (minusMean) takeMean(values, { width, ink }, [high, wide, rows, columns], total / (rows * columns));
  return { height: high, width: wide, values, own: values[row * wide + column] };
}

/**
 * Take `mean` times the ink of each window off the map: what the filter minus its mean gives.
 * @param {Float64Array} values of the map
 * @param {Pick<Print, "width" | "ink">} print
 * @param {[high: number, wide: number, rows: number, columns: number]} sizes of the map and the filter
 * @param {number} mean
 */
export function takeMean(values, { width, ink }, [high, wide, rows, columns], mean) {
  const below = new Int32Array(width); // the ink of `rows` pixels of each column
  for (let y = 0; y < high + rows - 1; y += 1) {
    for (let x = 0; x < width; x += 1) {
      below[x] += ink[y * width + x] - (y < rows ? 0 : ink[(y - rows) * width + x]);
    }
    const top = y - rows + 1;
    if (top < 0) continue;
    let inside = 0;
    for (let x = 0; x < columns - 1; x += 1) inside += below[x];
    for (let left = 0; left < wide; left += 1) {
      inside += below[left + columns - 1];
      values[top * wide + left] -= mean * inside;
      inside -= below[left];
    }
  }
}

/**
 * Where the map peaks, strongest first. No two peaks are nearer than half the filter, and none is below `least`.
 * @param {Responses} map
 * @param {Extent} filter
 * @param {number} least
 */
export function findPeaks({ height, width, values, own }, { rows, columns }, least) {
  /** @type {(y: number, x: number) => number} */
  const at = (y, x) => (y >= 0 && x >= 0 && y < height && x < width ? values[y * width + x] : -Infinity);
  const found = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = values[y * width + x];
      if (value < least * own || at(y - 1, x) > value || at(y + 1, x) > value) continue;
      if (at(y, x - 1) <= value && at(y, x + 1) <= value) found.push({ row: y, column: x, score: value / own });
    }
  }
  found.sort((one, other) => other.score - one.score);
  /** @type {Peak[]} */
  const kept = [];
  for (const place of found) {
    const isApart = (/** @type {Place} */ { row, column }) =>
      2 * Math.abs(row - place.row) >= rows || 2 * Math.abs(column - place.column) >= columns;
    if (kept.every(isApart)) kept.push(place);
  }
  return kept;
}

/**
 * What a worker does with each question.
 * @param {Print & Spectra} prepared
 * @param {Question} question
 */
export function runSearch(prepared, { box, minusMean, least }) {
  const found = runSteps(searchSteps(prepared, box, minusMean));
  return { ...found, peaks: findPeaks(found, box, least) };
}

/**
 * What the last step gives.
 * @template Result
 * @param {Generator<unknown, Result>} steps
 */
export function runSteps(steps) {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
