// What the optimiser explorer says.
import { plural, short } from "../kit/format.js";
import { CONVERGED, isSameFilter } from "./descent.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { Bottom } from "./descent.js" */

const placeOf = (/** @type {Place} */ { row, column }) => `(${row}, ${column})`;

export const STAGES = [
  { value: "weight", text: "One weight" },
  { value: "votes", text: "Nine votes" },
  { value: "all", text: "All nine" },
];

export const TO_DO = {
  weight: "Drag the round handle until the column is as low as it gets.",
  votes: "Each place votes which way the weight should go. Drag the handle until the votes cancel.",
  all: "Press Play: each step moves every weight by its nine votes.",
};

export const NINE_PIXELS =
  "Outlined in the image: the nine pixels that this weight meets, one for each place of the map.";

/**
 * One weight: how high the column is and, once it was found, where the bottom lies.
 * @param {{ value: number, loss: number, found: Bottom, isThere: boolean, bottom: Bottom }} now isThere: at the bottom
 */
export function sayWeight({ value, loss, found, isThere, bottom }) {
  if (!bottom) return "This weight meets only zeros in this image: whatever its value, the map stays the same.";
  const blocks = "Each block is the squared error of one place, divided by nine.";
  if (!found) return `${blocks} Together they are the loss: ${short(loss)}.`;
  const best = `The bottom: at ${short(found.at)} the loss is ${short(found.loss)}.`;
  if (!isThere) return `${best} Here, at ${short(value)}, it is ${short(loss)}.`;
  if (found.loss < CONVERGED) return `${best} Every place agrees.`;
  return `${best} No other value of this weight does better: what helps one place hurts another. Now look at the nine votes.`;
}

/**
 * The votes: how many want the weight larger and how many smaller, and what is left of them.
 * @param {{ shares: number[][], bottom: Bottom }} now
 */
export function sayVotes({ shares, bottom }) {
  if (!bottom) return "Every vote is 0: this weight meets only zeros in this image.";
  const votes = shares.flat().map((share) => -share);
  const count = (/** @type {(vote: number) => boolean} */ is) => votes.filter(is).length;
  const [up, down] = [count((vote) => vote > 1e-3), count((vote) => vote < -1e-3)];
  const sum = votes.reduce((all, vote) => all + vote, 0);
  const idle = 9 - up - down;
  const sides = [`${plural(up, "place")} for a larger weight`, `${down} for a smaller one`];
  if (idle) sides.push(`${idle} without a vote`);
  const total =
    Math.abs(sum) < 0.05
      ? "Yet the arrows add up to 0: they cancel, and this is the bottom."
      : `Their sum: ${short(sum)}.`;
  return `${sides.join(", ")}. ${total}`;
}

/** @param {{ place: Place, error: number, pixel: number, vote: number | null }} now */
export function sayPlace({ place, error, pixel, vote }) {
  const way = Math.abs(error) < 5e-3 ? "right" : `${short(Math.abs(error))} too ${error > 0 ? "high" : "low"}`;
  const voted = vote === null ? "" : ` Its vote: ${short(vote)}.`;
  return `Place ${placeOf(place)}: the map is ${way}, and the weight meets a pixel of ${short(pixel)}.${voted}`;
}

/**
 * @param {object} now
 * @param {number[]} now.losses
 * @param {number[][]} now.weights
 * @param {number[][]} now.filter
 * @param {number} now.rate
 * @param {boolean} now.hasDiverged
 */
export function sayAll({ losses, weights, filter, rate, hasDiverged }) {
  const [steps, loss] = [losses.length - 1, /** @type {number} */ (losses.at(-1))]; // one is there from the start
  if (hasDiverged) {
    return (
      `Diverged at step ${steps}. With a learning rate of ${short(rate)} each step jumps over the bottom and lands ` +
      "higher up on the other side. Choose a smaller rate and restart."
    );
  }
  if (loss < CONVERGED) {
    const made = filter.map((line) => line.map(short).join(" ")).join(" / ");
    const end = isSameFilter(weights, filter)
      ? "These are the nine weights that made the goal."
      : `The goal was made with ${made}: other weights give the same map.`;
    return `After ${plural(steps, "step")} the maps agree. ${end}`;
  }
  return steps ? `Step ${steps}: loss ${short(loss)}.` : `Loss ${short(loss)}, before the first step.`;
}
