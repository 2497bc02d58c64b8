// What the sliders do to the grids, at a glance: a stamp wherever the window can stand, a hatch over what it never
// reads, and a glow around the padding zeros and around every output that they have a part in.
import { plural } from "../kit/format.js";
import { coverage } from "../math/coverage.js";
import { isPicture } from "./grid_panel.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { Panels } from "./grid_panel.js" */
/** @import { State } from "./state.js" */

const TO_DO_STAMPS = "Move the sliders: where can the window stand, and which pixels does it never read?";
const TO_DO_INPUTS = "Choose a pixel of the input: which outputs read it?";

/**
 * What the figure asks for, as data of its root, where that is not what every explorer asks.
 * @type {(stamps: boolean, inputs: boolean) => { toDo?: string }}
 */
export const task = (stamps, inputs) => (stamps ? { toDo: TO_DO_STAMPS } : inputs ? { toDo: TO_DO_INPUTS } : {});

/** @type {ReturnType<typeof coverage>["rows"]} */
const NOWHERE = { starts: [], unread: [], touched: [] };

/**
 * @param {Panels} panels
 * @param {State} state
 * @param {boolean} asked with the stamps and the glow as well, for which the cells of a picture are too small
 */
export function drawPlaces({ input, output }, state, asked) {
  const { rows, columns } = coverageOf(state);
  const { image, padding } = state;
  const isStamped = asked && !isPicture(image.length + 2 * padding, image[0].length + 2 * padding);
  input.hatch({ rows: rows.unread, columns: columns.unread });
  const stamps = isStamped ? rows.starts.flatMap((row) => columns.starts.map((column) => ({ row, column }))) : [];
  input.stamp(stamps.map(({ row, column }) => ({ row: row - padding, column: column - padding })));
  const zeros = padding ? [`${plural(padding, "ring")} of zeros around it`] : [];
  const places = `${rows.starts.length}×${columns.starts.length}`;
  const stamped = stamps.length ? [`Stamped: the ${places} places of the window’s top left corner`] : [];
  const never = sayUnread(state);
  input.note.textContent = [...zeros, ...stamped, ...(never ? [`Hatched: ${never}`] : [])].join(". ");
  if (!state.output) return;
  /** @type {(row: number, column: number) => boolean} */
  const touched = (row, column) => rows.touched.includes(row) || columns.touched.includes(column);
  const all = state.output.flatMap((line, row) => line.map((_, column) => ({ row, column })));
  const glowing = isStamped ? all.filter(({ row, column }) => touched(row, column)) : [];
  output.glow(glowing);
  const reads = glowing.length === 1 ? "number reads" : "numbers read";
  output.note.textContent = glowing.length ? `Glowing: ${glowing.length} ${reads} padding zeros` : "";
}

/** The size that the settings give, or why they give none. @param {State} state */
export function saySize(state) {
  const { output, problems } = state;
  if (!output) return problems.map(({ side, explanation }) => side + explanation).join(" ");
  const never = sayUnread(state);
  return `Output is now ${output.length} by ${output[0].length}${never && `; ${never}`}`;
}

/** Which rows and columns no window reads; empty if there are none. @param {State} state */
function sayUnread(state) {
  const found = coverageOf(state);
  const counts = /** @type {const} */ (["row", "column"])
    .map((side) => /** @type {const} */ ([found[`${side}s`].unread.length, side]))
    .filter(([count]) => count);
  const all = counts.reduce((sum, [count]) => sum + count, 0);
  const named = counts.map(([count, side]) => plural(count, side)).join(" and ");
  return named && `${named} ${all === 1 ? "is" : "are"} never read`;
}

/** @param {State} state */
function coverageOf({ sides, stride, padding, output }) {
  return output ? coverage(sides, stride, padding) : { rows: NOWHERE, columns: NOWHERE };
}

/** The output whose window has its middle nearest to a pixel. @param {State} state @param {Place} pixel */
export function windowOver({ filter, stride, padding }, { row, column }) {
  /** @type {(pixel: number, side: number) => number} */
  const nearest = (pixel, side) => Math.round((pixel + padding - (side - 1) / 2) / stride);
  return { row: nearest(row, filter.length), column: nearest(column, filter[0].length) };
}
