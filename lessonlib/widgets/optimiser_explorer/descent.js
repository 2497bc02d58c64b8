// What the optimiser explorer shows: nine errors and their sum, one weight's share of each, and a step downhill.
import { filterGradient, gradientShares, meanSquaredError } from "../math/backward.js";
import { conv2d } from "../math/conv.js";
/** @import { Place } from "../math/dependencies.js" */

/**
 * @typedef {"weight" | "votes" | "all"} Stage
 * @typedef {{ task: string, stage: Stage, weight: [number, number], weights: number[][], rate: number }} State in links
 * @typedef {{ name: string, text: string, pictures: number[][][], filter: number[][] }} Given a task without its goals
 * @typedef {State & { tasks: Given[], start: number[][], key: string }} Traits
 * @typedef {ReturnType<typeof withGoals>} Task
 * @typedef {ReturnType<typeof evaluate>} Evaluation
 * @typedef {ReturnType<typeof bottomOf>} Bottom
 */

export const CONVERGED = 5e-4; // a loss at which the maps agree to two decimals
const DIVERGED = 1e6;
const SPAN = 5.5; // of the axis of a weight

/** The goals are the maps that the task's own filter makes of its pictures. @param {Given} task */
export const withGoals = (task) => ({ ...task, goals: task.pictures.map((picture) => conv2d(picture, task.filter)) });

/**
 * What weights give. errors and blocks are [row][column] of the map: a place's error is its mean over the pictures; its
 * block is what it adds to the loss, so that all the blocks together are the loss.
 * @param {Task} task
 * @param {number[][]} weights
 */
export function evaluate({ pictures, goals }, weights) {
  const maps = pictures.map((picture) => conv2d(picture, weights));
  const { loss, gradient } = meanSquaredError(maps, goals);
  const places = maps[0].length * maps[0][0].length;
  /** @type {(value: (error: number) => number) => number[][]} */
  const overPictures = (value) =>
    maps[0].map((line, i) =>
      line.map((_, j) => maps.reduce((sum, map, n) => sum + value(map[i][j] - goals[n][i][j]), 0) / maps.length),
    );
  return {
    maps,
    loss,
    gradient,
    errors: overPictures((error) => error),
    blocks: overPictures((error) => error ** 2 / places),
  };
}

/** @type {(task: Task, found: Evaluation, weight: Place) => number[][]} */
export const sharesOf = ({ pictures }, { gradient }, weight) => gradientShares(gradient, pictures, weight);

/** @param {Task} task @param {Evaluation} found */
export const slopes = ({ pictures, filter }, { gradient }) =>
  filterGradient(gradient, pictures, [filter.length, filter[0].length]);

/**
 * The loss along one weight, the others fixed, is a parabola: its lowest point and how it opens.
 * @param {Task} task
 * @param {number[][]} weights
 * @param {Place} weight
 */
export function bottomOf(task, weights, { row, column }) {
  const along = (/** @type {number} */ value) => evaluate(task, put(weights, { row, column }, value)).loss;
  const [left, middle, right] = [-1, 0, 1].map(along);
  const bend = (left + right) / 2 - middle;
  if (bend < 1e-12) return null; // the weight meets no pixel but zeros
  const at = (left - right) / (4 * bend);
  return { at, loss: along(at), bend };
}

/**
 * The stretch of the axis that holds this weight and the bottom: [from, to], whole or half numbers.
 * @param {number} value
 * @param {Bottom} bottom
 */
export function axisFor(value, bottom) {
  const half = (/** @type {number} */ number) => Math.round(2 * number) / 2;
  const [least, most] = [Math.min(value, bottom?.at ?? value), Math.max(value, bottom?.at ?? value)];
  const span = Math.max(SPAN, half(most - least + 2));
  if (value > (bottom?.at ?? value)) return [half(most + 0.6) - span, half(most + 0.6)];
  return [half(least - 0.6), half(least - 0.6) + span];
}

/** @type {(weights: number[][], place: Place, value: number) => number[][]} */
export const put = (weights, { row, column }, value) =>
  weights.map((line, i) => (i === row ? line.with(column, value) : line));

/**
 * One step of gradient descent with every weight.
 * @param {Task} task
 * @param {number[][]} weights
 * @param {number} rate
 */
export function stepDown(task, weights, rate) {
  const gradient = slopes(task, evaluate(task, weights));
  return weights.map((line, i) => line.map((value, j) => value - rate * gradient[i][j]));
}

/** @param {number} loss @param {number} first */
export const hasDiverged = (loss, first) => !(loss <= Math.min(DIVERGED, 1000 * Math.max(first, 0.01)));

/** Whether these weights made the goal. @type {(weights: number[][], filter: number[][]) => boolean} */
export const isSameFilter = (weights, filter) =>
  weights.every((line, i) => line.every((value, j) => Math.abs(value - filter[i][j]) < 0.05));
