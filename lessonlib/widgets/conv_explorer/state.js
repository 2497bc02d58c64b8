// The explorer's settings: what follows from them, what of them a link to a view carries, and which it may bring.
import { conv2d } from "../math/conv.js";
import { weightGradients } from "../math/dependencies.js";
import { isPicture } from "./grid_panel.js";
import { findProblems } from "../kit/size_error.js";
import { readTraits } from "../kit/traits.js";
/** @import { Sides } from "../math/coverage.js" */
/** @import { Model } from "../kit/traits.js" */

/**
 * @typedef {"output" | "input" | "filter"} Name of a part
 * @typedef {"stride" | "padding" | "floor" | "edit" | "play" | "inputs" | "weights" | "code" | "share"} Control
 * @typedef {{
 *   image: number[][], filter: number[][], stride: number, padding: number, floor: boolean,
 *   direction: Name, selected: number[], pixel: number[], weight: number[],
 *   filters: Record<string, number[][]>, controls: Control[], stride_max: number, padding_max: number,
 *   stamps: boolean, key: string,
 * }} Traits as in view.py
 * @typedef {{ model: Model<Traits>, el: HTMLElement }} View what anywidget gives
 * @typedef {ReturnType<typeof readSettings>} State
 * @typedef {State & { output: number[][] }} Computed a state that has an output
 */

const NAMES = /** @type {const} */ (["image", "filter", "stride", "padding", "floor"]);
const MOST_PIXELS = 128; // as in widget.py
const MOST = 64; // as in kit/arguments.py

/** Everything on screen. Without an output, `problems` says why. @param {Model<Traits>} model */
export function readSettings(model) {
  const [image, filter, stride, padding, floor] = /** @type {[number[][], number[][], number, number, boolean]} */ (
    NAMES.map((name) => model.get(name))
  );
  /** @type {Sides} */
  const sides = { rows: [image.length, filter.length], columns: [image[0].length, filter[0].length] };
  const problems = findProblems(sides, floor ? 1 : stride, padding); // rounded down, all that is left is to fit
  const output = problems.length ? null : conv2d(image, filter, stride, padding, floor ? "floor" : "exact");
  const shape = (/** @type {number[][]} */ values) => /** @type {const} */ ([values.length, values[0].length]);
  const asked = output && model.get("controls").includes("weights");
  const gradients = asked ? weightGradients(image, shape(filter), shape(output), stride, padding) : null;
  return { image, filter, stride, padding, floor, sides, problems, output, gradients };
}

/**
 * What the controls can change. The numbers of a picture would make the address too long to send to anyone.
 * @param {Model<Traits>} model
 */
export function linkedTraits(model) {
  const has = (/** @type {Control[]} */ ...controls) =>
    controls.some((control) => model.get("controls").includes(control));
  const image = model.get("image");
  // The checker takes the names in the lists for any strings.
  return /** @type {(keyof Traits)[]} */ ([
    "selected",
    .../** @type {const} */ (["stride", "padding", "floor"]).filter((name) => has(name)),
    ...(has("edit") && !isPicture(image.length, image[0].length) ? ["image"] : []),
    ...(has("edit") ? ["filter"] : []),
    ...(has("inputs", "weights", "edit") ? ["direction"] : []),
    ...(has("inputs", "edit") ? ["pixel"] : []),
    ...(has("weights", "edit") ? ["weight"] : []),
  ]);
}

/**
 * Whether a view out of an address can be shown: what Python would take, within what the sliders reach.
 * @param {Partial<Traits>} values whose lists may hold anything
 * @param {Model<Traits>} model
 */
export function isShowable(values, model) {
  /** @type {Pick<Traits, typeof NAMES[number]>} */
  const all = { ...readTraits(model, NAMES), ...values };
  /** @type {(grid: number[][], most: number) => boolean} */
  const isGrid = (grid, most) =>
    grid.length >= 1 &&
    grid.length <= most &&
    grid[0].length >= 1 &&
    grid[0].length <= most &&
    grid.every((line) => Array.isArray(line) && line.length === grid[0].length && line.every(Number.isFinite));
  /** @type {(value: number, least: number, most: number) => boolean} */
  const isCount = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
  const isPlace = (/** @type {number[]} */ place) =>
    place.length === 2 && place.every((value) => isCount(value, 0, 1e6));
  return (
    isGrid(all.image, MOST_PIXELS) &&
    isGrid(all.filter, MOST) &&
    isCount(all.stride, 1, model.get("stride_max")) &&
    isCount(all.padding, 0, Math.min(model.get("padding_max"), MOST)) &&
    /** @type {const} */ (["selected", "pixel", "weight"]).every((name) => !values[name] || isPlace(values[name])) &&
    ["output", "input", "filter"].includes(values.direction ?? "output")
  );
}
