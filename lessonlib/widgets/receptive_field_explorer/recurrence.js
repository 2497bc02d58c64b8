// What one unit of a stack of layers reads: sizes, the receptive field's recurrence, and the units below, layer by
// layer. Level 0 is the input, level l the lth layer.
import { nearestSettings, outputSize, sizeFormula, sizeProblem } from "../math/conv.js";
import { typeset } from "../kit/format.js";

/**
 * @typedef {[kind: "conv" | "pool", filterSize: number, stride: number, padding: number]} Layer
 * @typedef {ReturnType<typeof growth>[number]} Level
 * @typedef {{ first: number, last: number, units: number[] }} Reach of a unit, in one level: first and last as the
 * recurrence has them, in the padding too; units: those that are really there and really read, in order
 */

/**
 * Why a layer cannot stand on an input of this size, as a sentence; empty if it can.
 * @param {number} size
 * @param {Layer} layer
 * @param {boolean} floor whether sizes are rounded down
 */
export function layerProblem(size, layer, floor) {
  const [kind, filterSize, stride, padding] = layer;
  const half = Math.floor(filterSize / 2);
  if (kind === "pool" && padding > half) {
    return `padding of a pooling layer must be at most half its filter, ${half}; got ${padding}.`;
  }
  const fits = size - filterSize + 2 * padding >= 0;
  return floor && fits ? "" : sizeProblem(size, filterSize, stride, padding);
}

/**
 * [input size, first layer's, ...]; it ends before the first layer that does not fit.
 * @param {number} inputSize
 * @param {Layer[]} layers
 * @param {boolean} floor
 */
export function stackSizes(inputSize, layers, floor) {
  const sizes = [inputSize];
  for (const layer of layers) {
    const size = /** @type {number} */ (sizes.at(-1)); // the input's at least
    if (layerProblem(size, layer, floor)) break;
    sizes.push(outputSize(size, layer[1], layer[2], layer[3], "floor"));
  }
  return sizes;
}

/**
 * What would make a layer fit, changing one thing: [[argument, value, output], ...].
 * @param {number} size
 * @param {Layer} layer
 */
export function layerOffers(size, [kind, ...setting]) {
  const most = kind === "pool" ? Math.floor(setting[0] / 2) : Infinity;
  return nearestSettings(size, ...setting).filter(([name, value]) => {
    if (name === "padding") return value <= most;
    return name !== "filter_size" || kind !== "pool" || setting[2] <= Math.floor(value / 2);
  });
}

/**
 * Pixels at the far end of the padded input that flooring leaves unread: {all, real}, real ones no padding.
 * @param {number} size
 * @param {Layer} layer
 */
export function unread(size, [, filterSize, stride, padding]) {
  const all = (size - filterSize + 2 * padding) % stride;
  return { all, real: Math.max(0, all - padding) };
}

/**
 * r_l = r_(l-1) + (F_l - 1) j_(l-1) and j_l = j_(l-1) S_l from r_0 = j_0 = 1, with the numbers as text. start: where
 * the first unit's middle lies, in pixels from the middle of pixel 0.
 * @param {Layer[]} layers
 */
export function growth(layers) {
  const levels = [{ field: 1, step: 1, start: 0, fieldText: "r = 1", stepText: "j = 1" }];
  for (const [, filterSize, stride, padding] of layers) {
    const { field, step, start } = levels[levels.length - 1];
    const [wider, longer] = [field + (filterSize - 1) * step, step * stride];
    levels.push({
      field: wider,
      step: longer,
      start: start + ((filterSize - 1) / 2 - padding) * step,
      fieldText: `r = ${field} + (${filterSize} \u2212 1)·${step} = ${wider}`,
      stepText: `j = ${step}·${stride} = ${longer}`,
    });
  }
  return levels;
}

/**
 * For a unit of a level, what it depends on in every level up to its own.
 * @param {number[]} sizes
 * @param {Layer[]} layers
 * @param {number} level
 * @param {number} unit
 * @returns {Reach[]}
 */
export function trace(sizes, layers, level, unit) {
  let [first, last, units] = [unit, unit, [unit]];
  const levels = [{ first, last, units }];
  for (let below = level - 1; below >= 0; below -= 1) {
    const [, filterSize, stride, padding] = layers[below];
    /** @type {Set<number>} */
    const read = new Set();
    for (const place of units) {
      for (let i = 0; i < filterSize; i += 1) {
        const at = place * stride - padding + i;
        if (at >= 0 && at < sizes[below]) read.add(at);
      }
    }
    [first, last] = [first * stride - padding, last * stride - padding + filterSize - 1];
    units = [...read].sort((a, b) => a - b);
    levels.unshift({ first, last, units });
  }
  return levels;
}

/**
 * The receptive field of a unit in words.
 * @param {Reach} reach what its trace has for the input
 * @param {number} size
 */
export function sayField({ first, last, units }, size) {
  const width = last - first + 1;
  const [from, to] = [units[0], /** @type {number} */ (units.at(-1))]; // not used where there are none
  const outside = width - Math.max(0, Math.min(last, size - 1) - Math.max(first, 0) + 1);
  const said = [`Its receptive field is ${width} wide: pixels ${first} to ${last}.`.replaceAll("-", "\u2212")];
  if (outside) said.push(`${outside} of them lie outside the image, in the padding.`);
  if (!units.length) said.push("It reads no pixel at all.");
  else if (outside || units.length < width)
    said.push(`It reads ${units.length} pixels of the image, ${from} to ${to}.`);
  if (units.length && units.length < to - from + 1) said.push("A stride larger than its layer’s filter skips some.");
  return said.join(" ");
}

/**
 * What flooring did to the layers that fit: one sentence for each size that was not whole.
 * @param {number[]} sizes
 * @param {Layer[]} layers
 */
export function sayFloored(sizes, layers) {
  const sentences = sizes.slice(1).flatMap((size, i) => {
    const { all, real } = unread(sizes[i], layers[i]);
    if (!all) return [];
    const what = real === all ? "no padding" : real ? `${real} of them no padding` : "only padding";
    const last = all === 1 ? "row and column" : `${all} rows and columns`;
    const [, ...setting] = layers[i];
    const formula = typeset(sizeFormula(sizes[i], ...setting));
    return [`Layer ${i + 1}: ${formula}. PyTorch rounds down to ${size} and never reads the last ${last} (${what}).`];
  });
  return sentences.length ? sentences.join(" ") : "Every size here is whole: rounding down changes nothing.";
}
