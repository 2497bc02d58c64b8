// What a layer costs, in whole numbers of any size: what count_layers in widget.py computes.
import { outputSize } from "../math/conv.js";

/**
 * @typedef {"height" | "width" | "channels" | "filters" | "filter_size" | "stride" | "padding"} SettingName
 * @typedef {Record<SettingName, number>} Settings
 * @typedef {Settings & { kind: "layers" | "units" }} State "units": a linear layer alone, `filters` outputs
 * @typedef {"linear" | "local" | "conv"} LayerName
 * @typedef {Record<"weights" | "biases" | "multiplications", bigint>} Cost of a layer
 * @typedef {Record<LayerName, Cost>} Counts with "units", of the linear layer alone
 */

/**
 * What each layer costs for one picture and the same output: its rows, columns and depth.
 * @param {State} state
 */
export function countLayers({ kind, height, width, channels, filter_size: size, stride, padding, filters }) {
  const side = (/** @type {number} */ length) => (kind === "units" ? 1 : outputSize(length, size, stride, padding));
  const output = [side(height), side(width), filters];
  const inputs = product(height, width, channels);
  const outputs = product(...output);
  const linear = { weights: inputs * outputs, biases: outputs, multiplications: inputs * outputs };
  if (kind === "units") return { output, counts: /** @type {Counts} */ ({ linear }) }; // nobody asks for others
  const patch = product(size, size, channels);
  const local = { weights: patch * outputs, biases: outputs, multiplications: patch * outputs };
  const conv = { weights: patch * BigInt(filters), biases: BigInt(filters), multiplications: patch * outputs };
  return { output, counts: { linear, local, conv } };
}

/** @type {(...factors: (number | bigint)[]) => bigint} */
const product = (...factors) => factors.map(BigInt).reduce((result, factor) => result * factor, 1n);

/** @param {bigint} count */
export const grouped = (count) => count.toLocaleString("en");

/** How many times as much: exact where it is whole, else "about". @param {bigint} more @param {bigint} less */
export function timesAsMuch(more, less) {
  if (more % less === 0n) return grouped(more / less);
  if (more < 10n * less) {
    const tenths = (20n * more + less) / (2n * less);
    return `about ${tenths / 10n}.${tenths % 10n}`;
  }
  return `about ${grouped((2n * more + less) / (2n * less))}`;
}

/** @param {bigint} count */
export function powerOfTen(count) {
  const digits = count.toString();
  return digits.length - 1 + Math.log10(Number(`${digits[0]}.${digits.slice(1, 16)}`));
}

/**
 * A logarithmic scale from 1 to the power of ten that has room for `largest`, with a tick every so many powers.
 * @param {bigint} largest
 */
export function scaleFor(largest) {
  const step = 3 * Math.max(1, Math.ceil(powerOfTen(largest) / 12));
  const most = Math.max(step, step * Math.ceil(powerOfTen(largest) / step));
  const ticks = Array.from({ length: most / step + 1 }, (_, i) => i * step);
  return { most, ticks };
}

/** @type {Record<number, string>} */
const NAMES = { 0: "1", 3: "thousand", 6: "million", 9: "billion", 12: "trillion" };

const raised = (/** @type {number} */ power) => [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");

/** @param {number} power */
export const nameOfPower = (power) => NAMES[power] ?? `10${raised(power)}`;
