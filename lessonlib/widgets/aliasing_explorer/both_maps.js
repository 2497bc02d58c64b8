// A map at stride 2, and the same blurred first (Zhang 2019), as lessonlib computes them.
import { applyLayer } from "../math/forward_pass.js";
/** @import { Conv, Pair, Tensor } from "../math/forward_pass.js" */

const BLUR = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((weight) => weight / 16);

/** Both maps. @param {number[][]} picture @param {number[][]} filter */
export function bothMaps(picture, filter) {
  const input = { shape: [1, picture.length, picture[0].length], data: Float64Array.from(picture.flat()) };
  const found = applyLayer(layerOf(filter.flat(), [filter.length, filter[0].length], 0), input);
  const dense = applyLayer({ kind: "relu" }, found);
  return { strided: everySecond(dense), blurred: everySecond(applyLayer(layerOf(BLUR, [3, 3], 1), dense)) };
}

/** @typedef {ReturnType<typeof everySecond>} ThinMap at stride 2 */

/** @param {ThinMap} map */
export function total({ values }) {
  return values.reduce((sum, value) => sum + value, 0);
}

/**
 * A convolution with one filter.
 * @param {number[]} weights
 * @param {Pair} size
 * @param {number} padding
 * @returns {Conv}
 */
function layerOf(weights, size, padding) {
  return { kind: "conv", shape: [1, 1, ...size], weights, bias: [0], stride: [1, 1], padding: [padding, padding] };
}

/** @param {Tensor} tensor of one channel */
function everySecond({ shape: [, rows, columns], data }) {
  const [height, width] = [Math.ceil(rows / 2), Math.ceil(columns / 2)];
  const values = Float64Array.from({ length: height * width }, (_, at) => {
    return data[2 * Math.floor(at / width) * columns + 2 * (at % width)];
  });
  return { height, width, values };
}
