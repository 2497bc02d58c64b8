// Move, then convolve; convolve, then move: both maps, where they differ, and why.
import { explain } from "../math/conv.js";
import { plural, short } from "../kit/format.js";
import { movePicture } from "../kit/mover.js";
import { applyLayer, toRows, toTensor } from "../math/forward_pass.js";
/** @import { Move } from "../kit/mover.js" */
/** @import { Layer, Pair } from "../math/forward_pass.js" */

/**
 * @typedef {Move & {
 *   image: number[][], background: number, filter: number[][], stride: number, padding: number,
 *   pooling: boolean, linear: boolean,
 * }} Setup background: added to every pixel of the image
 * @typedef {ReturnType<typeof compareWays>} Ways
 */

export const POOL = { size: 3, stride: 2 };

/** Why there is no map, as a sentence; empty if there is one. @param {Setup} setting */
export function mapProblem({ image, filter, stride, padding, pooling }) {
  const sides = [
    [image.length, filter.length],
    [image[0].length, filter[0].length],
  ];
  for (const [input, side] of sides) {
    const problem = explain(input, side, stride, padding);
    if (problem) return problem;
    const size = (input - side + 2 * padding) / stride + 1;
    const tooSmall = pooling && explain(size, POOL.size, POOL.stride, 0);
    if (tooSmall) return `Max-pooling a map of ${size}: ${tooSmall.split(" What works")[0]}`;
  }
  return "";
}

/**
 * Both ways round. `cells`: by how many cells the map moves, cut to a whole number; `step`: pixels to a cell.
 * @param {Setup} setting
 */
export function compareWays(setting) {
  const { image, down, right, stride, pooling, background } = setting;
  const picture = image.map((row) => row.map((value) => value + background));
  const step = stride * (pooling ? POOL.stride : 1);
  const cells = { down: Math.trunc(down / step), right: Math.trunc(right / step) };
  const moved = movePicture(picture, down, right);
  const map = mapOf(picture, setting);
  const mapOfMoved = mapOf(moved, setting);
  const movedMap = movePicture(map, cells.down, cells.right);
  const difference = mapOfMoved.map((row, i) => row.map((value, j) => value - movedMap[i][j]));
  const most = Math.max(...difference.flat().map(Math.abs));
  return { picture, moved, map, mapOfMoved, movedMap, difference, most, step, cells };
}

/** @param {number[][]} picture @param {Setup} setting */
function mapOf(picture, { filter, stride, padding, pooling, linear }) {
  const shape = [1, 1, filter.length, filter[0].length];
  /** @type {{ stride: Pair, padding: Pair }} */
  const steps = { stride: [stride, stride], padding: [padding, padding] };
  /** @type {Layer[]} */
  const layers = [{ kind: "conv", shape, weights: filter.flat(), bias: [0], ...steps }];
  if (pooling) layers.push({ kind: "max-pool", size: [POOL.size, POOL.size], stride: [POOL.stride, POOL.stride] });
  const map = layers.reduce((tensor, layer) => applyLayer(layer, tensor), toTensor(picture));
  if (!linear) return toRows(map);
  const count = map.data.length;
  const weights = Array.from({ length: count * count }, (_, i) => placeWeight(Math.floor(i / count), i % count));
  /** @type {Layer} */
  const layer = { kind: "linear", shape: [count, count], weights, bias: new Array(count).fill(0) };
  return toRows({ shape: map.shape, data: applyLayer(layer, map).data });
}

/**
 * The weights of the linear layer: some whole number from -2 to 2 of its own for every pair of places.
 * @param {number} to
 * @param {number} from
 */
export function placeWeight(to, from) {
  return ((to * 7 + from * 13 + ((to * from) % 11)) % 5) - 2;
}

/** [what is seen, why, ...], as sentences. @param {Setup} setting @param {Ways} ways */
export function sayWhy(setting, ways) {
  const { down, right, stride, pooling, linear } = setting;
  const count = ways.difference.flat().length;
  if (!down && !right) return ["Nothing has moved yet. Move the image."];
  const misfit = [down, right].find((pixels) => pixels % ways.step);
  if (ways.most === 0) {
    const cells = ways.step > 1 && `One cell of the map is ${ways.step} pixels, and this move is whole cells.`;
    const shared = "The same weights act at every place, so a moved image gives a moved map.";
    const luck = misfit || linear ? "Here the numbers happen to agree; in general they do not." : shared;
    return [`Exactly 0 in all ${plural(count, "cell")}.`, luck, ...(cells && !misfit ? [cells] : [])];
  }
  const differ = ways.difference.flat().filter(Boolean).length;
  const verb = differ === 1 ? "differs" : "differ";
  const where = sayWhere(ways.difference);
  const seen = `${differ} of ${plural(count, "cell")} ${verb}, by up to ${short(ways.most)}, ${where}.`;
  if (linear) {
    return [seen, "Flatten + linear has its own weight for every place: what moves meets other weights."];
  }
  if (misfit) {
    const what = pooling ? (stride > 1 ? "Stride and pooling make" : "Pooling makes") : `Stride ${stride} makes`;
    const half = `a move by ${plural(Math.abs(misfit), "pixel")} is ${short(Math.abs(misfit) / ways.step)} cells`;
    const exact = `Exact only for moves by multiples of ${ways.step}.`;
    const cell = `${what} one cell of the map ${ways.step} pixels`;
    return [seen, `${cell}: ${half}, and no whole move of the map fits. ${exact}`];
  }
  return [seen, ...sayBorder(setting, ways)];
}

/** "in columns 0 and 8", "all over the map", or that they are marked. @param {number[][]} difference */
function sayWhere(difference) {
  const columns = difference[0].map((_, j) => difference.map((row) => row[j]));
  /** @type {(line: number[], share: number) => boolean} */
  const isIn = (line, share) => line.filter(Boolean).length > share * line.length;
  /** @type {(lines: number[][], share: number) => number[]} */
  const at = (lines, share) => [...lines.keys()].filter((i) => isIn(lines[i], share));
  /** @type {(noun: string, places: number[]) => string[]} */
  const name = (noun, places) => (places.length ? [`${noun}${places.length > 1 ? "s" : ""} ${list(places)}`] : []);
  const [someColumns, someRows] = [at(columns, 0), at(difference, 0)];
  if (someColumns.length < 3) return `in ${name("column", someColumns)}`;
  if (someRows.length < 3) return `in ${name("row", someRows)}`;
  const [fullColumns, fullRows] = [at(columns, 0.49), at(difference, 0.49)];
  if (fullColumns.length + fullRows.length > 4) return "all over the map";
  /** @type {(i: number, j: number) => boolean} */
  const inThem = (i, j) => fullRows.includes(i) || fullColumns.includes(j);
  const covered = difference.every((row, i) => row.every((value, j) => !value || inThem(i, j)));
  if (!covered) return "where they are marked";
  return `in ${[...name("column", fullColumns), ...name("row", fullRows)].join(" and ")}`;
}

/**
 * Which zeros are to blame: those that enter behind the picture, or the ring that stays where it is.
 * @param {Setup} setting
 * @param {Ways} ways
 */
function sayBorder({ filter, down, right, stride, padding, pooling }, { picture }) {
  const wider = pooling ? (POOL.size - 1) * stride : 0;
  /** @type {[side: "left" | "right" | "top" | "bottom", lines: number[][], way: number][]} */
  const sides = [];
  if (right) sides.push([right > 0 ? "left" : "right", picture[0].map((_, j) => picture.map((row) => row[j])), right]);
  if (down) sides.push([down > 0 ? "top" : "bottom", picture, down]);
  const depth = { left: filter[0].length, right: filter[0].length, top: filter.length, bottom: filter.length };
  const beside = sides
    .filter(([side, lines, way]) => {
      const strip = depth[side] - 1 + wider;
      return (way > 0 ? lines : lines.toReversed()).slice(0, strip).flat().some(Boolean);
    })
    .map(([side]) => side);
  const said = [];
  if (beside.length) {
    said.push(
      `Zeros enter at the ${list(beside)} border, beside pixels that are not 0: windows there see an edge ` +
        "that the image does not have.",
    );
  }
  if (padding) said.push("The ring of zeros stays where it is while the image moves under it.");
  return said;
}

/** @type {(items: (string | number)[]) => string} */
const list = (items) => (items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : String(items[0]));
