// Two halves of a picture in two colours, and what filters over the channels make of the edge between them. Colours are
// whole numbers of twentieths, so that what hides an edge gives exactly 0.
/** @import { Colour } from "../kit/canvas_paint.js" */

/**
 * @typedef {keyof typeof FILTERS} FilterName
 * @typedef {"grey" | "difference" | "both" | "three"} Stage
 */

export const STEPS = 20;
const WIDTH = 3; // of the edge filter, and of its map

// One filter, as its weights for red, green and blue; the edge filter of 3 by 3 is multiplied by each.
export const FILTERS = {
  grey: { title: "Grey: red + green + blue", weights: [1, 1, 1] },
  difference: { title: "Red − green", weights: [1, -1, 0] },
  blue: { title: "Blue alone", weights: [0, 0, 1] },
};
/** @type {Record<Stage, FilterName[]>} */
export const STAGES = {
  grey: ["grey"],
  difference: ["difference"],
  both: ["grey", "difference"],
  three: ["grey", "difference", "blue"],
};

/** @type {(name: FilterName, colour: Colour) => number} */
const weigh = (name, colour) => FILTERS[name].weights.reduce((sum, weight, i) => sum + weight * colour[i], 0);

/**
 * What the filter makes of both colours: [left, right], in twentieths.
 * @type {(name: FilterName, left: Colour, right: Colour) => number[]}
 */
export const seen = (name, left, right) => [weigh(name, left), weigh(name, right)];

/**
 * The first number of the map, in ones; the map has two columns of it and one of 0.
 * @param {FilterName} name
 * @param {Colour} left
 * @param {Colour} right
 */
export function response(name, left, right) {
  const [dark, bright] = seen(name, left, right);
  return (WIDTH * (bright - dark)) / STEPS;
}

/** @param {FilterName} name @param {Colour} left @param {Colour} right */
export function mapOf(name, left, right) {
  const value = response(name, left, right);
  return Array.from({ length: WIDTH }, () => [value, value, 0]);
}

/** @type {(left: Colour, right: Colour) => boolean} */
export const isSame = (left, right) => left.every((value, i) => value === right[i]);

/**
 * Whether these filters all miss an edge that is there.
 * @type {(names: FilterName[], left: Colour, right: Colour) => boolean}
 */
export const isHidden = (names, left, right) =>
  !isSame(left, right) && names.every((name) => response(name, left, right) === 0);

/**
 * Every [red, green] that none of these filters tells from `left`, for a given blue.
 * @param {FilterName[]} names
 * @param {Colour} left
 * @param {number} blue
 */
export function hiding(names, left, blue) {
  const found = [];
  for (let red = 0; red <= STEPS; red += 1) {
    for (let green = 0; green <= STEPS; green += 1) {
      if (names.every((name) => response(name, left, [red, green, blue]) === 0)) found.push([red, green]);
    }
  }
  return found;
}
