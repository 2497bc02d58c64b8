// How many paths lead from each pixel to a unit on top of layers of 3 by 3, as paths.py counts them.

const FILTER = 3;
const MOST_LAYERS = [112, 7, 5]; // for stride 1, 2, 3: as many as it takes to see 224 pixels

export const mostLayers = (/** @type {number} */ stride) => MOST_LAYERS[stride - 1];

/** Along one axis; over a square they multiply. @param {number} depth @param {number} stride */
export function pathRow(depth, stride) {
  let row = new Float64Array([1]);
  for (let layer = 0; layer < depth; layer += 1) {
    const below = new Float64Array((row.length - 1) * stride + FILTER);
    row.forEach((paths, i) => {
      for (let k = 0; k < FILTER; k += 1) below[i * stride + k] += paths;
    });
    row = below;
  }
  return row;
}

/**
 * The side of the smallest square in the middle where at least a share of all paths start.
 * @param {Float64Array} row
 * @param {number} share
 */
export function widthThatCounts(row, share = 0.95) {
  let inside = row.reduce((sum, paths) => sum + paths, 0);
  const wanted = share * inside ** 2;
  let cut = 0;
  while (2 * cut + 2 < row.length) {
    inside -= row[cut] + /** @type {number} */ (row.at(-1 - cut)); // there is one
    if (inside ** 2 < wanted) break;
    cut += 1;
  }
  return row.length - 2 * cut;
}

/** The sides of both squares. @param {number} depth @param {number} stride @returns {[field: number, light: number]} */
export function bothSides(depth, stride) {
  const row = pathRow(depth, stride);
  return [row.length, widthThatCounts(row)];
}

/**
 * The field grows by 2 times the step with each layer: 2 + 2 S + 2 S^2 + ...
 * @type {(depth: number, stride: number) => number}
 */
export const fieldOf = (depth, stride) => 1 + (stride === 1 ? 2 * depth : (2 * (stride ** depth - 1)) / (stride - 1));

/** As many layers as give the field that comes nearest to `side`. @param {number} side @param {number} stride */
export function layersFor(side, stride) {
  let best = 1;
  for (let depth = 2; depth <= mostLayers(stride); depth += 1) {
    if (Math.abs(fieldOf(depth, stride) - side) < Math.abs(fieldOf(best, stride) - side)) best = depth;
  }
  return best;
}
