// What a number of a network comes from: its pixels, and the weights that made it.
/** @import { Picture } from "../kit/canvas_paint.js" */
/** @import { Box, Place } from "../math/dependencies.js" */
/** @import { Conv, Layer, MaxPool, Pair, StoredLayer, Tensor } from "../math/forward_pass.js" */

/**
 * @typedef {{ kind: string, shape: number[], size: Pair, stride: Pair, padding?: Pair }} MapLayer a layer with maps: a
 * convolution has a shape, a max-pool a size, a ReLU nothing but its kind
 */

/** @param {number[]} sides */
export const sizeOf = (sides) => sides.join("\u00d7");

/**
 * A picture of 0 to 255 as the network takes it.
 * @param {Pick<Picture, "pixels">} picture
 * @param {number[]} shape
 * @param {number} mean
 * @param {number} spread
 * @returns {Tensor}
 */
export function scaled({ pixels }, shape, mean, spread) {
  return { shape, data: Float64Array.from(pixels, (value) => (value / 255 - mean) / spread) };
}

/**
 * The pixels that the number at this place of the last of these layers sees.
 * @param {StoredLayer[]} layers convolutions, max-pools and ReLUs: there are maps after each
 * @param {number[][]} shapes [C, H, W] of what each layer reads, the picture first
 * @param {Place} place
 * @returns {Box}
 */
export function patchOf(layers, shapes, { row, column }) {
  const [top, bottom] = reach(/** @type {MapLayer[]} */ (layers), shapes, row, 0);
  const [left, right] = reach(/** @type {MapLayer[]} */ (layers), shapes, column, 1);
  return { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
}

/** What is outlined in the picture. @param {string} map @param {{ most: number }} ends @param {Box} patch */
export const sayPatch = (map, { most }, { rows, columns }) =>
  most > 0
    ? `Outlined: the ${sizeOf([rows, columns])} pixels that the greatest number of ${map} sees.`
    : `No number of ${map} is above 0: nothing to outline.`;

/**
 * Backwards through the layers; what lies in the padding of one is no pixel of the layer before.
 * @param {MapLayer[]} layers
 * @param {number[][]} shapes
 * @param {number} place
 * @param {0 | 1} axis
 */
function reach(layers, shapes, place, axis) {
  let [first, last] = [place, place];
  for (const [i, { kind, shape, size, stride, padding = [0, 0] }] of [...layers.entries()].toReversed()) {
    if (kind === "relu") continue;
    const window = kind === "conv" ? shape[2 + axis] : size[axis];
    first = Math.max(0, first * stride[axis] - padding[axis]);
    last = Math.min(shapes[i][1 + axis] - 1, last * stride[axis] - padding[axis] + window - 1);
  }
  return [first, last];
}

/**
 * The filter behind map k of a layer, [C, FH, FW], the layer it stands in, and what the layers after it did to its map.
 * @param {Layer[]} network
 * @param {number} layer
 * @param {number} k
 */
export function weightsOf(network, layer, k) {
  const conv = network.findLastIndex(({ kind }, i) => kind === "conv" && i <= layer);
  const { shape, weights, bias } = /** @type {Conv<Float64Array>} */ (network[conv]); // from readNetwork
  const [, ...filter] = shape;
  const size = filter.reduce((product, side) => product * side, 1);
  const steps = network
    .slice(conv + 1, layer + 1)
    .map((after) =>
      after.kind === "relu"
        ? "negative numbers became 0"
        : `only the largest number of every ${sizeOf(/** @type {MaxPool} */ (after).size)} block was kept`,
    );
  const words = steps.length ? `Then ${steps.join(", and ")}.` : "";
  return { conv, weights: { shape: filter, data: weights.subarray(k * size, (k + 1) * size) }, bias: bias[k], words };
}
